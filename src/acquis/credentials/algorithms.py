"""The kinds of keys, and the one way in which each of them signs.

A kind fixes its algorithm and its hash, so nothing that stands in a document can make a verifier
use a key in another way. Public keys are bytes as Multikey has them: 32 bytes for Ed25519, the
compressed point for P-256 and P-384, PKCS#1 for RSA.
"""

from enum import StrEnum
from functools import lru_cache

from nacl.bindings import crypto_core_ed25519_is_valid_point, crypto_sign_open
from nacl.exceptions import BadSignatureError

from acquis.credentials.errors import KeyProblem
from acquis.credentials.reasons import mark as _n


class KeyKind(StrEnum):
    """Ed25519 (RFC 8032), ECDSA over P-256 with SHA-256 and over P-384 with SHA-384 (FIPS 186-5),
    RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017)."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    RSA = "RSA"


PUBLIC_KEY_BYTES = {KeyKind.ED25519: 32, KeyKind.P256: 33, KeyKind.P384: 49}
# An RSA signature is as long as its modulus.
SIGNATURE_BYTES = {KeyKind.ED25519: 64, KeyKind.P256: 64, KeyKind.P384: 96}
HASH_NAMES = {
    KeyKind.ED25519: "sha256",
    KeyKind.P256: "sha256",
    KeyKind.P384: "sha384",
    KeyKind.RSA: "sha256",
}


@lru_cache(maxsize=1024)
def check_public_key(kind: KeyKind, public_key: bytes) -> None:
    """Refuse a key under which a signature proves nothing.

    For Ed25519: points of small order or outside the prime-order group, and encodings that are not
    canonical. For ECDSA: what is not on the curve. For RSA: a modulus below 2048 bits.

    Raises:
        KeyProblem: it is such a key, or has another length than its kind.
    """
    wanted = PUBLIC_KEY_BYTES.get(kind)
    if wanted is not None and len(public_key) != wanted:
        raise KeyProblem(f"The {kind} public key has not {wanted} bytes.")
    if kind is not KeyKind.ED25519:
        # OpenSSL's bindings are slow to load, and Ed25519 does without them.
        from acquis.credentials import openssl  # noqa: PLC0415 - loaded only when it is needed

        openssl.load_public_key(kind, public_key)
    elif not crypto_core_ed25519_is_valid_point(public_key):
        raise KeyProblem(
            _n("The Ed25519 public key is not a point of the group that keys are taken from.")
        )


def is_signed(kind: KeyKind, public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the signature is that key's of the data.

    Of an ECDSA signature (r, s), (r, n - s) counts too: neither FIPS 186-5 nor vc-di-ecdsa nor
    RFC 7518 demand the lower s, and nothing here takes a signature's bytes for an identity.

    Raises:
        KeyProblem: the public key is malformed.
    """
    if kind is not KeyKind.ED25519:
        from acquis.credentials import openssl  # noqa: PLC0415 - loaded only when it is needed

        return openssl.is_signed(kind, public_key, signature, data)
    if len(signature) != SIGNATURE_BYTES[kind]:
        return False
    try:
        crypto_sign_open(signature + data, public_key)
    except BadSignatureError:
        return False
    return True
