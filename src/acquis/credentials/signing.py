"""A signer that holds its key in memory, and the sealing of seeds at rest.

A sealed seed is bound to the DID URL of its key: moved to another row it cannot be opened.
"""

import secrets

from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from acquis.credentials.algorithms import KeyKind
from acquis.credentials.errors import KeyProblem, SealProblem
from acquis.credentials.sealing import seal, unseal

SEED_BYTES = 32
_SIGNATURE_BYTES = 64
_USE = "acquis-seed"


def generate_seed() -> bytes:
    """A new Ed25519 private seed of 32 bytes."""
    return secrets.token_bytes(SEED_BYTES)


class LocalSigner:
    """Signs with an Ed25519 seed held in memory; neither `repr` nor an attribute shows it."""

    __slots__ = ("_secret_key", "public_key", "verification_method")
    kind = KeyKind.ED25519

    def __init__(self, seed: bytes, verification_method: str) -> None:
        if len(seed) != SEED_BYTES:
            raise KeyProblem("An Ed25519 seed has 32 bytes.")
        self.public_key, self._secret_key = crypto_sign_seed_keypair(seed)
        self.verification_method = verification_method

    def __repr__(self) -> str:
        return f"LocalSigner({self.verification_method})"

    def sign(self, data: bytes) -> bytes:
        return crypto_sign(data, self._secret_key)[:_SIGNATURE_BYTES]


def seal_seed(seed: bytes, *, secret: str, verification_method: str) -> bytes:
    """The seed, encrypted for storage; every call gives other bytes."""
    return seal(seed, secret=secret, use=_USE, name=verification_method)


def open_seed(sealed: bytes, *, secret: str, verification_method: str) -> bytes:
    """The seed again.

    Raises:
        KeyProblem: the secret is another one, or the bytes were altered or belong to another key.
    """
    try:
        return unseal(sealed, secret=secret, use=_USE, name=verification_method)
    except SealProblem as error:
        raise KeyProblem(
            f"The private key of {verification_method} cannot be opened: it was sealed under "
            "another secret, or its bytes were altered."
        ) from error
