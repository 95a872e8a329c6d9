"""Text as outlines: measured exactly, and the same in every viewer without any font."""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from io import BytesIO

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

FALLBACK = "?"
# French sets a space before high punctuation; a line must not begin with it.
_HELD = re.compile(r" (?=[:;!?»%])|(?<=«) ")


class Face(StrEnum):
    DISPLAY = "BricolageGrotesque-Bold"
    TEXT = "InstrumentSans-SemiBold"


@dataclass(frozen=True, slots=True)
class Glyph:
    """An outline in font units, y upwards, with the width it takes."""

    path: str
    advance: float


def measure(text: str, face: Face, size: float, spacing: float = 0) -> float:
    """The width of the text on one line, in the units of `size`."""
    return sum(_glyph(face, letter).advance * size + spacing for letter in text) - (
        spacing if text else 0
    )


def draw_line(text: str, face: Face, *, x: float, y: float, size: float, spacing: float = 0) -> str:
    """The text centred on `x`, its baseline at `y`, as `<path>` elements without a fill."""
    position = x - measure(text, face, size, spacing) / 2
    parts = []
    for letter in text:
        glyph = _glyph(face, letter)
        if glyph.path:
            parts.append(
                f'<path transform="translate({position:.1f} {y:.1f})scale({size:.2f} {-size:.2f})" '
                f'd="{glyph.path}"/>'
            )
        position += glyph.advance * size + spacing
    return "".join(parts)


def draw_arc(
    text: str, face: Face, *, centre: float, radius: float, size: float, spacing: float, top: bool
) -> str:
    """The text upright along the top or the bottom of a circle; `radius` is the baseline's."""
    sign = 1 if top else -1
    angle = -measure(text, face, size, spacing) / radius / 2
    parts = []
    for letter in text:
        glyph = _glyph(face, letter)
        advance = glyph.advance * size
        middle = angle + advance / radius / 2
        if glyph.path:
            x = centre + radius * math.sin(middle)
            y = centre - sign * radius * math.cos(middle)
            parts.append(
                f'<path transform="translate({x:.1f} {y:.1f})'
                f"rotate({math.degrees(sign * middle):.2f})translate({-advance / 2:.1f} 0)"
                f'scale({size:.2f} {-size:.2f})" d="{glyph.path}"/>'
            )
        angle += (advance + spacing) / radius
    return "".join(parts)


def wrap(text: str, face: Face, *, size: float, widths: list[float]) -> list[str] | None:
    """The text in exactly as many balanced lines as there are widths, or None if it cannot be.

    Of all ways to break it between words, the one whose widest line is narrowest.
    """
    words = _HELD.sub("\u00a0", " ".join(text.split())).split(" ")
    best: tuple[float, list[str]] | None = None
    for lines in _divisions(words, len(widths)):
        measured = [measure(line, face, size) for line in lines]
        if all(found <= allowed for found, allowed in zip(measured, widths, strict=True)):
            widest = max(measured)
            if best is None or widest < best[0]:
                best = widest, lines
    return best[1] if best else None


def _divisions(words: list[str], count: int) -> Iterator[list[str]]:
    if count == 1:
        yield [" ".join(words)]
        return
    for cut in range(1, len(words) - count + 2):
        for rest in _divisions(words[cut:], count - 1):
            yield [" ".join(words[:cut]), *rest]


@cache
def _glyph(face: Face, letter: str) -> Glyph:
    letter = " " if letter == "\u00a0" else letter
    for candidate in (letter, unicodedata.normalize("NFKD", letter)[:1], FALLBACK):
        for name in (face.value, f"{face.value}-ext"):
            found = _draw(name, candidate)
            if found is not None:
                return found
    raise AssertionError("every face has a question mark")


@cache
def _draw(font_name: str, letter: str) -> Glyph | None:
    font = _font(font_name)
    name = font.getBestCmap().get(ord(letter)) if len(letter) == 1 else None
    if name is None:
        return None
    glyphs = font.getGlyphSet()
    scale = 1 / font["head"].unitsPerEm
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number * scale:.4f}".rstrip("0").rstrip("."))
    glyphs[name].draw(pen)
    return Glyph(pen.getCommands(), glyphs[name].width * scale)


@cache
def _font(name: str) -> TTFont:
    data = files(__package__).joinpath("fonts", f"{name}.ttf").read_bytes()
    return TTFont(BytesIO(data), lazy=False)
