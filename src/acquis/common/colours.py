"""Colours that stay readable, whatever brand they come from (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0
WHITE = "#ffffff"
INK = "#17152b"
_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")
_STEP = 0.04


def is_colour(text: str) -> bool:
    return _HEX.match(text) is not None


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(first: str, second: str, share: float) -> str:
    """`first` with that share (0 to 1) of `second` in it."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def until_readable(colour: str, ground: str, towards: str, ratio: float) -> str:
    """The colour, moved towards another just as far as its contrast on the ground demands."""
    share = 0.0
    found = colour
    while contrast(found, ground) < ratio and share < 1:
        share += _STEP
        found = mix(colour, towards, min(share, 1))
    return found


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    if value <= 0.04045:  # noqa: PLR2004 - sRGB's own bound
        return value / 12.92
    return float(((value + 0.055) / 1.055) ** 2.4)
