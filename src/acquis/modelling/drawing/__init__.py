"""Badge images, drawn from what a badge is. Pure functions: no Django, no database, no network."""

from acquis.modelling.drawing.badge import BadgeDesign, alternative_text, draw_badge
from acquis.modelling.drawing.pictograms import Pictogram, suggest_pictogram
from acquis.modelling.drawing.render import render_png
from acquis.modelling.drawing.shapes import Shape

__all__ = [
    "BadgeDesign",
    "Pictogram",
    "Shape",
    "alternative_text",
    "draw_badge",
    "render_png",
    "suggest_pictogram",
]
