"""What this package needs from outside: somebody who signs, and somebody who fetches."""

from typing import Protocol

from acquis.credentials.algorithms import KeyKind


class Signer(Protocol):
    """Signs with a key that it never hands out. The key's kind decides the algorithm."""

    @property
    def kind(self) -> KeyKind:
        """What kind of key it is."""

    @property
    def verification_method(self) -> str:
        """The DID URL under which verifiers find the public key."""

    def sign(self, data: bytes) -> bytes:
        """The signature of the data: of Ed25519 and P-256 64 bytes, of P-384 96 (r and s, not DER),
        of RSA as many as its modulus has."""


class Fetcher(Protocol):
    """Brings public documents. An implementation must refuse addresses that are not public."""

    def fetch(self, url: str, *, accept: str, max_bytes: int) -> bytes:
        """The body of a successful GET.

        Raises:
            FetchError: for whatever reason there is no such body.
        """
