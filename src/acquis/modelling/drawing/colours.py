"""The colours of badge images: the house's arithmetic under the drawing's own constants."""

from acquis.common.colours import (
    INK,
    SHAPE_CONTRAST,
    TEXT_CONTRAST,
    WHITE,
    contrast,
    is_colour,
    mix,
    until_readable,
)

__all__ = [
    "INK",
    "SHAPE_CONTRAST",
    "TEXT_CONTRAST",
    "WHITE",
    "contrast",
    "is_colour",
    "mix",
    "until_readable",
]
