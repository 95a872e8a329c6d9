"""SVG to PNG: one picture, of the size asked for, without any file or font of the machine."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from acquis.modelling.drawing import draw_badge, render_png
from tests.modelling.drawing.designs import design

pytestmark = pytest.mark.unit

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10" height="10">'
    '<rect width="10" height="10" fill="{}"/></svg>'
)


@pytest.mark.parametrize("size", [64, 600])
def test_a_picture_has_the_size_asked_for(size: int) -> None:
    with Image.open(BytesIO(render_png(draw_badge(design()), size=size))) as picture:
        assert (picture.format, picture.size) == ("PNG", (size, size))


def test_a_drawing_gives_the_same_picture_every_time() -> None:
    svg = draw_badge(design())
    assert render_png(svg) == render_png(svg)


def test_threads_draw_each_its_own_picture() -> None:
    colours = {"#ff0000": (255, 0, 0), "#00ff00": (0, 255, 0), "#0000ff": (0, 0, 255)}

    def middle(colour: str) -> tuple[int, ...]:
        with Image.open(BytesIO(render_png(SQUARE.format(colour), size=20))) as picture:
            found: tuple[int, ...] = picture.convert("RGB").getpixel((10, 10))
            return found

    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(middle, list(colours) * 4))
    assert found == list(colours.values()) * 4
