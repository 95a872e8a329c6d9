"""Designs that the tests of drawing start from."""

from typing import Any

from acquis.modelling.drawing import BadgeDesign, Pictogram, Shape


def design(**changes: Any) -> BadgeDesign:
    values: dict[str, Any] = {
        "title": "Animer une réunion utile",
        "issuer": "Atelier Léonard",
        "shape": Shape.HEXAGON,
        "pictogram": Pictogram.TEAM,
        "primary": "#3a2ec2",
        "accent": "#f2a541",
        "level": 2,
        "level_count": 4,
        "level_label": "Confirmé",
        "caption": "Micro-certification",
        "seed": "seed",
    }
    return BadgeDesign(**(values | changes))
