from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.credentials import NotBakeable, bake_png, bake_svg, extract
from acquis.credentials.formats import baking
from tests.credentials import samples

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("before", ["", " \n\t", "\ufeff", "\ufeff\n"])
def test_json_is_given_back_as_it_is(before: str) -> None:
    file = before.encode() + samples.signed()
    assert extract(file) == file


def test_an_array_is_left_to_whoever_reads_it() -> None:
    assert extract(b"[1]") == b"[1]"


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
        b"eyJhbGciOiJFZERTQSJ9.e30.x",
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


@pytest.mark.parametrize("position", range(len(samples.PNG_SIGNATURE), len(BAKED[0]), 3))
def test_no_byte_of_a_png_can_be_changed_unseen(position: int) -> None:
    damaged = bytearray(BAKED[0])
    damaged[position] ^= 1
    with pytest.raises(NotBakeable):
        extract(bytes(damaged))
