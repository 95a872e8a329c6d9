"""Baking into PNG (Open Badges 3.0, section 5.3.1): an uncompressed `iTXt` chunk, whose keyword is
`openbadgecredential`. The picture's own bytes are never touched."""

import zlib
from collections.abc import Iterator

from acquis.credentials.errors import NotBakeable
from acquis.credentials.reasons import mark as _n

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
OB2_KEYWORD = b"openbadges"
_LENGTH_BYTES = 4
_TYPE_BYTES = 4
_OVERHEAD = 12  # length, type and CRC


def bake(picture: bytes, credential: bytes) -> bytes:
    """The PNG with the credential in it, in place of one that it may carry.

    Raises:
        NotBakeable: the picture is not a whole PNG.
    """
    parts = [SIGNATURE]
    for kind, data in _chunks(picture):
        if kind == b"iTXt" and data.startswith(KEYWORD + b"\0"):
            continue
        parts.append(_chunk(kind, data))
        if kind == b"IHDR":
            parts.append(_chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + credential))
    return b"".join(parts)


def extract(picture: bytes) -> bytes:
    """The credential that the PNG carries.

    Raises:
        NotBakeable: it is not a whole PNG, or carries none, or only an Open Badge 2.0.
    """
    older = False
    for kind, data in list(_chunks(picture)):
        keyword, separator, rest = data.partition(b"\0")
        if kind == b"iTXt" and keyword == KEYWORD and separator:
            return _text_of(rest)
        older = older or (kind in {b"iTXt", b"tEXt"} and keyword == OB2_KEYWORD)
    if older:
        raise NotBakeable(
            _n(
                "The picture carries an Open Badge 2.0, which is not read yet. Ask its issuer for "
                "the Open Badge 3.0."
            )
        )
    raise NotBakeable(
        _n(
            "The picture carries no credential. Many services strip it when a picture is copied: "
            "use the file as it was downloaded."
        )
    )


def _text_of(rest: bytes) -> bytes:
    """What follows the keyword: compression flag and method, language, translated keyword, text."""
    if rest[:1] != b"\0":
        raise NotBakeable(
            _n("The credential in the picture is compressed, which the standard forbids.")
        )
    fields = rest[2:].split(b"\0", 2)
    if len(fields) != 3:  # noqa: PLR2004 - language, translated keyword, text
        raise NotBakeable(_n("The credential's chunk in the picture is cut short."))
    return fields[2]


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not picture.startswith(SIGNATURE):
        raise NotBakeable(_n("The file is not a PNG picture."))
    position = len(SIGNATURE)
    while position < len(picture):
        length = int.from_bytes(picture[position : position + _LENGTH_BYTES], "big")
        end = position + _OVERHEAD + length
        if end > len(picture):
            raise NotBakeable(_n("The PNG picture is cut short, or lies about its length."))
        kind = picture[position + _LENGTH_BYTES : position + _LENGTH_BYTES + _TYPE_BYTES]
        if (kind == b"IHDR") != (position == len(SIGNATURE)):
            raise NotBakeable(_n("The file is not a PNG picture."))
        data = picture[position + 8 : position + 8 + length]
        if zlib.crc32(kind + data) != int.from_bytes(picture[end - 4 : end], "big"):
            raise NotBakeable(_n("The PNG picture is damaged: a checksum does not match."))
        yield kind, data
        if kind == b"IEND":
            return
        position = end
    raise NotBakeable(_n("The PNG picture has no end."))


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return len(data).to_bytes(4, "big") + kind + data + checksum.to_bytes(4, "big")
