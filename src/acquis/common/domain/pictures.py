"""Pictures that people hand in: decoded and encoded anew, so that only what is seen is kept."""

import io
import tempfile
from threading import Lock
from typing import IO, Any

from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, ImageSequence

from acquis.common.errors import AcquisError

FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
}
# A whole camera picture of today; all frames of an animation count.
MAX_PIXELS = 60_000_000
_IN_MEMORY = 2_621_440
_SAVING: dict[str, dict[str, Any]] = {
    "PNG": {"optimize": False},
    "JPEG": {"quality": 90},
    "WEBP": {"quality": 90},
    "GIF": {},
}
_MODES = {
    "JPEG": {"L", "RGB"},
    "WEBP": {"RGB", "RGBA"},
    "GIF": {"L", "P", "RGB", "RGBA"},
    "PNG": {"1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16"},
}
# What the encoders need of what came with the file; comments, profiles and notes are not in it.
_KEPT = {"transparency", "duration", "loop", "disposal", "background"}
# Decoding takes up to four bytes a pixel, so one picture at a time in each process.
_one_at_a_time = Lock()


class PictureRefused(AcquisError):
    """The file is no picture that can be read, or has too many pixels."""


def cleaned(file: File[bytes], media_type: str) -> File[bytes]:
    """The same picture without what is not seen: place and device of the camera, comments, files
    hidden behind it. It stands upright, its colours are sRGB. The file is the caller's to close.

    Raises:
        PictureRefused: it cannot be decoded, or has more than `MAX_PIXELS`.
    """
    kind = FORMATS[media_type]
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - given on
    try:
        with _one_at_a_time:
            file.seek(0)
            # Some cameras put two pictures into one JPEG, which Pillow calls MPO.
            wanted = [kind, "MPO"] if kind == "JPEG" else [kind]
            with Image.open(io.BufferedReader(_Raw(file)), formats=wanted) as image:
                _demand_size(image, str(file.name))
                _encode(image, kind, target)
    except PictureRefused:
        target.close()
        raise
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        target.close()
        raise PictureRefused(
            _("“%(name)s” cannot be read as a picture. Save it anew, or choose another file.")
            % {"name": file.name}
        ) from error
    target.seek(0)
    return File(target, name=file.name)


class _Raw(io.RawIOBase):
    """Django's file as Pillow wants it, and one that Pillow cannot close."""

    def __init__(self, file: File[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._file.seek(offset, whence)
        return int(self._file.tell())

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _demand_size(image: Image.Image, name: str) -> None:
    frames = getattr(image, "n_frames", 1) if image.format in {"GIF", "WEBP"} else 1
    if image.width * image.height * frames > MAX_PIXELS:
        raise PictureRefused(
            _("“%(name)s” has too many pixels: at most %(limit)s million. Make it smaller.")
            % {"name": name, "limit": MAX_PIXELS // 1_000_000}
        )


def _encode(image: Image.Image, kind: str, target: IO[bytes]) -> None:
    animated = kind in {"GIF", "WEBP"} and getattr(image, "n_frames", 1) > 1
    if animated:
        durations = []
        frames = []
        for frame in ImageSequence.Iterator(image):
            frames.append(_plain(frame.convert("RGBA"), kind))
            durations.append(frame.info.get("duration", 100))  # known once it is decoded
        first, *others = frames
        loop = image.info.get("loop", 1 if kind == "GIF" else 0)
        first.save(target, kind, save_all=True, append_images=others, duration=durations,
                   loop=loop, disposal=2, **_SAVING[kind])  # fmt: skip
        return
    image.load()
    _plain(ImageOps.exif_transpose(image), kind).save(target, kind, **_SAVING[kind])


def _plain(image: Image.Image, kind: str) -> Image.Image:
    image = _in_srgb(image)
    if image.mode not in _MODES[kind]:
        transparent = kind != "JPEG" and ("A" in image.mode or "transparency" in image.info)
        image = image.convert("RGBA" if transparent else "RGB")
    image.info = {name: value for name, value in image.info.items() if name in _KEPT}
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    try:
        found = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if image.mode == "RGBA" else "RGB",
        )
    except (ImageCms.PyCMSError, OSError):  # a profile that does not fit says nothing
        return image
    return found or image
