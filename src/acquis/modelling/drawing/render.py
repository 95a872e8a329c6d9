"""SVG to PNG, by a typst compiler that is kept between pictures."""

import threading
from typing import Any

import typst

_local = threading.local()
_PAGE = (
    "#let data = sys.inputs\n#set page(width: float(data.width) * 1pt, "
    "height: float(data.height) * 1pt, margin: 0pt, fill: none)\n"
    '#image(bytes(data.svg), format: "svg", width: 100%, height: 100%)\n'
)


def render_png(svg: str, *, size: int = 600) -> bytes:
    """The drawing as a PNG of `size` by `size` pixels on a transparent ground."""
    return _render(svg, size, size)


def _render(svg: str, width: int, height: int) -> bytes:
    inputs: dict[str, Any] = {"svg": svg, "width": str(width), "height": str(height)}
    compiler = getattr(_local, "compiler", None)
    if compiler is None:
        compiler = _local.compiler = typst.Compiler(ignore_system_fonts=True)
    picture = compiler.compile(_PAGE.encode(), format="png", ppi=72.0, sys_inputs=inputs)
    if not isinstance(picture, bytes):
        raise TypeError("A page is one picture.")
    return picture
