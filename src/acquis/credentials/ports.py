"""What this package needs from outside: somebody who signs, and somebody who fetches."""

from typing import Protocol


class Signer(Protocol):
    """Signs with an Ed25519 key that it never hands out."""

    @property
    def verification_method(self) -> str:
        """The DID URL under which verifiers find the public key."""

    def sign(self, data: bytes) -> bytes:
        """The 64-byte Ed25519 signature of the data (RFC 8032)."""


class Fetcher(Protocol):
    """Brings public documents. An implementation must refuse addresses that are not public."""

    def fetch(self, url: str, *, accept: str, max_bytes: int) -> bytes:
        """The body of a successful GET.

        Raises:
            FetchError: for whatever reason there is no such body.
        """
