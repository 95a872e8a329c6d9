"""base58btc (draft-msporny-base58), quick for what is signed most: 64 bytes, 87 or 88 letters.

58 is no power of two, so the digits of a number depend on all of its bits. The usual loop makes
one long division for each letter. Here the number is cut into 11 limbs of 8 digits each, and the
limbs, side by side in one large integer, are halved together: 8 digits into 4 and 4, these into
2 and 2, these into single ones. A field x < 2**bits is divided by b exactly as (x * m) >> s with
m = ceil(2**s / b) and s = bits + b.bit_length() (Granlund and Montgomery, 1994, theorem 4.2).
"""

import struct
from collections.abc import Iterable, Sequence

from acquis.credentials.errors import KeyProblem

ALPHABET = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_LETTERS = ALPHABET.ljust(256, b"\0")
_DIGITS = bytes(max(ALPHABET.find(code), 0) for code in range(256))
_QUICK_BYTES = 64
_LIMBS = 11
_QUICK_LETTERS = 8 * _LIMBS
_LIMB = 58**8
_THREE, _SIX = 58**24, 58**48
_SINGLES = struct.Struct(f">{_LIMBS}Q")


class _Halving:
    """Halves fields of so many digits, of which there are `count` times 11 limbs' worth.

    A field has 16 bits for each digit; the quotient goes to its upper half: x - q*b + (q << half).
    """

    def __init__(self, digits: int, count: int) -> None:
        base: int = 58 ** (digits // 2)
        bits: int = (58**digits - 1).bit_length()
        self._shift = bits + base.bit_length()
        self._multiplier = -(-(1 << self._shift) // base)
        quotient = (1 << (bits - base.bit_length() + 1)) - 1
        places = range(0, 128 * _LIMBS * count, 16 * digits)
        self._mask: int = sum(quotient << place for place in places)
        self._addend = (1 << 8 * digits) - base

    def halve(self, fields: int) -> int:
        return fields + ((fields * self._multiplier >> self._shift) & self._mask) * self._addend


class _Writer:
    """Writes `count` numbers of up to 64 bytes at once."""

    def __init__(self, count: int) -> None:
        self._pack = struct.Struct(">" + "8xQ" * (_LIMBS * count)).pack
        self._eight, self._four, self._two = (_Halving(digits, count) for digits in (8, 4, 2))
        self._size = 2 * _QUICK_LETTERS * count

    def write(self, numbers: Iterable[int]) -> bytes:
        """88 letters for each, with leading `1`s."""
        limbs: list[int] = []
        for number in numbers:
            limbs += _limbs(number)
        fields = int.from_bytes(self._pack(*limbs), "big")
        fields = self._two.halve(self._four.halve(self._eight.halve(fields)))
        return fields.to_bytes(self._size, "big")[1::2].translate(_LETTERS)


def _limbs(number: int) -> tuple[int, ...]:
    high, low = divmod(number, _SIX)
    top, high = divmod(high, _THREE)
    middle, low = divmod(low, _THREE)
    a, b = divmod(top, _LIMB)
    high, e = divmod(high, _LIMB)
    c, d = divmod(high, _LIMB)
    middle, h = divmod(middle, _LIMB)
    f, g = divmod(middle, _LIMB)
    low, k = divmod(low, _LIMB)
    i, j = divmod(low, _LIMB)
    return a, b, c, d, e, f, g, h, i, j, k


def _lower_halves(digits: int) -> int:
    """The mask of every second field of so many digits, one byte for each digit."""
    field = 8 * digits
    places = range(0, 8 * _QUICK_LETTERS, 2 * field)
    return sum(((1 << field) - 1) << place for place in places)


_ONES, _TWOS, _FOURS = _lower_halves(1), _lower_halves(2), _lower_halves(4)
_ONE = _Writer(1)
_GROUP = 16
_MANY = _Writer(_GROUP)


def encode(data: bytes) -> str:
    """Leading zero bytes are kept as leading `1`s."""
    number = int.from_bytes(data, "big")
    letters = _ONE.write((number,)) if len(data) <= _QUICK_BYTES else _slow(number)
    return _trimmed(data, letters).decode("ascii")


def encode_all(items: Sequence[bytes]) -> list[bytes]:
    """As `encode` for each, in ASCII; up to 64 bytes quicker than one by one."""
    if any(len(data) > _QUICK_BYTES for data in items):
        return [encode(data).encode("ascii") for data in items]
    written: list[bytes] = []
    for start in range(0, len(items), _GROUP):
        group = items[start : start + _GROUP]
        numbers = [int.from_bytes(data, "big") for data in group]
        letters = _MANY.write([*numbers, *[0] * (_GROUP - len(group))])
        written += [
            _trimmed(data, letters[at : at + _QUICK_LETTERS])
            for data, at in zip(group, range(0, len(letters), _QUICK_LETTERS), strict=False)
        ]
    return written


def _trimmed(data: bytes, letters: bytes) -> bytes:
    if data[:1] > b"\0" and letters[:1] > b"1":
        return letters
    zeros = len(data) - len(data.lstrip(b"\0"))
    return b"1" * zeros + letters.lstrip(b"1")


def decode(text: str) -> bytes:
    """The bytes of a base58btc text.

    Raises:
        KeyProblem: a character is not of its alphabet.
    """
    letters = text.encode("utf-8", "replace")
    strange = letters.translate(None, ALPHABET)
    if strange:
        shown = strange.decode("utf-8", "replace")[0]
        raise KeyProblem(f"{shown!r} is not a base58btc character.")
    quick = len(letters) <= _QUICK_LETTERS
    number = _quick_number(letters) if quick else _slow_number(letters)
    zeros = len(letters) - len(letters.lstrip(b"1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _slow(number: int) -> bytes:
    digits = []
    while number:
        number, digit = divmod(number, 58)
        digits.append(ALPHABET[digit])
    return bytes(reversed(digits))


def _quick_number(letters: bytes) -> int:
    """The limbs of 8 digits side by side, then the number that they make."""
    fields = int.from_bytes(letters.translate(_DIGITS), "big")
    fields = (fields >> 8 & _ONES) * 58 + (fields & _ONES)
    fields = (fields >> 16 & _TWOS) * 58**2 + (fields & _TWOS)
    fields = (fields >> 32 & _FOURS) * 58**4 + (fields & _FOURS)
    a, b, c, d, e, f, g, h, i, j, k = _SINGLES.unpack(fields.to_bytes(_QUICK_LETTERS, "big"))
    high = (((a * _LIMB + b) * _LIMB + c) * _LIMB + d) * _LIMB + e
    low = ((f * _LIMB + g) * _LIMB + h) * _THREE + (i * _LIMB + j) * _LIMB + k
    return int(high * _SIX + low)


def _slow_number(letters: bytes) -> int:
    number = 0
    for digit in letters.translate(_DIGITS):
        number = number * 58 + digit
    return number
