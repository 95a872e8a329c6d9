"""The identifiers whose text leads to their keys: did:key, did:jwk and did:web; and Multikey texts
(W3C Controlled Identifiers, section 2.2.2)."""

import re
from functools import lru_cache
from urllib.parse import quote, unquote

from acquis.credentials.algorithms import KeyKind, check_public_key
from acquis.credentials.did import multibase
from acquis.credentials.errors import KeyProblem
from acquis.credentials.reasons import mark as _n

# Multicodec codes as varints. RSA is in did:key's table, not in Multikey's: it is read only.
_PREFIXES = {
    b"\xed\x01": KeyKind.ED25519,
    b"\x80\x24": KeyKind.P256,
    b"\x81\x24": KeyKind.P384,
    b"\x85\x24": KeyKind.RSA,
}
_CODES = {kind: prefix for prefix, kind in _PREFIXES.items() if kind is not KeyKind.RSA}
_PREFIX_BYTES = 2
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?\Z")
_SEGMENT = re.compile(r"[A-Za-z0-9._~%-]+\Z")


def multikey(public_key: bytes, kind: KeyKind = KeyKind.ED25519) -> str:
    """The Multikey text of a public key: `z6Mk...` of Ed25519, `zDna...` of P-256, `z82...` of
    P-384.

    Raises:
        KeyProblem: it is no sound key of that kind, or an RSA key, which Multikey does not have.
    """
    if kind not in _CODES:
        raise KeyProblem("RSA keys are not written as Multikey. Publish them as JsonWebKey.")
    check_public_key(kind, public_key)
    return multibase.encode(_CODES[kind] + public_key)


@lru_cache(maxsize=1024)
def read_multikey(text: str) -> tuple[KeyKind, bytes]:
    """The kind and the bytes of a public key written as Multikey.

    Raises:
        KeyProblem: it is malformed, weak, or a key of another kind.
    """
    data = multibase.decode(text)
    kind = _PREFIXES.get(data[:_PREFIX_BYTES])
    if kind is None:
        raise KeyProblem(_n("The key is of a kind that is not Ed25519, P-256, P-384 or RSA."))
    check_public_key(kind, data[_PREFIX_BYTES:])
    return kind, data[_PREFIX_BYTES:]


def did_key(public_key: bytes, kind: KeyKind = KeyKind.ED25519) -> str:
    return f"did:key:{multikey(public_key, kind)}"


def did_web(host: str, *segments: str) -> str:
    """The did:web of a host (`example.org` or `localhost:8000`) and a path."""
    if not _HOST.match(host):
        raise KeyProblem(f"{host!r} is not a host name with an optional port.")
    parts = [host.replace(":", "%3A"), *(quote(segment, safe="") for segment in segments)]
    return "did:web:" + ":".join(parts)


def did_web_url(did: str) -> str:
    """Where a did:web's document is published (did:web method specification, "Read").

    Raises:
        KeyProblem: it is not a did:web, or could lead somewhere that its text does not show.
    """
    if not did.startswith("did:web:"):
        raise KeyProblem(f"{did!r} is not a did:web identifier.")
    host, *segments = did.removeprefix("did:web:").split(":")
    host = unquote(host)
    if not _HOST.match(host):
        raise KeyProblem(f"{did!r} names no valid host.")
    if any(not _SEGMENT.match(part) or unquote(part) in {".", ".."} for part in segments):
        raise KeyProblem(f"{did!r} has a path that could lead elsewhere.")
    path = "/".join(segments) if segments else ".well-known"
    return f"https://{host}/{path}/did.json"
