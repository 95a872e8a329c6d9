"""Multibase texts: base58btc (`z...`) and base64url without padding (`u...`)."""

import base64

from acquis.credentials.did import base58
from acquis.credentials.errors import KeyProblem

MAX_LENGTH = 4096


def encode(data: bytes) -> str:
    """base58btc with its prefix."""
    return "z" + base58.encode(data)


def decode(text: str) -> bytes:
    """The bytes of a `z...` or `u...` text. Raises `KeyProblem` for anything else."""
    if not text or len(text) > MAX_LENGTH:
        raise KeyProblem("A multibase value is empty or far too long.")
    prefix, body = text[0], text[1:]
    if prefix == "z":
        return base58.decode(body)
    if prefix == "u":
        return _decode_base64url(body)
    raise KeyProblem(f"Multibase prefix {prefix!r} is not supported: use z (base58btc) or u.")


def _decode_base64url(body: str) -> bytes:
    padded = body + "=" * (-len(body) % 4)
    if set(body) & set("+/="):  # Python's decoder would let them pass
        padded = "?"
    try:
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except ValueError as error:
        raise KeyProblem("A base64url multibase value has characters out of place.") from error
