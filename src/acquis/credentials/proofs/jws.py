"""Compact JSON Web Signatures (RFC 7515), with public keys only.

The algorithm is the key's (RFC 7518, 8037, 9864): a header can name it, and so contradict the key,
but not choose it. No header leads to a key elsewhere (`jku`, `x5u`) or brings trust along (`x5c`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from acquis.credentials.algorithms import KeyKind, is_signed
from acquis.credentials.did import VerificationKey
from acquis.credentials.did.jwk import ALGORITHMS
from acquis.credentials.errors import MalformedDocument
from acquis.credentials.formats import base64url, strict_json
from acquis.credentials.ports import Signer
from acquis.credentials.reasons import mark as _n

MAX_BYTES = 3 * 1024 * 1024
_PARTS = 3
_NAMES = {
    KeyKind.ED25519: "EdDSA",
    KeyKind.P256: "ES256",
    KeyKind.P384: "ES384",
    KeyKind.RSA: "RS256",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A compact JWS that was read, and not verified. `signed` is what the signature is of."""

    header: Mapping[str, Any]
    payload: bytes
    signature: bytes
    signed: bytes

    @property
    def kind(self) -> KeyKind | None:
        """The kind of key that the header's `alg` is for; None if that is none of ours."""
        name = self.header.get("alg")
        return ALGORITHMS.get(name) if isinstance(name, str) else None

    def is_signed_by(self, key: VerificationKey) -> bool:
        """Whether this is that key's signature, made in that key's way."""
        return is_signed(key.kind, key.public_key, self.signature, self.signed)


def is_compact(data: bytes) -> bool:
    """Whether the bytes can only be meant as a compact JWS: base64url of an object's beginning,
    and two dots."""
    return data.startswith((b"ey", b"ew")) and data.count(b".") == _PARTS - 1


def read(data: bytes) -> Token:
    """The parts of a compact JWS.

    Raises:
        MalformedDocument: it has not three parts of base64url, or its header is no JSON object
            with one meaning.
    """
    if len(data) > MAX_BYTES:
        raise MalformedDocument(f"The signed token is larger than {MAX_BYTES} bytes.")
    parts = data.split(b".")
    if len(parts) != _PARTS or not data.isascii():
        raise MalformedDocument(_n("The signed token has not the three parts of a compact JWS."))
    header, payload, signature = (base64url.decode(part.decode("ascii")) for part in parts)
    return Token(
        header=strict_json.load_object(header),
        payload=payload,
        signature=signature,
        signed=data.rpartition(b".")[0],
    )


def header_for(signer: Signer) -> bytes:
    """The encoded header, the same for whatever the signer signs: `alg`, `kid` and `typ`, the only
    ones that Open Badges 3.0 allow beside `jwk` (section 8.2.3)."""
    header = {"alg": _NAMES[signer.kind], "kid": signer.verification_method, "typ": "JWT"}
    return base64url.encode(strict_json.dumps(header)).encode()


def sign(header: bytes, payload: bytes, signer: Signer) -> bytes:
    """The compact JWS of a payload under an encoded header."""
    signed = b"%b.%b" % (header, base64url.encode(payload).encode())
    return b"%b.%b" % (signed, base64url.encode(signer.sign(signed)).encode())
