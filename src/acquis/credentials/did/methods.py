"""did:key and did:web, and Multikey texts (W3C Controlled Identifiers, section 2.2.2)."""

import re
from urllib.parse import quote, unquote

from acquis.credentials.did import multibase
from acquis.credentials.errors import KeyProblem

_ED25519_PUBLIC = b"\xed\x01"
ED25519_KEY_BYTES = 32
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?\Z")
_SEGMENT = re.compile(r"[A-Za-z0-9._~%-]+\Z")


def multikey(public_key: bytes) -> str:
    """The `z6Mk...` text of an Ed25519 public key of 32 bytes."""
    if len(public_key) != ED25519_KEY_BYTES:
        raise KeyProblem("An Ed25519 public key has 32 bytes.")
    return multibase.encode(_ED25519_PUBLIC + public_key)


def public_key_of(text: str) -> bytes:
    """The 32 bytes of an Ed25519 public key written as Multikey.

    Raises:
        KeyProblem: it is malformed, or a key of another kind.
    """
    data = multibase.decode(text)
    if not data.startswith(_ED25519_PUBLIC):
        raise KeyProblem("The key is not an Ed25519 key, the only kind that is supported so far.")
    if len(data) != len(_ED25519_PUBLIC) + ED25519_KEY_BYTES:
        raise KeyProblem("The Ed25519 public key has not 32 bytes.")
    return data[len(_ED25519_PUBLIC) :]


def did_key(public_key: bytes) -> str:
    return f"did:key:{multikey(public_key)}"


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
