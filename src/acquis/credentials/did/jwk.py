"""Public keys as JSON Web Keys (RFC 7517, 7518 section 6, 8037), and did:jwk."""

from collections.abc import Mapping
from typing import Any

from acquis.credentials.algorithms import PUBLIC_KEY_BYTES, KeyKind, check_public_key
from acquis.credentials.errors import KeyProblem, MalformedDocument
from acquis.credentials.formats import base64url, strict_json
from acquis.credentials.reasons import mark as _n

# RFC 7518, 6.2.2, 6.3.2 and 6.4.1: what only the owner of a key may know.
PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
ALGORITHMS = {
    "EdDSA": KeyKind.ED25519,
    "Ed25519": KeyKind.ED25519,
    "ES256": KeyKind.P256,
    "ES384": KeyKind.P384,
    "RS256": KeyKind.RSA,
}
MAX_DID_JWK_LETTERS = 8192
_CURVES = {"P-256": KeyKind.P256, "P-384": KeyKind.P384}


def read_jwk(jwk: Any) -> tuple[KeyKind, bytes]:
    """The kind and the bytes of a public key.

    Raises:
        KeyProblem: it is malformed, weak, of another kind, meant for something else than
            signatures, or shows its private part.
    """
    if not isinstance(jwk, Mapping):
        raise KeyProblem(_n("The JSON Web Key is not an object."))
    if PRIVATE_MEMBERS & jwk.keys():
        raise KeyProblem(
            _n(
                "The JSON Web Key shows its private part, so anybody can sign with it. Its owner "
                "must replace it."
            )
        )
    kind, public_key = _read(jwk)
    _check_use(jwk, kind)
    check_public_key(kind, public_key)
    return kind, public_key


def jwk_of(kind: KeyKind, public_key: bytes) -> dict[str, str]:
    """The public key as a JSON Web Key, its members in the order of RFC 7638."""
    if kind is KeyKind.ED25519:
        return {"crv": "Ed25519", "kty": "OKP", "x": base64url.encode(public_key)}
    from acquis.credentials import openssl  # noqa: PLC0415 - loaded only when it is needed

    first, second = openssl.coordinates(kind, public_key)
    if kind is KeyKind.RSA:
        return {"e": _integer(second), "kty": "RSA", "n": _integer(first)}
    length = PUBLIC_KEY_BYTES[kind] - 1
    x, y = (base64url.encode(number.to_bytes(length, "big")) for number in (first, second))
    return {"crv": str(kind), "kty": "EC", "x": x, "y": y}


def did_jwk(kind: KeyKind, public_key: bytes) -> str:
    return f"did:jwk:{base64url.encode(strict_json.dumps(jwk_of(kind, public_key)))}"


def read_did_jwk(did: str) -> tuple[KeyKind, bytes]:
    """The key that a did:jwk is (did:jwk method specification, "Read").

    Raises:
        KeyProblem: its text is no base64url of a JSON Web Key that may be used.
    """
    text = did.removeprefix("did:jwk:")
    if len(text) > MAX_DID_JWK_LETTERS:
        raise KeyProblem(_n("The did:jwk is far too long."))
    try:
        return read_jwk(strict_json.loads(base64url.decode(text)))
    except MalformedDocument as error:
        raise KeyProblem(f"The did:jwk holds no JSON Web Key: {error}") from error


def _read(jwk: Mapping[str, Any]) -> tuple[KeyKind, bytes]:
    kty, crv = jwk.get("kty"), jwk.get("crv")
    if kty == "OKP" and crv == "Ed25519":
        return KeyKind.ED25519, _octets(jwk, "x")
    from acquis.credentials import openssl  # noqa: PLC0415 - loaded only when it is needed

    if kty == "RSA":
        modulus, exponent = (_positive(jwk, name) for name in ("n", "e"))
        return KeyKind.RSA, openssl.rsa_public_key(modulus, exponent)
    kind = _CURVES.get(crv) if kty == "EC" and isinstance(crv, str) else None
    if kind is None:
        raise KeyProblem(_n("The JSON Web Key is not an Ed25519, P-256, P-384 or RSA key."))
    coordinates = [_octets(jwk, name) for name in ("x", "y")]
    if any(len(octets) != PUBLIC_KEY_BYTES[kind] - 1 for octets in coordinates):
        raise KeyProblem(f"The {kind} public key has coordinates of the wrong length.")
    x, y = (int.from_bytes(octets, "big") for octets in coordinates)
    return kind, openssl.point(kind, x, y)


def _check_use(jwk: Mapping[str, Any], kind: KeyKind) -> None:
    """RFC 7517, 4.2 to 4.4: what the key says that it is for."""
    operations = jwk.get("key_ops", ["verify"])
    if jwk.get("use", "sig") != "sig" or not (
        isinstance(operations, list) and "verify" in operations
    ):
        raise KeyProblem(_n("The JSON Web Key is not meant for verifying signatures."))
    algorithm = jwk.get("alg")
    if "alg" in jwk and not (isinstance(algorithm, str) and ALGORITHMS.get(algorithm) is kind):
        raise KeyProblem(f"The JSON Web Key is meant for another algorithm: {algorithm!r}.")


def _octets(jwk: Mapping[str, Any], name: str) -> bytes:
    value = jwk.get(name)
    if not isinstance(value, str):
        raise KeyProblem(f"The JSON Web Key has no {name!r}.")
    try:
        return base64url.decode(value)
    except MalformedDocument as error:
        raise KeyProblem(f"The JSON Web Key's {name!r} cannot be read: {error}") from error


def _positive(jwk: Mapping[str, Any], name: str) -> int:
    """RFC 7518, 2: Base64urlUInt, in as few octets as the number needs."""
    octets = _octets(jwk, name)
    if not octets.lstrip(b"\0") or octets[0] == 0:
        raise KeyProblem(
            f"The JSON Web Key's {name!r} is not a number in as few bytes as it needs."
        )
    return int.from_bytes(octets, "big")


def _integer(number: int) -> str:
    return base64url.encode(number.to_bytes((number.bit_length() + 7) // 8, "big"))
