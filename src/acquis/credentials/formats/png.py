"""Baking into PNG (Open Badges 3.0, section 5.3.1): an uncompressed `iTXt` chunk behind the header.

The picture's own bytes are never touched. A chunk is its length, its kind, its data and the CRC-32
of kind and data (PNG, third edition, section 5.3).
"""

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from acquis.credentials.errors import NotBakeable
from acquis.credentials.formats.contents import OpenBadges, kind_of, only_one
from acquis.credentials.formats.strict_json import MAX_BYTES
from acquis.credentials.reasons import mark as _n

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Each chunk costs time whatever its length; a picture of 20 MB in pieces of 1 KB has 20,000.
MAX_CHUNKS = 100_000
_NO_LANGUAGE = b"\0\0\0\0"  # not compressed, no method, no language, no translated keyword
_CUT_SHORT = _n("The credential's chunk in the picture is cut short.")


class PngCanvas:
    """A PNG that was read once, to bake any number of credentials into it."""

    __slots__ = ("_after", "_before", "_checksum", "_opening", "_version")

    def __init__(self, picture: bytes, *, version: OpenBadges = OpenBadges.V3) -> None:
        """Read the picture; a credential of that version that it may carry is left out.

        Raises:
            NotBakeable: the picture is not a whole PNG.
        """
        header, *others = _chunks(picture)
        self._version = version
        self._before = picture[: header.end]
        self._after = b"".join(
            picture[chunk.start : chunk.end]
            for chunk in others
            if not _carries(chunk, picture, version)
        )
        self._opening = b"iTXt%b\0%b" % (version.encode(), _NO_LANGUAGE)
        self._checksum = zlib.crc32(self._opening)

    def bake(self, credential: bytes) -> bytes:
        """The picture with the credential in it: JSON, a compact JWS, or in version 2 an address.

        Raises:
            NotBakeable: the credential is none of these.
        """
        kind_of(credential, self._version)
        opening = self._opening
        return b"".join((
            self._before,
            (len(opening) - 4 + len(credential)).to_bytes(4, "big"),
            opening,
            credential,
            zlib.crc32(credential, self._checksum).to_bytes(4, "big"),
            self._after,
        ))  # fmt: skip


def bake(picture: bytes, credential: bytes, *, version: OpenBadges = OpenBadges.V3) -> bytes:
    """The PNG with the credential in it, in place of one of that version that it may carry.

    Raises:
        NotBakeable: the picture is not a whole PNG, or the credential cannot be one.
    """
    return PngCanvas(picture, version=version).bake(credential)


def extract(picture: bytes) -> bytes:
    """The credential that the PNG carries: JSON or a compact JWS.

    Without one, the assertion of Open Badges 2: JSON, a compact JWS or the address that hosts it.

    Raises:
        NotBakeable: it is not a whole PNG, or carries none, or several that differ.
    """
    chunks = list(_chunks(picture))
    for version in OpenBadges:
        found = [
            _content(chunk, picture, version)
            for chunk in chunks
            if _carries(chunk, picture, version)
        ]
        if found:
            return only_one(found)
    raise NotBakeable(
        _n(
            "The picture carries no credential. Many services strip it when a picture is copied: "
            "use the file as it was downloaded."
        )
    )


class _Chunk(NamedTuple):
    kind: bytes
    start: int  # of the length
    end: int  # behind the checksum

    def data(self, picture: bytes) -> bytes:
        return picture[self.start + 8 : self.end - 4]


def _carries(chunk: _Chunk, picture: bytes, version: OpenBadges) -> bool:
    # The first Open Badges baked an address as tEXt, before version 2 made it iTXt.
    kinds = {b"iTXt"} if version is OpenBadges.V3 else {b"iTXt", b"tEXt"}
    return chunk.kind in kinds and picture.startswith(version.encode() + b"\0", chunk.start + 8)


def _content(chunk: _Chunk, picture: bytes, version: OpenBadges) -> bytes:
    rest = chunk.data(picture)[len(version) + 1 :]
    if chunk.kind == b"tEXt":
        return rest.strip()
    if rest[:1] == b"\0":
        return _text(rest).strip()
    if version is OpenBadges.V3 or rest[:2] != b"\1\0":
        raise NotBakeable(
            _n("The credential in the picture is compressed, which the standard forbids.")
        )
    return _inflate(_text(rest)).strip()


def _text(rest: bytes) -> bytes:
    """What follows the keyword: compression flag and method, language, translated keyword, text."""
    fields = rest[2:].split(b"\0", 2)
    if len(fields) != 3:  # noqa: PLR2004 - language, translated keyword, text
        raise NotBakeable(_CUT_SHORT)
    return fields[2]


def _inflate(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data, MAX_BYTES + 1)
    except zlib.error as error:
        raise NotBakeable(
            _n("The credential in the picture is compressed, and damaged.")
        ) from error
    if len(text) > MAX_BYTES:
        raise NotBakeable(_n("The credential in the picture is too large to be one."))
    if not inflater.eof:
        raise NotBakeable(_CUT_SHORT)
    return text


def _chunks(picture: bytes) -> Iterator[_Chunk]:
    """The header first, the end last; what follows the end is no part of the picture."""
    if not picture.startswith(SIGNATURE):
        raise NotBakeable(_n("The file is not a PNG picture."))
    view, position = memoryview(picture), len(SIGNATURE)
    for _ in range(MAX_CHUNKS):
        if position == len(picture):
            raise NotBakeable(_n("The PNG picture has no end."))
        end = position + 12 + int.from_bytes(view[position : position + 4], "big")
        if end > len(picture):
            raise NotBakeable(_n("The PNG picture is cut short, or lies about its length."))
        kind = picture[position + 4 : position + 8]
        if (kind == b"IHDR") != (position == len(SIGNATURE)):
            raise NotBakeable(_n("The file is not a PNG picture."))
        checksum = zlib.crc32(view[position + 4 : end - 4])
        if checksum != int.from_bytes(view[end - 4 : end], "big"):
            raise NotBakeable(_n("The PNG picture is damaged: a checksum does not match."))
        yield _Chunk(kind, position, end)
        if kind == b"IEND":
            return
        position = end
    raise NotBakeable(_n("The PNG picture is made of far too many pieces."))
