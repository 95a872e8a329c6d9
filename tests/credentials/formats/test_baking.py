import json
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.credentials import (
    NotBakeable,
    OpenBadges,
    PngCanvas,
    SvgCanvas,
    bake_png,
    bake_svg,
    extract,
)
from acquis.credentials.formats import baking
from tests.credentials import samples

pytestmark = pytest.mark.unit

PNG_CANVAS = {version: PngCanvas(samples.PNG, version=version) for version in OpenBadges}
SVG_CANVAS = {version: SvgCanvas(samples.SVG, version=version) for version in OpenBadges}
SVG_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@pytest.mark.parametrize("before", ["", " \n\t", "\ufeff", "\ufeff\n"])
def test_json_is_given_back_as_it_is(before: str) -> None:
    file = before.encode() + samples.signed()
    assert extract(file) == file


def test_an_array_is_left_to_whoever_reads_it() -> None:
    assert extract(b"[1]") == b"[1]"


JWS = b"eyJhbGciOiJFZERTQSJ9.e30.x"


def test_a_compact_jws_whose_header_has_lines_is_one_too() -> None:
    assert extract(b"ewogICJhbGciOiAiRWREU0EiCn0.e30.x") == b"ewogICJhbGciOiAiRWREU0EiCn0.e30.x"


@pytest.mark.parametrize("file", [JWS, JWS + b"\n", b"\n  " + JWS + b"  \r\n"])
def test_a_compact_jws_is_given_back_without_blanks_around_it(file: bytes) -> None:
    assert extract(file) == JWS


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_picture_in_utf_16_is_read(encoding: str) -> None:
    text = bake_svg(samples.SVG.removeprefix(SVG_DECLARATION), '{"a":"é 🎯"}'.encode()).decode()
    mark = "" if encoding == "utf-16" else "\ufeff"
    assert extract((mark + text).encode(encoding)) == '{"a":"é 🎯"}'.encode()


def test_the_content_decides_and_not_a_name() -> None:
    assert extract(bake_png(samples.PNG, b"{}")) == extract(bake_svg(samples.SVG, b"{}")) == b"{}"


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"   ",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"%PDF-1.7",
        b"eyJhbGciOiJFZERTQSJ9.e30",
        b"eyJhbGciOiJFZERTQSJ9.e30.x.y",
        b"eyJhbGciOiJFZERTQSJ9.e30.x y",
        b"YWJj.e30.x",
        b"https://badges.example/1",
        b" " * 300 + b"{}",
    ],
)
def test_a_file_of_another_kind_is_refused(file: bytes) -> None:
    with pytest.raises(NotBakeable) as caught:
        extract(file)
    assert str(caught.value) == (
        "The file is neither a PNG or SVG badge nor the JSON of a credential."
    )


def test_a_far_too_large_file_is_refused_unread() -> None:
    assert extract(b"{" + b" " * (baking.MAX_PICTURE_BYTES - 1))
    with pytest.raises(NotBakeable, match=r"^The file is larger than 20 MB\.$"):
        extract(b"{" + b" " * baking.MAX_PICTURE_BYTES)


BAKED = [bake_png(samples.PNG, b'{"a":1}'), bake_svg(samples.SVG, b'{"a":1}')]
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"))


@given(st.dictionaries(TEXT, TEXT), st.sampled_from(OpenBadges))
def test_every_json_comes_out_of_both_pictures_as_it_went_in(
    content: dict[str, str], version: OpenBadges
) -> None:
    credential = json.dumps(content, ensure_ascii=False).encode()
    for picture in (PNG_CANVAS[version].bake(credential), SVG_CANVAS[version].bake(credential)):
        assert extract(picture) == credential
    assert SVG_CANVAS[version].bake(credential) == bake_svg(
        samples.SVG, credential, version=version
    )


@given(st.sampled_from(BAKED), st.data())
def test_a_damaged_picture_is_refused_or_read_but_never_breaks_the_reader(
    picture: bytes, data: st.DataObject
) -> None:
    damaged = bytearray(picture)
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(picture) - 1))] = data.draw(st.integers(0, 255))
    with suppress(NotBakeable):
        assert isinstance(extract(bytes(damaged)), bytes)


@given(st.binary(max_size=200), st.sampled_from([b"", samples.PNG_SIGNATURE, b"<", b"<svg ", b"{"]))
def test_no_file_breaks_the_reader(data: bytes, start: bytes) -> None:
    with suppress(NotBakeable):
        assert isinstance(extract(start + data), bytes)


CHUNKS = st.builds(
    samples.chunk,
    st.sampled_from([b"iTXt", b"tEXt", b"zTXt", b"IDAT", b"IHDR", b"IEND"]),
    st.builds(
        lambda keyword, head, rest: keyword + head + rest,
        st.sampled_from([b"openbadges", b"openbadgecredential", b""]),
        st.sampled_from([b"", b"\0", b"\0\0\0\0\0", b"\0\1\0\0\0", b"\0\2"]),
        st.one_of(st.binary(max_size=20), st.binary(max_size=20).map(zlib.compress)),
    ),
)


@given(st.lists(CHUNKS, max_size=6), st.binary(max_size=3))
def test_no_order_of_chunks_breaks_the_reader(chunks: list[bytes], after: bytes) -> None:
    whole = samples.PNG_SIGNATURE + samples.HEADER + b"".join(chunks) + samples.END + after
    for version in OpenBadges:
        with suppress(NotBakeable):
            assert extract(bake_png(whole, b"{}", version=version)) is not None
    with suppress(NotBakeable):
        assert isinstance(extract(whole), bytes)


MARKUP = st.sampled_from(
    [
        "<o:credential>",
        "</o:credential>",
        "<o:credential verify='a>b'/>",
        "<p:assertion>",
        "</p:assertion>",
        '<p:assertion verify="https://a.example/1"/>',
        "<![CDATA[",
        "]]>",
        "<!-- ",
        " -->",
        "<?x ?>",
        "&amp;",
        "&#0;",
        "&#xD800;",
        "&e;",
        "{}",
        " ",
        "<!DOCTYPE svg>",
        "<g xmlns='urn:x'>",
        "</g>",
        "é",
        "\0",
    ]
)


@given(st.lists(MARKUP, max_size=8), st.sampled_from(["utf-8", "utf-16", "utf-16-be", "cp1252"]))
def test_no_order_of_tags_breaks_the_reader(parts: list[str], encoding: str) -> None:
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0" '
        f'xmlns:p="http://openbadges.org">{"".join(parts)}</svg>'
    )
    whole = text.encode(encoding)
    with suppress(NotBakeable):
        assert isinstance(extract(whole), bytes)
    for version in OpenBadges:
        with suppress(NotBakeable):
            baked = bake_svg(whole, b'{"a":1}', version=version)
            assert bake_svg(baked, b'{"a":1}', version=version) == baked


@pytest.mark.parametrize("position", range(len(samples.PNG_SIGNATURE), len(BAKED[0]), 3))
def test_no_byte_of_a_png_can_be_changed_unseen(position: int) -> None:
    damaged = bytearray(BAKED[0])
    damaged[position] ^= 1
    with pytest.raises(NotBakeable):
        extract(bytes(damaged))
