"""What is not seen through templates: how much is kept, and lines without holes."""

import hashlib
from random import Random

import pytest

from acquis.credentials.canon import arrangement
from acquis.credentials.canon.arrangement import Arrangement, OrderUndecided, _runs
from acquis.credentials.canon.holes import hole
from acquis.credentials.canon.rdfc10 import canonicalize

pytestmark = pytest.mark.unit

VALUES = 6


def lines() -> list[str]:
    """Six subjects with a blank node each, told apart by values alone."""
    made = []
    for number in range(VALUES):
        blank = f"_:c14n{hole(VALUES + number)}"
        made += [
            f"<{hole(number)}> <urn:p> {blank} .\n",
            f'{blank} <urn:q> "{hole(number)}" .\n',
        ]
    return made


def canonical(values: list[bytes]) -> bytes:
    quads = []
    for number, value in enumerate(values):
        quads += [
            (f"<{value.decode()}>", "<urn:p>", f"_:n{number}", ""),
            (f"_:n{number}", "<urn:q>", f'"{value.decode()}"', ""),
        ]
    return canonicalize(quads).encode()


@pytest.mark.parametrize("merged", [4, 8])
def test_orders_are_forgotten_and_made_again(merged: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrangement, "ROOM_BYTES", 1)
    monkeypatch.setattr(arrangement, "MAX_ORDERS", 16)
    monkeypatch.setattr(arrangement, "MERGED_NODES", merged)
    filled = Arrangement(lines(), values=VALUES, blanks=VALUES)
    rng = Random(1)
    for _ in range(200):
        values = [f"urn:{rng.randrange(10**6)}".encode() for _ in range(VALUES)]
        if len(set(values)) == VALUES:
            assert filled.text(values) == canonical(values)
            assert filled.digest(values) == hashlib.sha256(canonical(values)).digest()
    assert len(filled._tails._kept) <= 16
    assert len(filled._heads._kept) <= 16


def test_what_cannot_be_ordered_is_said_so() -> None:
    filled = Arrangement(lines(), values=VALUES, blanks=VALUES)
    with pytest.raises(OrderUndecided):
        filled.digest([b"urn:1", b"urn:2", b"urn:3", b"urn:4", b"urn:5", b"urn:1"])


def test_no_lines_are_no_runs() -> None:
    assert list(_runs([])) == []
