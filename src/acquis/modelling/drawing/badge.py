"""The badge: a flat shape in the brand's colour, fine engraved lines, a pictogram, the title."""

import hashlib
import math
import unicodedata
from dataclasses import dataclass
from xml.sax.saxutils import escape

from acquis.modelling.drawing import colours, lettering
from acquis.modelling.drawing.lettering import Face
from acquis.modelling.drawing.pictograms import Pictogram, drawings
from acquis.modelling.drawing.shapes import CENTRE, Shape, half_width, outline

OUTER, RIM, INNER = 290.0, 266.0, 250.0
MAX_TITLE = 120
LARGEST, SMALLEST = 58.0, 19.0
TITLE_TOP, TITLE_BOTTOM = 292.0, 442.0
# Baselines of the caption and of the issuer's name.
_STRAIGHT_AT = {
    Shape.SHIELD: (84.0, 506.0),
    Shape.HEXAGON: (94.0, 508.0),
    Shape.SQUARE: (94.0, 514.0),
    Shape.OCTAGON: (86.0, 522.0),
}
_DISC_Y, _DISC_RADIUS, _PICTOGRAM_SIZE = 192.0, 85.0, 104.0
_LEGIBLE = 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeDesign:
    """What a badge shows. Colours are `#rrggbb`; contrast is kept by moving them, never refused.

    `level` of `level_count` is drawn as marks. `seed` varies the engraved lines.
    """

    title: str
    issuer: str
    shape: Shape
    pictogram: Pictogram
    primary: str
    accent: str
    level: int = 0
    level_count: int = 0
    level_label: str = ""
    caption: str = ""
    seed: str = ""


def draw_badge(design: BadgeDesign) -> str:
    """A standalone SVG of 600 by 600: no font, script or reference; the same design, same bytes."""
    ground, ink = _ground_and_ink(design.primary)
    accent = colours.until_readable(design.accent, ground, ink, colours.SHAPE_CONTRAST)
    soft = colours.until_readable(colours.mix(accent, ink, 0.4), ground, ink, colours.TEXT_CONTRAST)
    line = colours.mix(ground, ink, 0.45)
    shade = colours.mix(ground, "#000000", 0.16)
    symbol = ground if ink == colours.WHITE else ink
    title = _composed(design.title)[:MAX_TITLE]
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" width="600" height="600" '
        'role="img">',
        f"<title>{_text(title or design.issuer)}</title><desc>{_text(design.issuer)}</desc>",
        f'<defs><clipPath id="inside"><path d="{outline(design.shape, RIM)}"/></clipPath></defs>',
        f'<path d="{outline(design.shape, OUTER)}" fill="{ground}"/>',
        f'<g clip-path="url(#inside)"><path d="M0 600L600 0V600Z" fill="{shade}" opacity=".5"/>'
        f'<path d="{_engraving(design)}" fill="none" stroke="{line}" stroke-width="1.1" '
        'opacity=".42"/></g>',
        f'<path d="{outline(design.shape, RIM)}" fill="none" stroke="{accent}" stroke-width="6"/>',
        _pictogram(design, symbol, accent),
        f'<g fill="{ink}">{_title(title, design.shape)}</g>',
        f'<g fill="{soft}">{_small_print(design)}</g>',
        _level_marks(design, accent),
        "</svg>",
    ]
    return "".join(parts)


def alternative_text(design: BadgeDesign, language: str) -> str:
    """What the image shows, in words: "fr" or anything else for English."""
    title = " ".join(design.title.split())
    text = (
        f"Badge « {title} » décerné par {design.issuer}"
        if language == "fr"
        else f"Badge “{title}” awarded by {design.issuer}"
    )
    if design.level_label:
        text += f", {'niveau' if language == 'fr' else 'level'} {design.level_label}"
    return text


def _ground_and_ink(primary: str) -> tuple[str, str]:
    """The ground as near to the brand's colour as text on it allows, and the text's colour."""
    if colours.contrast(primary, colours.INK) >= 9:  # noqa: PLR2004 - clearly a light colour
        return primary, colours.INK
    readable = colours.until_readable(
        primary, colours.WHITE, colours.INK, colours.TEXT_CONTRAST + 0.6
    )
    return readable, colours.WHITE


def _composed(text: str) -> str:
    """One blank between words, and accents joined to their letters, for which there are glyphs."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _text(text: str) -> str:
    return escape("".join(letter for letter in text if letter.isprintable()))


def _pictogram(design: BadgeDesign, symbol: str, accent: str) -> str:
    scale = _PICTOGRAM_SIZE / 24
    x, y = CENTRE - _PICTOGRAM_SIZE / 2, _DISC_Y - _PICTOGRAM_SIZE / 2
    return (
        f'<circle cx="{CENTRE:.0f}" cy="{_DISC_Y:.0f}" r="{_DISC_RADIUS:.0f}" fill="#ffffff" '
        f'stroke="{accent}" stroke-width="7"/>'
        f'<g transform="translate({x:.1f} {y:.1f})scale({scale:.3f})" fill="none" '
        f'stroke="{symbol}" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">'
        f"{drawings()[design.pictogram.value]}</g>"
    )


def _title(title: str, shape: Shape) -> str:
    """The title in one to five lines, as large as the shape allows."""
    size = LARGEST
    while size > SMALLEST:
        for count in range(1, 6):
            lines = _fit(title, shape, size, count)
            if lines is not None:
                return _draw_title(lines, size)
        size -= 1
    return _draw_title(_shorten(title, shape), SMALLEST)


def _fit(title: str, shape: Shape, size: float, count: int) -> list[str] | None:
    if count * size * 1.12 > TITLE_BOTTOM - TITLE_TOP or count > len(title.split()):
        return None
    widths = []
    for y in _baselines(count, size):
        edge = min(half_width(shape, INNER, y - size * 0.7), half_width(shape, INNER, y))
        widths.append(max(2 * edge - 44, 0))
    return lettering.wrap(title, Face.DISPLAY, size=size, widths=widths)


def _baselines(count: int, size: float) -> list[float]:
    leading = size * 1.12
    first = (TITLE_TOP + TITLE_BOTTOM) / 2 - (count - 1) * leading / 2 + size * 0.33
    return [first + index * leading for index in range(count)]


def _shorten(title: str, shape: Shape) -> list[str]:
    """A title of words that fit nowhere, cut where the lines end; the page has it whole."""
    width = 2 * half_width(shape, INNER, TITLE_BOTTOM) - 44
    lines: list[str] = []
    rest = title
    while rest and len(lines) < 5:  # noqa: PLR2004 - as many lines as a title may have
        end = len(rest)
        while end > 1 and lettering.measure(rest[:end], Face.DISPLAY, SMALLEST) > width:
            end -= 1
        lines.append(rest[:end].strip())
        rest = rest[end:].strip()
    return lines


def _draw_title(lines: list[str], size: float) -> str:
    baselines = _baselines(len(lines), size)
    return "".join(
        lettering.draw_line(line, Face.DISPLAY, x=CENTRE, y=y, size=size)
        for line, y in zip(lines, baselines, strict=True)
    )


def _small_print(design: BadgeDesign) -> str:
    """Caption at the top, issuer at the bottom: along the rim of round shapes, else straight."""
    caption = _composed(design.caption.upper())
    issuer = _composed(design.issuer)
    if design.shape in {Shape.CIRCLE, Shape.ROSETTE}:
        radius = 240.0 if design.shape == Shape.CIRCLE else 224.0
        return _arc(caption, radius - 12, 16, top=True) + _arc(issuer, radius, 23, top=False)
    top, bottom = _STRAIGHT_AT[design.shape]
    return _straight(caption, design.shape, top, 16, spacing=2.2) + _straight(
        issuer, design.shape, bottom, 23, spacing=0.2
    )


def _arc(text: str, radius: float, size: float, *, top: bool) -> str:
    spacing = 2.4 if top else 0.5
    longest = radius * math.radians(150)
    while lettering.measure(text, Face.TEXT, size, spacing) > longest and size > _LEGIBLE:
        size -= 0.5
    return lettering.draw_arc(
        text, Face.TEXT, centre=CENTRE, radius=radius, size=size, spacing=spacing, top=top
    )


def _straight(text: str, shape: Shape, y: float, size: float, *, spacing: float) -> str:
    width = 2 * min(half_width(shape, INNER, y), half_width(shape, INNER, y - size)) - 36
    while lettering.measure(text, Face.TEXT, size, spacing) > width and size > _LEGIBLE:
        size -= 0.5
        spacing *= 0.9
    if lettering.measure(text, Face.TEXT, size, spacing) > width + 12:
        return ""
    return lettering.draw_line(text, Face.TEXT, x=CENTRE, y=y, size=size, spacing=spacing)


def _level_marks(design: BadgeDesign, accent: str) -> str:
    """As many marks as the scale has levels, filled up to the level reached."""
    if not 0 < design.level <= design.level_count <= 12:  # noqa: PLR2004 - what still reads
        return ""
    gap = min(30.0, 190.0 / design.level_count)
    left = CENTRE - gap * (design.level_count - 1) / 2
    marks = []
    for index in range(design.level_count):
        reached = index < design.level
        marks.append(
            f'<circle cx="{left + index * gap:.1f}" cy="464" r="{gap * 0.27:.1f}" '
            f'fill="{accent if reached else "none"}" stroke="{accent}" stroke-width="2.5"/>'
        )
    return "".join(marks)


def _engraving(design: BadgeDesign) -> str:
    """A guilloche: one rosette line whose waves the seed chooses."""
    digest = hashlib.sha256(f"{design.seed}|{design.title}".encode()).digest()
    turns = 5 + digest[0] % 4  # how often the line goes round before it closes
    petals = turns * (3 + digest[1] % 3) + 1
    depth = 0.10 + digest[2] / 255 * 0.14
    phase = digest[3] / 255 * math.tau
    steps = 150 * turns
    points = []
    for step in range(steps):
        angle = math.tau * turns * step / steps
        reach = 262 * (1 - depth + depth * math.cos(angle * petals / turns + phase))
        x, y = CENTRE + reach * math.cos(angle), CENTRE + reach * math.sin(angle)
        points.append(f"{x:.0f} {y:.0f}")
    return "M" + "L".join(points) + "Z"
