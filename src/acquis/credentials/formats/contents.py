"""What a picture can carry, and the place in it that each version of Open Badges gives to it.

Version 3 bakes a credential as JSON or as a compact JWS (OB 3.0, section 5.3). Version 2 bakes an
assertion in the same two ways, or the address where it is hosted (OB 2.0 Baking, sections 2 and 3).
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from acquis.credentials.errors import NotBakeable
from acquis.credentials.formats.strict_json import MAX_BYTES
from acquis.credentials.reasons import mark as _n

_BASE64URL_AND_DOTS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
_JWS_DOTS = 2
# Of printable ASCII what an address may hold (RFC 3986), without quotes or angle brackets.
_ADDRESS = re.compile(rb"https?://[!#-;=?-~]+\Z")


class OpenBadges(StrEnum):
    """The version of Open Badges; its value is the keyword of the version's chunk in a PNG."""

    V3 = "openbadgecredential"
    V2 = "openbadges"


class Kind(StrEnum):
    JSON = "json"
    JWS = "jws"
    ADDRESS = "address"


def kind_of(content: bytes, version: OpenBadges) -> Kind:
    """How the content is written, by a glance at it: whether it is sound, verification says.

    Raises:
        NotBakeable: it is nothing that this version bakes, or larger than any verifier reads.
    """
    if len(content) > MAX_BYTES:
        raise NotBakeable(f"The credential is larger than {MAX_BYTES // 1024 // 1024} MB.")
    if content[:1] == b"{" and content[-1:] == b"}":
        return Kind.JSON
    if is_compact_jws(content):
        return Kind.JWS
    if version is OpenBadges.V2 and is_address(content):
        return Kind.ADDRESS
    raise NotBakeable(
        "Only a credential can be baked: the bytes of a JSON object or of a compact JWS, without "
        "anything before or after it."
    )


def is_compact_jws(content: bytes) -> bool:
    """Whether it has the form of a compact JWS (RFC 7515, section 7.1)."""
    return (
        content.startswith((b"ey", b"ew"))  # a header is a JSON object, perhaps on several lines
        and content.count(b".") == _JWS_DOTS
        and not content.translate(None, _BASE64URL_AND_DOTS)
    )


def is_address(content: bytes) -> bool:
    """Whether it is an http or https address and nothing else."""
    return bool(_ADDRESS.match(content))


def only_one(contents: Sequence[bytes]) -> bytes:
    """The content of a picture that carries several as it may carry one: all must be the same.

    Raises:
        NotBakeable: they differ, so that another reader might take another one than we do.
    """
    if any(content != contents[0] for content in contents):
        raise NotBakeable(
            _n(
                "The picture carries several credentials that differ, so that readers could "
                "disagree on which one counts. Use the file as it was downloaded."
            )
        )
    return contents[0]
