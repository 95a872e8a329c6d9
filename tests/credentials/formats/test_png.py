import tracemalloc
import zlib

import pytest

from acquis.credentials import NotBakeable, OpenBadges, PngCanvas, bake_png, extract
from acquis.credentials.formats import png, strict_json
from tests.credentials import samples
from tests.credentials.samples import (
    COMMENT,
    END,
    HEADER,
    PIXELS,
    PNG,
    PNG_SIGNATURE,
    chunk,
)

pytestmark = pytest.mark.unit

KEYWORD = b"openbadgecredential"


def itxt(
    text: bytes, *, keyword: bytes = KEYWORD, head: bytes = b"\0\0", tail: bytes = b"\0\0"
) -> bytes:
    """Keyword, compression flag and method, language, translated keyword, text."""
    return chunk(b"iTXt", keyword + b"\0" + head + tail + text)


def test_baking_adds_one_chunk_behind_the_header_and_touches_nothing_else() -> None:
    baked = bake_png(PNG, samples.signed())
    assert baked == PNG_SIGNATURE + HEADER + itxt(samples.signed()) + COMMENT + PIXELS + END
    assert extract(baked) == samples.signed()


def test_a_second_credential_takes_the_place_of_the_first() -> None:
    baked = bake_png(bake_png(PNG, b'{"first":1}'), b'{"second":2}')
    assert baked == bake_png(PNG, b'{"second":2}')
    assert extract(baked) == b'{"second":2}'


def test_other_texts_of_the_picture_stay() -> None:
    other = itxt("Légende".encode(), keyword=b"Description")
    longer = itxt(b"x", keyword=KEYWORD + b"s")
    picture = PNG_SIGNATURE + HEADER + other + longer + PIXELS + END
    assert bake_png(picture, b"{}") == (
        PNG_SIGNATURE + HEADER + itxt(b"{}") + other + longer + PIXELS + END
    )


def test_a_credential_behind_the_pixels_with_language_and_translated_keyword_is_found() -> None:
    found = itxt(samples.signed(), tail=b"fr\0attestation\0")
    assert extract(PNG_SIGNATURE + HEADER + PIXELS + found + END) == samples.signed()


def test_what_follows_the_end_of_the_picture_is_not_read() -> None:
    assert bake_png(PNG + b"rubbish", b"{}") == bake_png(PNG, b"{}")
    with pytest.raises(NotBakeable, match=r"^The picture carries no credential\."):
        extract(PNG + itxt(b"{}"))


DAMAGED = "The PNG picture is damaged: a checksum does not match."
CUT = "The PNG picture is cut short, or lies about its length."
NO_PNG = "The file is not a PNG picture."
NO_END = "The PNG picture has no end."


def with_bad_crc(found: bytes) -> bytes:
    return found[:-1] + bytes([found[-1] ^ 1])


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (PNG_SIGNATURE, NO_END),
        (PNG_SIGNATURE + HEADER, NO_END),
        (PNG_SIGNATURE + HEADER + PIXELS, NO_END),
        (PNG[:-1], CUT),
        (PNG[:-11], CUT),
        (PNG_SIGNATURE + HEADER[:-1], CUT),
        (PNG_SIGNATURE + b"\0\0", CUT),
        (PNG_SIGNATURE + b"\xff\xff\xff\xff" + HEADER[4:] + END, CUT),
        (PNG_SIGNATURE + HEADER + b"\x7f\xff\xff\xffIDAT" + PIXELS + END, CUT),
        (PNG_SIGNATURE + with_bad_crc(HEADER) + PIXELS + END, DAMAGED),
        (PNG_SIGNATURE + HEADER + with_bad_crc(PIXELS) + END, DAMAGED),
        (PNG_SIGNATURE + HEADER + PIXELS + with_bad_crc(END), DAMAGED),
        (PNG_SIGNATURE + END, NO_PNG),
        (PNG_SIGNATURE + PIXELS + HEADER + END, NO_PNG),
        (PNG_SIGNATURE + HEADER + HEADER + PIXELS + END, NO_PNG),
    ],
    ids=[
        "signature alone",
        "header alone",
        "no end",
        "end cut",
        "end cut early",
        "header cut",
        "length cut",
        "huge header",
        "huge pixels",
        "damaged header",
        "damaged pixels",
        "damaged end",
        "no header",
        "late header",
        "two headers",
    ],
)
def test_a_broken_picture_is_neither_baked_nor_read(picture: bytes, message: str) -> None:
    with pytest.raises(NotBakeable) as baking:
        bake_png(picture, b"{}")
    with pytest.raises(NotBakeable) as reading:
        extract(picture)
    assert (str(baking.value), str(reading.value)) == (message, message)


def test_a_file_of_another_kind_is_not_baked() -> None:
    with pytest.raises(NotBakeable, match=r"^The file is not a PNG picture\.$"):
        bake_png(samples.SVG, b"{}")


NONE = (
    "The picture carries no credential. Many services strip it when a picture is copied: use the "
    "file as it was downloaded."
)
COMPRESSED = "The credential in the picture is compressed, which the standard forbids."
DAMAGED_TEXT = "The credential in the picture is compressed, and damaged."
BIG = "The credential in the picture is too large to be one."
SEVERAL = (
    "The picture carries several credentials that differ, so that readers could disagree on which "
    "one counts. Use the file as it was downloaded."
)
OB2 = b"openbadges"
ASSERTION = b'{"@context":"https://w3id.org/openbadges/v2"}'
DEFLATED = zlib.compress(ASSERTION)
BOMB = zlib.compress(b"{" + b" " * strict_json.MAX_BYTES)
SHORT = "The credential's chunk in the picture is cut short."


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (b"", NONE),
        (chunk(b"tEXt", KEYWORD + b"\0{}"), NONE),
        (chunk(b"zTXt", KEYWORD + b"\0\0" + zlib.compress(b"{}")), NONE),
        (chunk(b"iTXt", KEYWORD), NONE),
        (chunk(b"iTXt", b""), NONE),
        (itxt(b"{}", keyword=b"OpenBadgeCredential"), NONE),
        (itxt(b"https://a.example/1", keyword=b"openbadge"), NONE),
        (chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(b"https://a.example/1")), NONE),
        (itxt(zlib.compress(b"{}"), head=b"\1\0"), COMPRESSED),
        (itxt(b"{}", head=b"\2\0"), COMPRESSED),
        (chunk(b"iTXt", KEYWORD + b"\0"), COMPRESSED),
        (chunk(b"iTXt", KEYWORD + b"\0\0"), SHORT),
        (chunk(b"iTXt", KEYWORD + b"\0\0\0fr"), SHORT),
        (chunk(b"iTXt", KEYWORD + b"\0\0\0fr\0attestation"), SHORT),
        (chunk(b"iTXt", OB2 + b"\0"), COMPRESSED),
        (chunk(b"iTXt", OB2 + b"\0\0\0fr"), SHORT),
        (chunk(b"iTXt", OB2 + b"\0\1\0fr"), SHORT),
        (itxt(DEFLATED, keyword=OB2, head=b"\2\0"), COMPRESSED),
        (itxt(DEFLATED, keyword=OB2, head=b"\1\1"), COMPRESSED),
        (itxt(b"rubbish", keyword=OB2, head=b"\1\0"), DAMAGED_TEXT),
        (itxt(b"", keyword=OB2, head=b"\1\0"), SHORT),
        (itxt(DEFLATED[:-1], keyword=OB2, head=b"\1\0"), SHORT),
        (itxt(BOMB, keyword=OB2, head=b"\1\0"), BIG),
        (itxt(b'{"a":1}') + itxt(b'{"a":2}'), SEVERAL),
        (itxt(b"{}", keyword=OB2) + chunk(b"tEXt", OB2 + b"\0https://a.example/1"), SEVERAL),
    ],
)
def test_a_whole_picture_without_a_readable_credential_says_why(found: bytes, message: str) -> None:
    with pytest.raises(NotBakeable) as caught:
        extract(PNG_SIGNATURE + HEADER + found + PIXELS + END)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (itxt(ASSERTION, keyword=OB2), ASSERTION),
        (itxt(ASSERTION + b"\n", keyword=OB2, tail=b"fr\0badge\0"), ASSERTION),
        (itxt(DEFLATED, keyword=OB2, head=b"\1\0"), ASSERTION),
        (itxt(DEFLATED + b"rest", keyword=OB2, head=b"\1\0"), ASSERTION),
        (itxt(b"eyJ.a.b", keyword=OB2), b"eyJ.a.b"),
        (chunk(b"tEXt", OB2 + b"\0https://a.example/1"), b"https://a.example/1"),
        (itxt(ASSERTION, keyword=OB2) * 2, ASSERTION),
        (itxt(b"{}") + itxt(ASSERTION, keyword=OB2), b"{}"),
        (itxt(rb"rubbish", keyword=OB2, head=b"\1\0") + itxt(b"{}"), b"{}"),
        (itxt(b"{}") * 2, b"{}"),
    ],
)
def test_what_older_pictures_carry_is_read(found: bytes, expected: bytes) -> None:
    assert extract(PNG_SIGNATURE + HEADER + found + PIXELS + END) == expected


@pytest.mark.parametrize("assertion", [ASSERTION, b"eyJ.a.b", b"https://a.example/1?a=b&c"])
def test_an_open_badge_2_is_baked_in_its_own_place(assertion: bytes) -> None:
    baked = bake_png(PNG, assertion, version=OpenBadges.V2)
    assert baked == (PNG_SIGNATURE + HEADER + itxt(assertion, keyword=OB2) + COMMENT + PIXELS + END)
    assert extract(baked) == assertion
    assert bake_png(baked, ASSERTION, version=OpenBadges.V2) == bake_png(
        PNG, ASSERTION, version=OpenBadges.V2
    )


def test_the_two_versions_leave_each_other_in_place() -> None:
    older = chunk(b"tEXt", OB2 + b"\0https://a.example/1")
    picture = PNG_SIGNATURE + HEADER + older + PIXELS + END
    both = bake_png(picture, b"{}")
    assert both == PNG_SIGNATURE + HEADER + itxt(b"{}") + older + PIXELS + END
    assert extract(both) == b"{}"
    assert bake_png(both, ASSERTION, version=OpenBadges.V2) == (
        PNG_SIGNATURE + HEADER + itxt(ASSERTION, keyword=OB2) + itxt(b"{}") + PIXELS + END
    )


def test_one_canvas_takes_one_credential_after_the_other() -> None:
    canvas = PngCanvas(bake_png(PNG, b"{}"))
    credentials = [b"{}", samples.signed(), samples.signed_by_did_key(), b"eyJ.a.b"]
    assert [canvas.bake(credential) for credential in credentials] == [
        bake_png(PNG, credential) for credential in credentials
    ]


def test_a_picture_of_very_many_pieces_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "MAX_CHUNKS", 100)
    pieces = chunk(b"tEXt", b"a\0") * (png.MAX_CHUNKS - 3)
    whole = PNG_SIGNATURE + HEADER + pieces + itxt(b"{}") + END
    assert extract(whole) == b"{}"
    with pytest.raises(NotBakeable) as caught:
        extract(PNG_SIGNATURE + HEADER + pieces + COMMENT + itxt(b"{}") + END)
    assert str(caught.value) == "The PNG picture is made of far too many pieces."


def test_a_bomb_is_given_up_before_it_unfolds() -> None:
    deflater = zlib.compressobj(9)
    bomb = b"".join(deflater.compress(bytes(2**20)) for _ in range(100)) + deflater.flush()
    picture = PNG_SIGNATURE + HEADER + itxt(bomb, keyword=OB2, head=b"\1\0") + PIXELS + END
    tracemalloc.start()
    try:
        with pytest.raises(NotBakeable) as caught:
            extract(picture)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert str(caught.value) == BIG
    assert peak < 4 * strict_json.MAX_BYTES
