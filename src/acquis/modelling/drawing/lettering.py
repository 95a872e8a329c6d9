"""Text as outlines: measured exactly, and the same in every viewer without any font."""

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import accumulate, pairwise

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

FALLBACK = "?"
# Joiners, selectors and loose accents: part of another letter, nothing by themselves.
_UNSEEN = {"Cf", "Mn", "Me"}
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
    ends = [0.0, *accumulate(measure(f"{word} ", face, size) for word in words)]
    blank = measure(" ", face, size)
    # For each number of words that the lines so far may hold: their widest line, where each ends.
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for allowed in widths:
        longer: dict[int, tuple[float, list[int]]] = {}
        for start, (widest, cuts) in best.items():
            for end in range(start + 1, len(words) + 1):
                width = ends[end] - ends[start] - blank
                if width > allowed:
                    break
                if end not in longer or max(widest, width) < longer[end][0]:
                    longer[end] = max(widest, width), [*cuts, end]
        best = longer
    if len(words) not in best:
        return None
    cuts = best[len(words)][1]
    return [" ".join(words[start:end]) for start, end in pairwise([0, *cuts])]


@cache
def _glyph(face: Face, letter: str) -> Glyph:
    letter = " " if letter == "\u00a0" else letter
    if unicodedata.category(letter) in _UNSEEN:
        return Glyph("", 0)
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
