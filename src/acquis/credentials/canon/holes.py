"""Byte strings with holes: what is the same for many documents, and the places of what differs.

While a text is put together, a hole is its number between two NULs, which no canonical N-Quads
and no JSON text can hold.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

_HOLE = re.compile("\0([0-9]+)\0")


def hole(number: int) -> str:
    return f"\0{number}\0"


def replace_holes(text: str, by_number: Mapping[int, str]) -> str:
    return _HOLE.sub(lambda match: by_number[int(match[1])], text)


def start_of(text: str) -> str:
    """What stands before the first hole."""
    return text.partition("\0")[0]


class Pattern:
    """A text with holes; `form % pick(values)` fills it, `values` being those of all numbers.

    (Both are public because a call more for each filling would show in the rate of issuing.)
    """

    __slots__ = ("form", "numbers", "pick")

    def __init__(self, text: str) -> None:
        pieces = _HOLE.split(text)
        self.numbers = tuple(map(int, pieces[1::2]))
        self.form = b"%b".join(piece.encode("utf-8").replace(b"%", b"%%") for piece in pieces[0::2])
        self.pick = _picker(self.numbers)

    def joined(self, other: "Pattern") -> "Pattern":
        """Both texts, one after the other."""
        both = Pattern("")
        both.form = self.form + other.form
        both.numbers = self.numbers + other.numbers
        both.pick = _picker(both.numbers)
        return both

    def fill(self, values: Sequence[bytes]) -> bytes:
        filled: bytes = self.form % self.pick(values)
        return filled


class HashedPattern:
    """The hash of a text with holes; what stands before the first hole is hashed once."""

    __slots__ = ("_late", "_state")

    def __init__(self, text: str, hash_name: str) -> None:
        early, late = split_at(text, lambda _number: True)
        self._state = hashlib.new(hash_name, early.encode("utf-8"))
        self._late = Pattern(late)

    def digest(self, values: Sequence[bytes]) -> bytes:
        state = self._state.copy()
        state.update(self._late.fill(values))
        return state.digest()


class Sentinels:
    """Texts that are absolute IRIs and stand in no document, for finding where texts go."""

    def __init__(self) -> None:
        self._token = secrets.token_hex(8)
        self.whole = re.compile(f'([<"])urn:{self._token}:([0-9]+):([>"])')
        self.part = re.compile(f"urn:{self._token}:([0-9]+):")

    def text(self, number: int) -> str:
        return f"urn:{self._token}:{number}:"

    def to_holes(self, text: str) -> str:
        return self.part.sub(lambda match: hole(int(match[1])), text)


def _picker(numbers: tuple[int, ...]) -> Callable[[Sequence[bytes]], Any]:
    return itemgetter(*numbers) if numbers else _nothing


def _nothing(_values: Sequence[bytes]) -> tuple[()]:
    return ()


def split_at(text: str, is_late: Callable[[int], bool]) -> tuple[str, str]:
    """The text up to its first hole whose number is late, and the rest."""
    for match in _HOLE.finditer(text):
        if is_late(int(match[1])):
            return text[: match.start()], text[match.start() :]
    return text, ""
