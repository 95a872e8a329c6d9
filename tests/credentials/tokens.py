"""Tokens of the sample credential, good ones and others."""

from collections.abc import Mapping
from typing import Any

from acquis.credentials.formats import base64url, strict_json
from acquis.credentials.ports import Signer
from acquis.credentials.proofs import jws, vc_jwt
from acquis.credentials.proofs.data_integrity import without_proof
from tests.credentials import samples

DOCUMENT = without_proof(samples.parsed())
CLAIMS = vc_jwt.claims_of(DOCUMENT, created=samples.ISSUED)
HEADER: dict[str, Any] = {"alg": "EdDSA", "kid": samples.METHOD, "typ": "JWT"}


def altered(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The values with changes; None takes one out, and ... stands for null."""
    found = {**values, **changes}
    return {
        name: None if value is ... else value for name, value in found.items() if value is not None
    }


def token(
    header: Mapping[str, Any] | None = None,
    payload: Mapping[str, Any] | None = None,
    *,
    signer: Signer = samples.SIGNER,
) -> bytes:
    """The sample as a token, with changes to its header and to its payload."""
    return jws.sign(
        part(altered(HEADER, header or {})),
        strict_json.dumps(altered({**DOCUMENT, **CLAIMS}, payload or {})),
        signer,
    )


def part(value: Any) -> bytes:
    """A part of a compact JWS: the value's JSON, or bytes as they are, in base64url."""
    data = value if isinstance(value, bytes) else strict_json.dumps(value)
    return base64url.encode(data).encode()


def spliced(original: bytes, index: int, replacement: bytes) -> bytes:
    """The token with one of its three parts exchanged."""
    parts = original.split(b".")
    parts[index] = replacement
    return b".".join(parts)
