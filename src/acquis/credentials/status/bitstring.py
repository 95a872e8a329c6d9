"""The bits of a status list (W3C Bitstring Status List v1.0, sections 3.2 to 3.4).

A status of `size` bits stands at bit `index * size`, the most significant bit of a byte first.
Plain bytes hold them: `bytearray` while they change, `bytes` when they are read.
"""

import base64
import gzip
import zlib
from collections.abc import Iterable

from acquis.credentials.errors import StatusListProblem

# Section 6.1: fewer entries would let the list's keeper guess whose status is looked up.
MIN_ENTRIES = 131_072
# 134 million statuses of one bit: more than any list that a verifier would download.
MAX_BYTES = 16 * 1024 * 1024
# The highest level costs twelve times as much and saves a tenth.
_LEVEL = 6
_GZIP_WBITS = 16 + zlib.MAX_WBITS


def new_bits(entries: int = MIN_ENTRIES) -> bytearray:
    """Statuses of one bit, none of them set.

    Raises:
        StatusListProblem: too few for the herd to hide in, too many to read, no multiple of 8.
    """
    if entries < MIN_ENTRIES:
        raise StatusListProblem(
            f"A status list has at least {MIN_ENTRIES} entries, so that looking one up does not "
            f"tell whose it is; {entries} are too few."
        )
    if entries % 8 or entries > MAX_BYTES * 8:
        raise StatusListProblem(
            f"A status list has a multiple of 8 entries, at most {MAX_BYTES * 8}; not {entries}."
        )
    return bytearray(entries // 8)


def set_bits(bits: bytearray, indexes: Iterable[int], *, on: bool = True) -> None:
    """Set (or clear) all of these statuses of one bit.

    Raises:
        StatusListProblem: an index lies outside the list; those before it have been set.
    """
    end = len(bits) * 8
    for index in indexes:
        if not 0 <= index < end:
            raise _out_of_range(index, end)
        mask = 0x80 >> (index & 7)
        if on:
            bits[index >> 3] |= mask
        else:
            bits[index >> 3] &= ~mask


def status_at(bits: bytes | bytearray, index: int, *, size: int = 1) -> int:
    """The status at an index, 0 when nothing is said.

    Raises:
        StatusListProblem: the index lies outside the list.
    """
    start = index * size
    end = start + size
    if index < 0 or end > len(bits) * 8:
        raise _out_of_range(index, len(bits) * 8 // size)
    around = bits[start >> 3 : (end + 7) >> 3]
    return (int.from_bytes(around, "big") >> (-end % 8)) & ((1 << size) - 1)


def encode(bits: bytes | bytearray) -> str:
    """`u`, then base64url without padding of the bits in GZIP; the same bits give the same text."""
    packed = gzip.compress(bytes(bits), _LEVEL, mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bits of an `encodedList`.

    Raises:
        StatusListProblem: it is not such a text, or holds more than `MAX_BYTES`, however small it
            is itself: inflating stops there.
    """
    return _inflate(_decode_base64url(text))


def _decode_base64url(text: str) -> bytes:
    body = text[1:]
    if text[:1] != "u" or set(body) & set("+/="):
        raise StatusListProblem("The encoded list is not multibase base64url without padding (u).")
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise StatusListProblem(
            "The encoded list has characters that are not base64url."
        ) from error


def _inflate(packed: bytes) -> bytes:
    inflater = zlib.decompressobj(_GZIP_WBITS)
    try:
        bits = inflater.decompress(packed, MAX_BYTES + 1)
    except zlib.error as error:
        raise StatusListProblem("The encoded list is not GZIP data.") from error
    if len(bits) > MAX_BYTES:
        raise StatusListProblem(f"The encoded list unpacks to more than {MAX_BYTES} bytes.")
    if not inflater.eof or inflater.unused_data:
        raise StatusListProblem("The encoded list is cut short, or has something after its end.")
    return bits


def _out_of_range(index: int, end: int) -> StatusListProblem:
    return StatusListProblem(f"Index {index} is outside the status list, which has {end} entries.")
