"""Of a picture only what is seen is kept."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, PngImagePlugin

from acquis.common.domain import pictures
from acquis.common.domain.pictures import PictureRefused, cleaned

pytestmark = pytest.mark.unit

HIDDEN = b"hidden-words"
WORDS = HIDDEN.decode()
RED, BLUE = (200, 20, 30), (20, 30, 200)


def halves(mode: str = "RGB", size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    return image.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010F] = WORDS  # the maker of the camera
    found.get_ifd(0x8825)[0x001D] = WORDS  # GPS: the day
    return found


def with_secrets(kind: str, *, orientation: int = 1) -> bytes:
    """A picture of this kind with words in every place that takes some, and behind its end."""
    target = io.BytesIO()
    options: dict[str, Any] = {
        "JPEG": {"exif": exif(orientation), "comment": HIDDEN, "xmp": HIDDEN},
        "PNG": {"exif": exif(orientation)},
        "WEBP": {"exif": exif(orientation), "xmp": HIDDEN, "lossless": True},
        "GIF": {"comment": HIDDEN},
    }[kind]
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", WORDS)
        notes.add_itxt("XML:com.adobe.xmp", WORDS)
        options["pnginfo"] = notes
    if kind != "GIF":
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        options["icc_profile"] = profile + HIDDEN
    halves().save(target, kind, **options)
    return target.getvalue() + HIDDEN


def clean(content: bytes, media_type: str) -> bytes:
    with cleaned(ContentFile(content, name="photo"), media_type) as file:
        return file.read()


def seen(content: bytes) -> tuple[tuple[int, int], list[str]]:
    """The size, and which half of the picture has which colour."""
    with Image.open(io.BytesIO(content)) as opened:
        image = opened.convert("RGB")
        spots = [(2, 2), (image.width - 3, 2), (2, image.height - 3)]
        pixels = [image.getpixel(spot) for spot in spots]
    return image.size, ["red" if p[0] > p[2] else "blue" for p in pixels]


KINDS = [("image/jpeg", "JPEG"), ("image/png", "PNG"), ("image/webp", "WEBP"), ("image/gif", "GIF")]


@pytest.mark.parametrize(("media_type", "kind"), KINDS, ids=[kind for _type, kind in KINDS])
def test_what_is_hidden_is_gone_and_what_is_seen_stays(media_type: str, kind: str) -> None:
    given = with_secrets(kind)
    assert given.count(HIDDEN) >= 2

    kept = clean(given, media_type)

    assert HIDDEN not in kept
    assert b"Exif" not in kept
    assert seen(kept) == ((40, 20), ["red", "blue", "red"])
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, dict(image.getexif())) == (kind, {})
        assert image.info.keys() & {"comment", "exif", "xmp", "icc_profile"} == set()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright(kind: str) -> None:
    kept = clean(with_secrets(kind, orientation=6), f"image/{kind.lower()}")

    assert seen(kept) == ((20, 40), ["red", "red", "blue"])


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_what_moves_goes_on_moving(kind: str) -> None:
    target = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in (RED, BLUE, (0, 90, 0))]
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], duration=[70, 80, 90],
                   loop=0)  # fmt: skip

    kept = clean(target.getvalue() + HIDDEN, f"image/{kind.lower()}")

    assert HIDDEN not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert getattr(image, "n_frames", 1) == 3
        durations = []
        for frame in range(3):
            image.seek(frame)
            image.load()
            durations.append(image.info["duration"])
    assert durations == [70, 80, 90]


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "1"), ("PNG", "L"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "RGBA"), ("PNG", "I;16"),
     ("GIF", "P"), ("JPEG", "L"), ("JPEG", "CMYK"), ("WEBP", "RGBA")],
)  # fmt: skip
def test_every_common_form_of_pixels_is_taken(kind: str, mode: str) -> None:
    target = io.BytesIO()
    image = Image.new("I;16", (40, 20)) if mode == "I;16" else halves(mode)
    image.save(target, kind)

    with Image.open(io.BytesIO(clean(target.getvalue(), f"image/{kind.lower()}"))) as kept:
        kept.load()
        assert kept.size == (40, 20)


def test_transparency_stays() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(target, "PNG")

    with Image.open(io.BytesIO(clean(target.getvalue(), "image/png"))) as kept:
        assert kept.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 32, id="only-a-beginning"),
        pytest.param(with_secrets("PNG")[:120], id="cut-short"),
        pytest.param(with_secrets("GIF"), id="another-kind"),
    ],
)
def test_what_cannot_be_decoded_is_refused(content: bytes) -> None:
    with pytest.raises(PictureRefused) as refusal:
        cleaned(ContentFile(content, name="photo.png"), "image/png")

    assert str(refusal.value) == (
        "« photo.png » n’est pas lisible comme image. Enregistrez-la à nouveau, ou choisissez un "
        "autre fichier."
    )


def test_too_many_pixels_are_refused_before_they_are_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", 799)
    with pytest.raises(PictureRefused):
        clean(with_secrets("PNG"), "image/png")
    monkeypatch.setattr(pictures, "MAX_PIXELS", 800)
    clean(with_secrets("PNG"), "image/png")


def test_all_frames_count(monkeypatch: pytest.MonkeyPatch) -> None:
    target = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (frame, 0, 0)) for frame in range(0, 250, 50)]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])

    monkeypatch.setattr(pictures, "MAX_PIXELS", 8 * 8 * 5 - 1)
    with pytest.raises(PictureRefused):
        clean(target.getvalue(), "image/gif")


def test_a_bomb_is_refused() -> None:
    """Few bytes that say they are a great many pixels."""
    target = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(target, "PNG")
    assert len(target.getvalue()) < 100_000

    with pytest.raises(PictureRefused):
        clean(target.getvalue(), "image/png")
