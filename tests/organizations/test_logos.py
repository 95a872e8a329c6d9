"""A logo handed in becomes something that can only be looked at."""

import io
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from acquis.organizations.domain import logos
from acquis.organizations.errors import LogoRefused

pytestmark = pytest.mark.unit

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str = "", *, attributes: str = "", before: str = "") -> bytes:
    return f'{before}<svg {NS} viewBox="0 0 10 10" {attributes}>{inside}</svg>'.encode()


def picture(kind: str, size: tuple[int, int] = (20, 10)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#3a2ec2").save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pixels_are_encoded_anew_and_no_larger_than_needed(kind: str) -> None:
    handed_in = picture(kind, (1024, 512)) + b"<script>alert(1)</script>"

    media_type, shown = logos.clean_logo(handed_in)

    with Image.open(io.BytesIO(shown)) as image:
        assert (media_type, image.format, image.size) == ("image/png", "PNG", (512, 256))
    assert b"script" not in shown


def test_a_picture_loses_what_it_says_about_its_maker() -> None:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (4, 4)).save(target, "JPEG", exif=exif)
    assert b"taken at home" in target.getvalue()

    assert b"taken at home" not in logos.clean_logo(target.getvalue())[1]


def test_a_plain_drawing_stays_as_it_is() -> None:
    drawing = (
        '<title>Boréal</title><defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/>'
        '</linearGradient></defs><g transform="scale(2)"><path d="M0 0h4v4z" fill="url(#g)"/></g>'
    )

    media_type, shown = logos.clean_logo(svg(drawing))

    assert media_type == "image/svg+xml"
    assert ET.canonicalize(shown.decode(), strip_text=True) == ET.canonicalize(
        svg(drawing).decode().replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', ""),
        strip_text=True,
    )


def test_what_editors_leave_behind_is_dropped_without_a_word() -> None:
    shown = logos.clean_logo(
        svg(
            '<!-- made by hand --><metadata><x/></metadata><i:pgf xmlns:i="http://ns.adobe/"/>'
            '<path i:knockout="on" xmlns:i="http://ns.adobe/" data-name="x" d="M0 0"/>'
        )
    )[1]

    assert shown == (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0" /></svg>'
    )


def test_declarations_of_style_become_attributes() -> None:
    shown = logos.clean_logo(svg('<path style="fill:#123456; -x-y:1; stroke : none" d="M0 0"/>'))[1]

    assert b'<path fill="#123456" stroke="none" d="M0 0" />' in shown


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        "<foreignObject><b/></foreignObject>",
        '<image href="https://elsewhere.example/x.png"/>',
        '<use href="#a"/>',
        '<a href="https://elsewhere.example/"><path d="M0 0"/></a>',
        "<style>path{fill:url(https://elsewhere.example/)}</style>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<path onclick="alert(1)"/>',
        '<path ONLOAD="alert(1)"/>',
        '<path href="#a"/>',
        '<path xlink:href="https://elsewhere.example/"/>',
        '<path fill="url(https://elsewhere.example/#a)"/>',
        '<path fill="url( //elsewhere.example/#a )"/>',
        '<path style="fill:url(https://elsewhere.example/)"/>',
        '<path style="fill:u\\72l(https://elsewhere.example/)"/>',
        '<path fill="javascript:alert(1)"/>',
        '<path font-family="x;@import url(//e.example)"/>',
        "<filter/>",
        "<iframe/>",
    ],
)
def test_what_could_act_load_or_refer_is_refused_by_name(inside: str) -> None:
    with pytest.raises(LogoRefused, match="Le SVG contient"):
        logos.clean_logo(svg(inside))


@pytest.mark.parametrize(
    "data",
    [
        svg(before='<!DOCTYPE svg [<!ENTITY a "aaaa">]>', inside="<text>&a;</text>"),
        svg(before='<!DOCTYPE svg SYSTEM "file:///etc/passwd">'),
        svg(before='<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">'),
    ],
    ids=["entity", "system", "public"],
)
def test_a_document_type_is_refused(data: bytes) -> None:
    with pytest.raises(LogoRefused, match="déclare un type de document"):
        logos.clean_logo(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "PNG, JPEG ou SVG"),
        (b"GIF89a" + bytes(20), "PNG, JPEG ou SVG"),
        (b"%PDF-1.7 <svg", "SVG est illisible"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image est illisible"),
        (picture("PNG")[:40], "image est illisible"),
        (b"<svg", "SVG est illisible"),
        ("<svg é".encode("utf-16"), "PNG, JPEG ou SVG"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"><svg/></html>', "PNG, JPEG ou SVG"),
        (svg("<g>" * 60 + "</g>" * 60), "trop détaillé"),
        (svg("<g/>" * 3001), "trop détaillé"),
        (svg(" " * logos.MAX_BYTES), "512"),
    ],
)
def test_what_is_no_logo_is_refused_with_the_remedy(data: bytes, said: str) -> None:
    with pytest.raises(LogoRefused, match=said):
        logos.clean_logo(data)


def test_a_picture_that_unpacks_to_a_wall_is_refused() -> None:
    with pytest.raises(LogoRefused, match="trop de pixels"):
        logos.clean_logo(picture("PNG", (5000, 4000)))
