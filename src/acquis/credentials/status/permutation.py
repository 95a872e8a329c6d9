"""Random places in a status list, without collisions and without remembering any.

The n-th credential gets the place P(n), P being a permutation of the list's places that a secret
key chooses: nobody without the key can tell which credentials were issued one after the other
(W3C Bitstring Status List v1.0, section 6.1, "random assignment"). All that must be kept is the
key and how many were given out.

P is a Feistel network over the smallest even split of the index's bits, with ten rounds as in NIST
SP 800-38G (FF1), because the domain is small. Each round's function is a table read from
SHAKE-256(key, entries, round). An index past the end of the list is permuted again until it falls
inside ("cycle walking"), which leaves a permutation; less than two steps are needed on average.
"""

import hashlib
import struct
from collections.abc import Iterator

from acquis.credentials.errors import StatusListProblem

KEY_BYTES = 16
_ROUNDS = 10
_MAX_BITS = 32  # the tables' values have 16 bits


class Permutation:
    """A permutation of `range(entries)` chosen by a secret key of at least 16 bytes.

    Raises:
        StatusListProblem: the key is too short, or the range is empty or beyond 2**32.
    """

    __slots__ = ("_low_bits", "_low_mask", "_tables", "entries")

    def __init__(self, key: bytes, entries: int) -> None:
        if len(key) < KEY_BYTES:
            raise StatusListProblem(f"The key of a permutation has at least {KEY_BYTES} bytes.")
        bits = max(2, (entries - 1).bit_length())
        if entries < 1 or bits > _MAX_BITS:
            raise StatusListProblem(f"A permutation of {entries} places is not possible.")
        self.entries = entries
        self._low_bits = bits // 2
        self._low_mask = (1 << self._low_bits) - 1
        widths = (self._low_bits, bits - self._low_bits)
        self._tables = tuple(
            _table(key, entries, number, widths[number % 2], widths[1 - number % 2])
            for number in range(_ROUNDS)
        )

    def place(self, number: int) -> int:
        """The place of the credential with this number, from 0.

        Raises:
            StatusListProblem: the list has no more places.
        """
        if not 0 <= number < self.entries:
            raise StatusListProblem(
                f"The status list has {self.entries} places, and number {number} is not among "
                "them. Start another list."
            )
        found = self._once(number)
        while found >= self.entries:
            found = self._once(found)
        return found

    def places(self, start: int, stop: int) -> Iterator[int]:
        """The places of the credentials numbered from `start` up to, not including, `stop`."""
        return map(self.place, range(start, stop))

    def _once(self, value: int) -> int:
        low, high = value & self._low_mask, value >> self._low_bits
        even = True
        for table in self._tables:
            if even:
                high ^= table[low]
            else:
                low ^= table[high]
            even = not even
        return high << self._low_bits | low


def _table(key: bytes, entries: int, number: int, of_bits: int, to_bits: int) -> tuple[int, ...]:
    """A pseudo-random function from values of `of_bits` bits to values of `to_bits` bits."""
    seed = b"acquis-status-place" + entries.to_bytes(8, "big") + bytes([number]) + key
    stream = hashlib.shake_256(seed).digest(2 << of_bits)
    mask = (1 << to_bits) - 1
    return tuple(value & mask for value in struct.unpack(f"<{1 << of_bits}H", stream))
