"""A signer that holds its key in memory, and the sealing of seeds at rest.

A seed is sealed with XChaCha20-Poly1305 under a key derived from a secret, and bound to the DID
URL of its key: a sealed seed moved to another row cannot be opened.
"""

import hashlib
import secrets

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    crypto_sign,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import CryptoError

from acquis.credentials.algorithms import KeyKind
from acquis.credentials.errors import KeyProblem

SEED_BYTES = 32
_SIGNATURE_BYTES = 64
_NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES


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
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(
        seed, verification_method.encode(), nonce, _derive(secret)
    )
    return nonce + sealed


def open_seed(sealed: bytes, *, secret: str, verification_method: str) -> bytes:
    """The seed again.

    Raises:
        KeyProblem: the secret is another one, or the bytes were altered or belong to another key.
    """
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[_NONCE_BYTES:],
            verification_method.encode(),
            sealed[:_NONCE_BYTES],
            _derive(secret),
        )
    except (CryptoError, ValueError, TypeError) as error:
        raise KeyProblem(
            f"The private key of {verification_method} cannot be opened: it was sealed under "
            "another secret, or its bytes were altered."
        ) from error


def _derive(secret: str) -> bytes:
    # The secret is random and long, so a fast hash is enough; `person` keeps uses apart.
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"acquis-seed").digest()
