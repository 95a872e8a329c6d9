"""The quick ways against the plain one, and against somebody else's."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openvc import multibase as oracle

from acquis.credentials import KeyProblem
from acquis.credentials.did import base58

pytestmark = pytest.mark.unit


def plain(data: bytes) -> str:
    number, letters = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        letters = base58.ALPHABET.decode()[digit] + letters
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + letters


@given(st.binary(max_size=90))
@example(b"\xff" * 64)
@example(b"\0" * 64)
@example(b"\0" + b"\xff" * 63)
@example(b"\xff" * 65)
@example((58**88 - 1 - 2**512 + 2**512 - 1).to_bytes(66, "big")[:64])
def test_bytes_of_any_length_come_back(data: bytes) -> None:
    text = base58.encode(data)
    assert text == plain(data) == oracle.encode_multibase(data)[1:]
    assert base58.decode(text) == data


@given(st.lists(st.binary(max_size=66), max_size=40))
def test_many_at_once_are_each_as_alone(items: list[bytes]) -> None:
    assert base58.encode_all(items) == [base58.encode(data).encode() for data in items]


@pytest.mark.parametrize("digits", [8, 4, 2])
def test_halving_is_exact_at_every_border(digits: int) -> None:
    """A reciprocal that is a hair too small shows first at multiples of the divisor."""
    base = 58 ** (digits // 2)
    halving = base58._Halving(digits, 1)
    for quotient in {0, 1, 2, base // 2, base - 2, base - 1}:
        for rest in (0, 1, base - 1):
            found = halving.halve(quotient * base + rest)
            assert divmod(found, 1 << 8 * digits) == (quotient, rest)


def test_a_strange_character_is_named() -> None:
    for text, shown in (("2O", "O"), ("é2", "é"), ("2 ", " "), ("\ud800", "?")):
        with pytest.raises(KeyProblem) as caught:
            base58.decode(text)
        assert str(caught.value) == f"{shown!r} is not a base58btc character."
