import time
from contextlib import suppress
from xml.etree import ElementTree as ET

import pytest

from acquis.credentials import NotBakeable, OpenBadges, SvgCanvas, bake_svg, extract
from tests.credentials import samples
from tests.credentials.samples import SVG

pytestmark = pytest.mark.unit

NS = "https://purl.imsglobal.org/ob/v3p0"
SVG_NS = "http://www.w3.org/2000/svg"
OPEN = f'<openbadges:credential xmlns:openbadges="{NS}">'.encode()
TWO = "<o:credential>1</o:credential><o:credential>2</o:credential>".replace("o:", "openbadges:")
CLOSE = b"</openbadges:credential>"


def assertion(rest: str) -> str:
    return f'<o:assertion xmlns:o="http://openbadges.org"{rest}>'


def svg(inside: str, *, attributes: str = "", root: str = "svg") -> bytes:
    return (
        f'<{root} xmlns="{SVG_NS}" xmlns:openbadges="{NS}"{attributes}>{inside}</{root}>'.encode()
    )


def test_baking_adds_one_element_and_touches_nothing_else() -> None:
    baked = bake_svg(SVG, samples.signed())
    before, _, after = baked.partition(OPEN + b"<![CDATA[" + samples.signed() + b"]]>" + CLOSE)
    assert before + after == SVG
    assert before.endswith(b'viewBox="0 0 8 8">')
    assert extract(baked) == samples.signed()


def test_the_baked_picture_is_well_formed_for_another_parser() -> None:
    root = ET.fromstring(bake_svg(SVG, samples.signed()))
    assert [child.tag for child in root] == [f"{{{NS}}}credential", f"{{{SVG_NS}}}rect"]
    assert (root[0].text or "").encode() == samples.signed()


@pytest.mark.parametrize(
    "picture",
    [
        SVG,
        b"\xef\xbb\xbf" + SVG,
        svg("<g/>", attributes=" data-note=\"a > b ' c\" data-other='d \" > e'"),
        f'<s:svg xmlns:s="{SVG_NS}"><s:g/></s:svg>'.encode(),
        svg("<!-- <svg> --><g/>"),
        svg(""),
    ],
    ids=["plain", "byte order mark", "> in attributes", "prefix", "comment", "empty root"],
)
def test_any_plain_picture_carries_and_gives_back(picture: bytes) -> None:
    baked = bake_svg(picture, samples.signed())
    assert extract(baked) == samples.signed()
    assert bake_svg(baked, samples.signed()) == baked
    assert bake_svg(baked, b"{}") == bake_svg(picture, b"{}")


@pytest.mark.parametrize(
    "text",
    [
        "]]>",
        "a ]]> b ]]>",
        "]]]]>>",
        "</openbadges:credential>",
        "<!-- -->",
        "&amp; &lt; é 🎯",
        "<svg>",
    ],
)
def test_a_credential_may_hold_any_text(text: str) -> None:
    credential = samples.packed({"text": text})
    baked = bake_svg(SVG, credential)
    assert extract(baked) == credential
    assert bake_svg(baked, b"{}") == bake_svg(SVG, b"{}")


@pytest.mark.parametrize(
    "older",
    [
        "<openbadges:credential>{}</openbadges:credential>",
        "<openbadges:credential/>",
        "<openbadges:credential verify='a > b'/>",
        "<openbadges:credential><![CDATA[</openbadges:credential>]]></openbadges:credential >",
        "<openbadges:credential><openbadges:credential/>x</openbadges:credential>",
        f'<ob:credential xmlns:ob="{NS}">{{}}</ob:credential>',
        f'<credential xmlns="{NS}">{{}}</credential>',
        TWO,
    ],
    ids=["text", "empty", "attribute", "cdata", "nested", "prefix", "no prefix", "two"],
)
def test_older_credentials_give_way_however_they_are_written(older: str) -> None:
    assert bake_svg(svg(f"<g/>{older}<g/>"), b"{}") == bake_svg(svg("<g/><g/>"), b"{}")


def test_what_only_looks_like_a_credential_stays() -> None:
    picture = svg("<!-- <openbadges:credential>x</openbadges:credential> --><g/>")
    baked = bake_svg(picture, b"{}")
    assert baked.replace(OPEN + b"<![CDATA[{}]]>" + CLOSE, b"") == picture


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<openbadges:credential>\n {} \n</openbadges:credential>", b"{}"),
        ("<g><g><openbadges:credential>{}</openbadges:credential></g></g>", b"{}"),
        (f'<b:credential xmlns:b="{NS}"><![CDATA[{{}}]]></b:credential>', b"{}"),
        ('<openbadges:credential verify="eyJ.a.b"></openbadges:credential>', b"eyJ.a.b"),
        ("<openbadges:credential>{&quot;a&quot;:&#49;}</openbadges:credential>", b'{"a":1}'),
        ("<openbadges:credential verify=' eyJ.a.b\n'/>" * 2, b"eyJ.a.b"),
        ('<openbadges:credential verify="{}">{}</openbadges:credential>', b"{}"),
        ("<text>no</text><openbadges:credential>1</openbadges:credential><text>no</text>", b"1"),
    ],
)
def test_a_credential_is_read_wherever_and_however_it_stands(inside: str, expected: bytes) -> None:
    assert extract(svg(inside)) == expected


def test_a_picture_in_another_encoding_is_read_but_not_baked() -> None:
    text = svg("<openbadges:credential>é</openbadges:credential>").decode()
    latin = ('<?xml version="1.0" encoding="iso-8859-1"?>' + text).encode("latin-1")
    assert extract(latin) == "é".encode()
    with pytest.raises(NotBakeable) as caught:
        bake_svg(latin, '{"name":"é"}'.encode())
    assert str(caught.value) == (
        "The file is not a well-formed SVG picture: it is not written in UTF-8."
    )


NONE = "The picture carries no credential."
SEVERAL = (
    "The picture carries several credentials that differ, so that readers could disagree on which "
    "one counts. Use the file as it was downloaded."
)
EMPTY = "The SVG picture is empty: there is nowhere to put a credential."


def test_a_picture_in_utf_16_is_not_baked() -> None:
    for text in ("x", "\u2200", "\u3e3e"):  # bytes that look like a quote, or like an end
        picture = svg("<g/>", attributes=f' data-text="{text}"').decode().encode("utf-16")
        with pytest.raises(NotBakeable):
            bake_svg(picture, b"{}")


def test_a_picture_in_utf_16_is_read_whatever_its_bytes_look_like() -> None:
    for text in ("x", "\u2200\u3e2f"):  # looks like a quote, and the end of an empty tag
        inside = "<openbadges:credential>{}</openbadges:credential>"
        picture = svg(inside, attributes=f' data-text="{text}"').decode().encode("utf-16")
        assert extract(picture) == b"{}"


ILL = "The file is not a well-formed SVG picture: "
DOCTYPE = (
    "The SVG picture declares a document type, which could hide entities. Save it again as plain "
    "SVG."
)
NOT_SVG = "The file is XML, but not an SVG picture."
BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + f']><svg xmlns="{SVG_NS}">&i;</svg>'
).encode()


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (b"<", ILL + "unclosed token: line 1, column 0."),
        (b"<svg", ILL + "unclosed token: line 1, column 0."),
        (SVG[:-3], ILL + "unclosed token: line 5, column 0."),
        (SVG + b"<g/>", ILL + "junk after document element: line 6, column 0."),
        (svg("<g>"), ILL + "mismatched tag: line 1, column 99."),
        (svg("&nbsp;"), ILL + "undefined entity: line 1, column 94."),
        (svg("\x00"), ILL + "not well-formed (invalid token): line 1, column 94."),
        (svg("x").replace(b"x", b"\xff"), ILL),
        (
            b'<?xml version="1.0" encoding="shift_jis"?>' + svg(""),
            ILL + "multi-byte encodings are not supported.",
        ),
        (b'<?xml version="1.0" encoding="klingon"?>' + svg(""), ILL + "unknown encoding: klingon."),
        (BOMB, DOCTYPE),
        (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + svg(""), DOCTYPE),
        (
            b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
            + svg(""),
            DOCTYPE,
        ),
        (b"<html></html>", NOT_SVG),
        (b"<svg></svg>", NOT_SVG),
        (svg("", root="g"), NOT_SVG),
        (f'<svg xmlns="{SVG_NS}"/>'.encode(), EMPTY),
    ],
)
def test_a_malformed_picture_is_neither_baked_nor_read(picture: bytes, message: str) -> None:
    with pytest.raises(NotBakeable) as baking:
        bake_svg(picture, b"{}")
    with pytest.raises(NotBakeable) as reading:
        extract(picture)
    assert str(baking.value) == str(reading.value)
    assert str(reading.value).startswith(message)


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<g/>", NONE),
        ('<credential xmlns="https://elsewhere.example">{}</credential>', NONE),
        ("<openbadges:credential/>", NONE),
        ("<openbadges:credential verify=' '>\n</openbadges:credential>", NONE),
        (assertion("/"), NONE),
        (TWO, SEVERAL),
        ('<openbadges:credential verify="eyJ.a.b">{}</openbadges:credential>', SEVERAL),
        (assertion(">1</o:assertion") + assertion(">2</o:assertion"), SEVERAL),
    ],
)
def test_a_picture_without_a_credential_says_why(inside: str, message: str) -> None:
    with pytest.raises(NotBakeable) as caught:
        extract(svg(inside))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "picture",
    [
        svg("<openbadges:credential>" + "\n" * 4_000_000 + "</openbadges:credential>"),
        svg("<openbadges:credential>" + "&lt;" * 1_000_000 + "</openbadges:credential>"),
        svg("<openbadges:credential>" + "<openbadges:credential>" * 100_000),
    ],
    ids=["lines", "entities", "unclosed"],
)
def test_a_picture_made_to_be_slow_is_read_in_linear_time(picture: bytes) -> None:
    start = time.process_time()
    with suppress(NotBakeable):
        extract(picture)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (assertion('>{"a":1}</o:assertion'), b'{"a":1}'),
        (assertion(' verify="https://a.example/1"><![CDATA[{"a":1}]]></o:assertion'), b'{"a":1}'),
        (assertion(' verify="https://a.example/1?a=b&amp;c" /'), b"https://a.example/1?a=b&c"),
        (assertion(' verify="eyJ.a.b"></o:assertion'), b"eyJ.a.b"),
        (assertion(' verify="eyJ.a.b"/') * 2, b"eyJ.a.b"),
        (assertion(">1</o:assertion") + "<openbadges:credential>{}</openbadges:credential>", b"{}"),
        (assertion(">{}</o:assertion") + "<openbadges:credential/>", b"{}"),
    ],
)
def test_what_older_pictures_carry_is_read(inside: str, expected: bytes) -> None:
    assert extract(svg(inside)) == expected


@pytest.mark.parametrize(
    ("content", "rest"),
    [
        (b'{"a":"]]>"}', b'><![CDATA[{"a":"]]]]><![CDATA[>"}]]>'),
        (b'{"id":"urn:uuid:1"}', b'><![CDATA[{"id":"urn:uuid:1"}]]>'),
        (b'{"id":5}', b'><![CDATA[{"id":5}]]>'),
        (
            b'{"id":"https://a.example/1?a=b&c"}',
            b' verify="https://a.example/1?a=b&amp;c">'
            b'<![CDATA[{"id":"https://a.example/1?a=b&c"}]]>',
        ),
        (
            b'{"id":"https://a.example/\\""}',
            b'><![CDATA[{"id":"https://a.example/\\""}]]>',
        ),
        (b"https://a.example/1?a=b&c", b' verify="https://a.example/1?a=b&amp;c">'),
        (b"eyJ.a.b", b' verify="eyJ.a.b">'),
    ],
)
def test_an_open_badge_2_is_baked_in_its_own_place(content: bytes, rest: bytes) -> None:
    baked = bake_svg(SVG, content, version=OpenBadges.V2)
    element = b'<openbadges:assertion xmlns:openbadges="http://openbadges.org"%b%b' % (
        rest,
        b"</openbadges:assertion>",
    )
    before, _, after = baked.partition(element)
    assert before + after == SVG
    assert extract(baked) == content


def test_an_open_badge_2_that_cannot_be_read_is_not_baked() -> None:
    with pytest.raises(NotBakeable, match=r"^An object has the key 'a' twice\.$"):
        bake_svg(SVG, b'{"a":1,"a":2}', version=OpenBadges.V2)


def test_a_jws_is_an_attribute() -> None:
    baked = bake_svg(SVG, b"eyJ.a-b.c_d")
    element = OPEN.removesuffix(b">") + b' verify="eyJ.a-b.c_d">' + CLOSE
    before, _, after = baked.partition(element)
    assert before + after == SVG
    assert extract(baked) == b"eyJ.a-b.c_d"


def test_the_two_versions_leave_each_other_in_place() -> None:
    older = assertion(' verify="https://a.example/1"/')
    both = bake_svg(svg(older), b"{}")
    assert both == bake_svg(svg(""), b"{}").replace(CLOSE, CLOSE + older.encode())
    assert extract(both) == b"{}"
    newer = bake_svg(both, b"eyJ.a.b", version=OpenBadges.V2)
    assert newer == bake_svg(bake_svg(svg(""), b"{}"), b"eyJ.a.b", version=OpenBadges.V2)


def test_one_canvas_takes_one_credential_after_the_other() -> None:
    canvas = SvgCanvas(bake_svg(SVG, b'{"older":true}'))
    credentials = [b"{}", samples.signed(), samples.signed_by_did_key(), b'{"]]>":1}', b"eyJ.a.b"]
    assert [canvas.bake(credential) for credential in credentials] == [
        bake_svg(SVG, credential) for credential in credentials
    ]


@pytest.mark.parametrize(
    ("credential", "message"),
    [
        (
            b"{\r\n}",
            "The credential has carriage returns, which readers of SVG change. "
            "Write its JSON compactly.",
        ),
        (b'{"a":"\xe9"}', "The credential is not UTF-8 text."),
        (b'{"a":"\xed\xa0\x80"}', "The credential is not UTF-8 text."),
        ('{"a":"\ufffe"}'.encode(), "The credential has U+FFFE or U+FFFF, which SVG cannot hold."),
        ('{"a":"\uffff"}'.encode(), "The credential has U+FFFE or U+FFFF, which SVG cannot hold."),
    ],
)
def test_what_svg_cannot_hold_is_not_baked(credential: bytes, message: str) -> None:
    with pytest.raises(NotBakeable) as caught:
        SvgCanvas(SVG).bake(credential)
    assert str(caught.value) == message


@pytest.mark.parametrize("character", ["\0", "\x08", "\x1f"])
def test_what_is_no_json_is_noticed_when_it_is_baked_once(character: str) -> None:
    with pytest.raises(NotBakeable) as caught:
        bake_svg(SVG, f'{{"a":"{character}"}}'.encode())
    assert str(caught.value) == "The credential is not JSON: in a picture it could not be read."


def test_characters_at_the_edge_of_what_svg_holds_are_baked() -> None:
    credential = '{"a":"\t\n\x7f\x85\ufeff\ufffd\U0001fffe\U0010ffff"}'.encode()
    assert extract(bake_svg(SVG, credential)) == credential
