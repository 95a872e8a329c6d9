"""ECDSA and RSA through `cryptography`; everything else of this package does without loading it.

Signatures of ECDSA are r and s side by side, each as long as the curve's field (RFC 7518, 3.4;
vc-di-ecdsa, 3.2), never DER.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from acquis.credentials.algorithms import SIGNATURE_BYTES, KeyKind
from acquis.credentials.errors import KeyProblem
from acquis.credentials.reasons import mark as _n

MIN_RSA_BITS, MAX_RSA_BITS = 2048, 8192
# An exponent beyond 33 bits has no use but to make verifiers work (RFC 8017 sets no bound).
MAX_RSA_EXPONENT = 2**33
_RSA_EXPONENT, _RSA_BITS = 65537, 3072

_CURVES: dict[KeyKind, ec.EllipticCurve] = {
    KeyKind.P256: ec.SECP256R1(),
    KeyKind.P384: ec.SECP384R1(),
}
_ECDSA_HASHES: dict[KeyKind, hashes.HashAlgorithm] = {
    KeyKind.P256: hashes.SHA256(),
    KeyKind.P384: hashes.SHA384(),
}
_DER, _PKCS8 = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8

PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


@lru_cache(maxsize=1024)
def load_public_key(kind: KeyKind, public_key: bytes) -> PublicKey:
    """Raises `KeyProblem` unless it is a sound key of that kind."""
    try:
        if kind in _CURVES:
            return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[kind], public_key)
        key = serialization.load_der_public_key(public_key)
    except (UnsupportedAlgorithm, ValueError) as error:
        raise KeyProblem(f"The {kind} public key is malformed.") from error
    if not isinstance(key, rsa.RSAPublicKey) or public_key_bytes(key) != public_key:
        raise KeyProblem(_n("The RSA public key is malformed."))
    numbers = key.public_numbers()
    _check_rsa(numbers.n, numbers.e)
    return key


def point(kind: KeyKind, x: int, y: int) -> bytes:
    """The compressed point. Raises `KeyProblem` if the coordinates are not on the curve."""
    try:
        key = ec.EllipticCurvePublicNumbers(x, y, _CURVES[kind]).public_key()
    except ValueError as error:
        raise KeyProblem(f"The {kind} public key is not on its curve.") from error
    return public_key_bytes(key)


def coordinates(kind: KeyKind, public_key: bytes) -> tuple[int, int]:
    """The coordinates of a point, or modulus and exponent of an RSA key."""
    key = load_public_key(kind, public_key)
    numbers = key.public_numbers()
    if isinstance(numbers, rsa.RSAPublicNumbers):
        return numbers.n, numbers.e
    return numbers.x, numbers.y


def rsa_public_key(modulus: int, exponent: int) -> bytes:
    """PKCS#1. Raises `KeyProblem` if the numbers are no sound key."""
    _check_rsa(modulus, exponent)
    try:
        key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
    except ValueError as error:
        raise KeyProblem(_n("The RSA public key is malformed.")) from error
    return public_key_bytes(key)


def public_key_bytes(key: PublicKey) -> bytes:
    """As this package keeps public keys: a compressed point, or PKCS#1."""
    if isinstance(key, rsa.RSAPublicKey):
        return key.public_bytes(_DER, serialization.PublicFormat.PKCS1)
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)


def is_signed(kind: KeyKind, public_key: bytes, signature: bytes, data: bytes) -> bool:
    key = load_public_key(kind, public_key)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif len(signature) != SIGNATURE_BYTES[kind]:
            return False
        else:
            half = len(signature) // 2
            r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
            key.verify(encode_dss_signature(r, s), data, ec.ECDSA(_ECDSA_HASHES[kind]))
    except InvalidSignature:
        return False
    return True


def read_pem(text: str) -> tuple[KeyKind, bytes]:
    """The kind and the bytes of a public key in PEM (SubjectPublicKeyInfo or PKCS#1).

    Raises:
        KeyProblem: it is malformed, or of a kind that is not supported.
    """
    try:
        key = serialization.load_pem_public_key(text.encode())
    except (UnsupportedAlgorithm, ValueError) as error:
        raise KeyProblem(_n("The text is not a public key in PEM.")) from error
    if isinstance(key, ed25519.Ed25519PublicKey):
        return KeyKind.ED25519, key.public_bytes_raw()
    kinds = {curve.name: kind for kind, curve in _CURVES.items()}
    kind = KeyKind.RSA if isinstance(key, rsa.RSAPublicKey) else None
    if isinstance(key, ec.EllipticCurvePublicKey):
        kind = kinds.get(key.curve.name)
    if kind is None or not isinstance(key, PublicKey):
        raise KeyProblem(_n("The public key in PEM is of a kind that is not supported."))
    public_key = public_key_bytes(key)
    load_public_key(kind, public_key)
    return kind, public_key


def load_ec_private_key(kind: KeyKind, secret: bytes) -> ec.EllipticCurvePrivateKey:
    """From the scalar, as long as the curve's field. Raises `KeyProblem` for anything else."""
    length = SIGNATURE_BYTES[kind] // 2
    if len(secret) != length:
        raise KeyProblem(f"A {kind} private key has {length} bytes.")
    try:
        return ec.derive_private_key(int.from_bytes(secret, "big"), _CURVES[kind])
    except ValueError as error:
        raise KeyProblem(f"The number is no {kind} private key.") from error


def load_rsa_private_key(pkcs8: bytes) -> rsa.RSAPrivateKey:
    """From unencrypted PKCS#8 in DER. Raises `KeyProblem` for anything else."""
    try:
        key = serialization.load_der_private_key(pkcs8, password=None)
    except (TypeError, UnsupportedAlgorithm, ValueError) as error:
        raise KeyProblem("The RSA private key is not unencrypted PKCS#8 in DER.") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeyProblem("The private key is not an RSA key.")
    numbers = key.public_key().public_numbers()
    _check_rsa(numbers.n, numbers.e)
    return key


def sign_ecdsa(kind: KeyKind, key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    """Deterministic (RFC 6979): no bad random number can give the key away."""
    algorithm = ec.ECDSA(_ECDSA_HASHES[kind], deterministic_signing=True)
    length = SIGNATURE_BYTES[kind] // 2
    r, s = decode_dss_signature(key.sign(data, algorithm))
    return r.to_bytes(length, "big") + s.to_bytes(length, "big")


def sign_rsa(key: rsa.RSAPrivateKey, data: bytes) -> bytes:
    return key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def generate_secret(kind: KeyKind) -> bytes:
    """A scalar for ECDSA; PKCS#8 of a new 3072-bit key for RSA."""
    if kind in _CURVES:
        number = ec.generate_private_key(_CURVES[kind]).private_numbers().private_value
        return number.to_bytes(SIGNATURE_BYTES[kind] // 2, "big")
    key = rsa.generate_private_key(public_exponent=_RSA_EXPONENT, key_size=_RSA_BITS)
    return key.private_bytes(_DER, _PKCS8, serialization.NoEncryption())


def _check_rsa(modulus: int, exponent: int) -> None:
    bits = modulus.bit_length()
    if not MIN_RSA_BITS <= bits <= MAX_RSA_BITS:
        raise KeyProblem(
            f"An RSA key must have {MIN_RSA_BITS} to {MAX_RSA_BITS} bits; this one has {bits}."
        )
    if exponent > MAX_RSA_EXPONENT:
        raise KeyProblem(_n("The RSA public key has an exponent far beyond any in use."))
