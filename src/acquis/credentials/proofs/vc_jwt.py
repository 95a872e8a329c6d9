"""Credentials as signed tokens (OB 3.0, section 8.2; W3C vc-jose-cose, section 3.1).

The payload is the credential itself, with registered claims beside its members that repeat what
the credential says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from acquis.credentials.errors import CredentialError, MalformedDocument
from acquis.credentials.formats import strict_json
from acquis.credentials.proofs import jws
from acquis.credentials.proofs.jws import Token
from acquis.credentials.reasons import mark as _n
from acquis.credentials.structure import as_list, issuer_id
from acquis.credentials.times import parse_time

# Of the registered claims, those that are taken out of the credential.
# `cnf`, a key to prove possession of, is for presentations, and says nothing here.
CLAIMS = ("iss", "sub", "jti", "nbf", "exp", "iat", "aud", "cnf")
ENVELOPED = "EnvelopedVerifiableCredential"
# The media types of a token in a data: URL, the older ones included.
_MEDIA_TYPES = ("application/vc+jwt", "application/vc+ld+jwt", "application/jwt")


class UnsupportedEnvelope(CredentialError):
    """A credential in an envelope of a kind that is not opened here; `kind` is what it says."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"The credential is in an envelope that is not supported here: {kind}.")
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Opened:
    """A document as it is to be examined: the credential, and the token it came in, if any."""

    credential: dict[str, Any]
    token: Token | None = None
    claims: Mapping[str, Any] = field(default_factory=dict)


def open_document(data: bytes) -> Opened:
    """The credential in the bytes of JSON, of a compact JWS, or of an enveloped credential.

    Raises:
        MalformedDocument: it is none of these.
        UnsupportedEnvelope: it is enveloped otherwise.
    """
    stripped = data.strip()
    if jws.is_compact(stripped):
        return _open_token(stripped)
    document = strict_json.load_object(data)
    if ENVELOPED in as_list(document.get("type")):
        return _open_token(_enveloped(document))
    return Opened(document)


def claims_of(document: Mapping[str, Any], *, created: datetime) -> dict[str, Any]:
    """The claims that repeat what a credential says (OB 3.0, 8.2.4.1), and `iat`: when it was
    signed, by which its key's history is judged."""
    texts = {
        "iss": issuer_id(document),
        "sub": _subject(document),
        "jti": document.get("id"),
    }
    times = {"nbf": document.get("validFrom"), "exp": document.get("validUntil")}
    moments = {name: parse_time(text) for name, text in times.items()} | {"iat": created}
    return {name: text for name, text in texts.items() if text is not None} | {
        name: int(moment.timestamp()) for name, moment in moments.items() if moment is not None
    }


def contradiction(claims: Mapping[str, Any], credential: Mapping[str, Any], *, times: bool) -> str:
    """The claim that says something else than the credential; empty when none does.

    With `times`, `nbf` and `exp` too must say what the credential does (OB 3.0, 8.2.6).
    """
    texts = {"iss": issuer_id(credential), "sub": _subject(credential), "jti": credential.get("id")}
    for name, text in texts.items():
        if name in claims and claims[name] != text:
            return name
    dates = {"nbf": credential.get("validFrom"), "exp": credential.get("validUntil")}
    for name, text in dates.items() if times else ():
        claimed, said = numeric_date(claims.get(name)), parse_time(text)
        # A claim may leave out the fraction of a second.
        if claimed and said and abs((claimed - said).total_seconds()) >= 1:
            return name
    return ""


def missing(claims: Mapping[str, Any], credential: Mapping[str, Any]) -> str:
    """The claim that Open Badges 3.0 demand (8.2.4.1) and that is not there; or empty."""
    said = {
        "iss": True,
        "sub": _subject(credential) is not None,
        "jti": "id" in credential,
        "nbf": True,
        "exp": "validUntil" in credential,
    }
    return next((name for name, needed in said.items() if needed and name not in claims), "")


def numeric_date(value: Any) -> datetime | None:
    """The moment of a NumericDate (RFC 7519, section 2); None if it is not one."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _open_token(data: bytes) -> Opened:
    token = jws.read(data)
    payload = strict_json.load_object(token.payload)
    claims = {name: payload.pop(name) for name in CLAIMS if name in payload}
    return Opened(payload, token, claims)


def _enveloped(document: Mapping[str, Any]) -> bytes:
    """The token in an EnvelopedVerifiableCredential's `id` (VC Data Model 2.0, 4.13)."""
    address = document.get("id")
    if not isinstance(address, str) or not address.startswith("data:"):
        raise MalformedDocument(_n("The envelope's id is not a data: URL."))
    media_type, comma, content = address.removeprefix("data:").partition(",")
    if not comma:
        raise MalformedDocument(_n("The envelope's id is not a data: URL."))
    if media_type.lower() not in _MEDIA_TYPES:
        raise UnsupportedEnvelope(media_type)
    if not content.isascii():
        raise MalformedDocument(_n("The signed token has not the three parts of a compact JWS."))
    return content.encode("ascii")


def _subject(credential: Mapping[str, Any]) -> Any:
    subject = credential["credentialSubject"]
    return subject.get("id") if isinstance(subject, Mapping) else None
