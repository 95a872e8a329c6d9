"""Packing and reading statuses, and lists made to hurt whoever unpacks them."""

import base64
import gzip
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3.status_list import encode_bitstring as encode_by_openbadgeslib
from openvc.status.bitstring import decode_bitstring as decode_by_openvc
from openvc.status.bitstring import get_status_bit

from acquis.credentials import StatusListProblem, new_bits, set_bits
from acquis.credentials.status import bitstring
from acquis.credentials.status.bitstring import MIN_ENTRIES, decode, encode, status_at

pytestmark = pytest.mark.unit


def test_the_first_status_is_the_highest_bit_of_the_first_byte() -> None:
    bits = new_bits()
    set_bits(bits, [0, 7, 8, MIN_ENTRIES - 1])
    assert (bits[:2], bits[-1], sum(bits)) == (b"\x81\x80", 1, 0x81 + 0x80 + 1)
    set_bits(bits, [0, 8], on=False)
    assert (bits[:2], bits[-1], sum(bits)) == (b"\x01\x00", 1, 2)


def test_an_empty_list_is_written_as_the_specification_shows_it() -> None:
    """The start of the example in section 2.2, which comes from another implementation of GZIP."""
    text = encode(new_bits())
    assert text.startswith("uH4sIAAAAAAA")
    assert "=" not in text
    assert decode("uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA") == bytes(
        MIN_ENTRIES // 8
    )


@settings(deadline=None)
@given(st.sets(st.integers(0, MIN_ENTRIES - 1), max_size=50))
def test_what_was_set_is_read_and_nothing_else_by_us_and_by_others(indexes: set[int]) -> None:
    bits = new_bits()
    set_bits(bits, indexes)
    text = encode(bits)
    assert decode(text) == bytes(bits) == decode_by_openvc(text)
    assert decode(encode_by_openbadgeslib(indexes)) == bytes(bits)
    for index in {*indexes, 0, 1, MIN_ENTRIES - 1}:
        assert status_at(bits, index) == get_status_bit(bits, index) == (index in indexes)


@settings(deadline=None)
@given(st.integers(1, 8), st.data())
def test_a_status_of_several_bits_is_read_across_bytes(size: int, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.integers(0, (1 << size) - 1), min_size=8, max_size=8))
    packed = 0
    for value in values:
        packed = packed << size | value
    bits = packed.to_bytes(size, "big")
    assert [status_at(bits, index, size=size) for index in range(8)] == values


@pytest.mark.parametrize("index", [-1, MIN_ENTRIES, 10**12])
def test_an_index_outside_the_list_is_refused(index: int) -> None:
    message = rf"^Index {index} is outside the status list, which has {MIN_ENTRIES} entries\.$"
    with pytest.raises(StatusListProblem, match=message):
        set_bits(new_bits(), [index])
    with pytest.raises(StatusListProblem, match=message):
        status_at(new_bits(), index)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (
            MIN_ENTRIES - 8,
            "A status list has at least 131072 entries, so that looking one up does not tell "
            "whose it is; 131064 are too few.",
        ),
        (
            MIN_ENTRIES + 1,
            "A status list has a multiple of 8 entries, at most 134217728; not 131073.",
        ),
        (2**27 + 8, "A status list has a multiple of 8 entries, at most 134217728; not 134217736."),
    ],
)
def test_a_list_of_no_sensible_length_is_refused(entries: int, message: str) -> None:
    with pytest.raises(StatusListProblem) as refused:
        new_bits(entries)
    assert str(refused.value) == message


def packed(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(data).decode().rstrip("=")


WHOLE = gzip.compress(bytes(MIN_ENTRIES // 8), mtime=0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The encoded list is not multibase base64url without padding (u)."),
        (
            packed(WHOLE).removeprefix("u"),
            "The encoded list is not multibase base64url without padding (u).",
        ),
        (
            "z" + packed(WHOLE)[1:],
            "The encoded list is not multibase base64url without padding (u).",
        ),
        (packed(WHOLE) + "=", "The encoded list is not multibase base64url without padding (u)."),
        ("uH4sI+/8", "The encoded list is not multibase base64url without padding (u)."),
        ("uH4sI\n", "The encoded list has characters that are not base64url."),
        ("uH4sIé", "The encoded list has characters that are not base64url."),
        ("uA", "The encoded list has characters that are not base64url."),
        (packed(b"not gzip at all"), "The encoded list is not GZIP data."),
        ("u", "The encoded list is cut short, or has something after its end."),
        (packed(WHOLE[:-1]), "The encoded list is cut short, or has something after its end."),
        (packed(WHOLE + b"x"), "The encoded list is cut short, or has something after its end."),
        (packed(WHOLE * 2), "The encoded list is cut short, or has something after its end."),
        (
            packed(WHOLE[:-8] + bytes([WHOLE[-8] ^ 1]) + WHOLE[-7:]),
            "The encoded list is not GZIP data.",
        ),
    ],
)
def test_what_is_no_packed_list_is_refused(text: str, message: str) -> None:
    with pytest.raises(StatusListProblem) as refused:
        decode(text)
    assert str(refused.value) == message


def test_a_list_that_unpacks_without_end_is_refused_before_it_fills_the_memory() -> None:
    bomb = packed(gzip.compress(bytes(256 * 1024 * 1024)))
    tracemalloc.start()
    try:
        with pytest.raises(StatusListProblem) as refused:
            decode(bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert str(refused.value) == "The encoded list unpacks to more than 16777216 bytes."
    assert peak < 3 * bitstring.MAX_BYTES


def test_ten_million_entries_are_no_pain() -> None:
    bits = new_bits(10_000_000)
    revoked = range(0, 10_000_000, 1000)
    set_bits(bits, revoked)
    assert sum(byte.bit_count() for byte in decode(encode(bits))) == len(revoked)
