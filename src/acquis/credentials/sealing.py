"""Sealing of secrets at rest: XChaCha20-Poly1305 under a key derived from a secret.

What is sealed is bound to a use (which derives another key) and to a name (the associated data):
moved elsewhere it does not open. Every call gives other bytes.
"""

import hashlib
import secrets

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError

from acquis.credentials.errors import SealProblem

_NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES


def seal(data: bytes, *, secret: str, use: str, name: str) -> bytes:
    """The data, encrypted for storage. `use` has at most 16 ASCII characters (BLAKE2's limit)."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(
        data, name.encode(), nonce, _derive(secret, use)
    )


def unseal(sealed: bytes, *, secret: str, use: str, name: str) -> bytes:
    """The data again.

    Raises:
        SealProblem: the secret is another one, the bytes were altered, or were sealed for another
            use or name.
    """
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[_NONCE_BYTES:], name.encode(), sealed[:_NONCE_BYTES], _derive(secret, use)
        )
    except (CryptoError, ValueError, TypeError) as error:
        raise SealProblem(
            f"What was sealed for {name} cannot be opened: it was sealed under another secret, or "
            "its bytes were altered."
        ) from error


def _derive(secret: str, use: str) -> bytes:
    # The secret is random and long, so a fast hash is enough; `person` keeps uses apart.
    return hashlib.blake2b(secret.encode(), digest_size=32, person=use.encode()).digest()
