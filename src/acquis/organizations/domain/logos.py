"""Logos handed in by owners, made into something that can only be looked at.

Pixels are decoded and encoded anew. An SVG is read by a parser that knows no entities and written
anew from an allow-list; whatever could act, load or refer is refused by name, so that the owner
knows what to export differently.
"""

import io
import re
import warnings
from hashlib import sha256
from xml.etree import ElementTree as ET  # writes only; defusedxml reads

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Wary
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from acquis.organizations.errors import LogoRefused
from acquis.organizations.models import Logo, Profile

MAX_BYTES = 512 * 1024
MAX_PIXELS = 16_000_000
SIDE = 512  # pixels: enough for the largest place, twice over
MAX_ELEMENTS = 3000
MAX_DEPTH = 40
SVG = "http://www.w3.org/2000/svg"

_ELEMENTS = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "title", "desc",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "id", "class", "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy",
    "r", "rx", "ry", "fx", "fy", "d", "points", "dx", "dy", "offset", "transform",
    "gradientTransform", "gradientUnits", "clipPathUnits", "spreadMethod", "preserveAspectRatio",
    "fill", "fill-opacity", "fill-rule", "clip-rule", "clip-path", "stroke", "stroke-width",
    "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-dasharray", "stroke-dashoffset", "stop-color", "stop-opacity", "opacity", "color",
    "display", "visibility", "font-family", "font-size", "font-weight", "font-style",
    "text-anchor", "letter-spacing", "version",
})  # fmt: skip
# Editors leave these behind; nothing of them is seen.
_PASSED_OVER = frozenset({"metadata"})
_OWN_REFERENCE = re.compile(r"url\(\s*#[\w.-]+\s*\)\Z", re.ASCII)
_SUSPECT = re.compile(r"url\s*\(|[\\@<>{}]|javascript:|expression|/\*", re.IGNORECASE)


@transaction.atomic
def set_logo(profile: Profile, data: bytes) -> None:
    """Make the file the profile's logo.

    Raises:
        LogoRefused: it is too large, no PNG, JPEG or SVG, or an SVG that does more than draw.
    """
    media_type, shown = clean_logo(data)
    Logo.objects.update_or_create(
        profile=profile, defaults={"media_type": media_type, "data": shown}
    )
    profile.logo_digest = sha256(shown).hexdigest()
    profile.save(update_fields=["logo_digest"])


@transaction.atomic
def remove_logo(profile: Profile) -> None:
    Logo.objects.filter(profile=profile).delete()
    profile.logo_digest = ""
    profile.save(update_fields=["logo_digest"])


def clean_logo(data: bytes) -> tuple[str, bytes]:
    """The media type and the bytes to serve. Raises `LogoRefused`."""
    if len(data) > MAX_BYTES:
        raise LogoRefused(_("The logo is too large: 512 kB at most."))
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return "image/png", _drawn_anew(data)
    if b"<svg" in data:
        return "image/svg+xml", _written_anew(data)
    raise LogoRefused(_("Give the logo as a PNG, JPEG or SVG file."))


def _drawn_anew(data: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise LogoRefused(_("The logo has too many pixels: 4000 by 4000 at most."))
                drawn = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise LogoRefused(_("The picture cannot be read. Save it again as PNG.")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LogoRefused(_("The logo has too many pixels: 4000 by 4000 at most.")) from error
    drawn.thumbnail((SIDE, SIDE))
    target = io.BytesIO()
    drawn.save(target, "PNG", optimize=True)
    return target.getvalue()


def _written_anew(data: bytes) -> bytes:
    try:
        root = Wary.fromstring(data.decode("utf-8-sig"), forbid_dtd=True)
    except DefusedXmlException as error:
        raise LogoRefused(
            _("The SVG declares a document type. Export it as plain SVG, without DOCTYPE.")
        ) from error
    except (ET.ParseError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise LogoRefused(_("The SVG cannot be read. Export it again as plain SVG.")) from error
    if root.tag != f"{{{SVG}}}svg":
        raise LogoRefused(_("Give the logo as a PNG, JPEG or SVG file."))
    if sum(1 for _element in root.iter()) > MAX_ELEMENTS:
        raise LogoRefused(_("The SVG is too detailed for a logo. Simplify it, or give a PNG."))
    ET.register_namespace("", SVG)
    return bytes(ET.tostring(_allowed(root), encoding="utf-8"))


def _allowed(element: ET.Element, depth: int = 1) -> ET.Element:
    """A copy of nothing but what is allowed. Raises `LogoRefused`."""
    if depth > MAX_DEPTH:
        raise LogoRefused(_("The SVG is too detailed for a logo. Simplify it, or give a PNG."))
    name = element.tag.removeprefix(f"{{{SVG}}}")
    if name not in _ELEMENTS:
        raise _refused(f"<{name}>")
    copy = ET.Element(element.tag, _allowed_attributes(element))
    copy.text, copy.tail = element.text, element.tail
    for child in element:
        if not _is_passed_over(child):
            copy.append(_allowed(child, depth + 1))
    return copy


def _is_passed_over(element: ET.Element) -> bool:
    """Comments, and what editors keep for themselves in their own namespaces."""
    if callable(element.tag):  # comments and processing instructions
        return True
    namespace, _brace, name = element.tag.rpartition("}")
    foreign = namespace != f"{{{SVG}"
    return (foreign and name not in _ACTIVE) or name in _PASSED_OVER


# In whatever namespace: better refused once too often.
_ACTIVE = frozenset({"script", "foreignObject", "iframe", "object", "embed", "handler", "listener"})


def _allowed_attributes(element: ET.Element) -> dict[str, str]:
    found = {}
    for name, value in _spread_style(element):
        if name.startswith("{"):
            if name.endswith("}href"):
                raise _refused("href")
            continue
        if name.lower().startswith("on") or name == "href":
            raise _refused(name)
        if name not in _ATTRIBUTES:
            continue
        if _SUSPECT.search(value) and not _OWN_REFERENCE.match(value):
            raise _refused(f'{name}="{value[:40]}"')
        found[name] = value
    return found


def _spread_style(element: ET.Element) -> list[tuple[str, str]]:
    """The attributes, the declarations of `style` as if each were one."""
    found = []
    for name, value in element.attrib.items():
        if name != "style":
            found.append((name, value))
            continue
        for declaration in value.split(";"):
            key, colon, said = declaration.partition(":")
            if colon:
                found.append((key.strip().lower(), said.strip()))
    return found


def _refused(what: str) -> LogoRefused:
    return LogoRefused(
        _(
            "The SVG contains %(what)s, which a logo may not. Export it as plain SVG with "
            "presentation attributes, or give a PNG."
        )
        % {"what": what}
    )
