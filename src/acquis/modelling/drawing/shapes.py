"""The outlines of badges, as SVG path data around the middle of a 600 by 600 field."""

import math
from enum import StrEnum

CENTRE = 300.0


class Shape(StrEnum):
    CIRCLE = "circle"
    HEXAGON = "hexagon"
    SHIELD = "shield"
    ROSETTE = "rosette"
    SQUARE = "square"
    OCTAGON = "octagon"


def outline(shape: Shape, radius: float) -> str:
    """The closed outline whose outermost points lie about `radius` from the middle."""
    if shape == Shape.CIRCLE:
        return _circle(radius)
    if shape == Shape.SHIELD:
        return _shield(radius)
    if shape == Shape.ROSETTE:
        return _rosette(radius)
    if shape == Shape.SQUARE:
        return _polygon(4, radius * 1.22, 45, corner=radius * 0.34)
    sides, turn = (6, 30) if shape == Shape.HEXAGON else (8, 22.5)
    return _polygon(sides, radius * 1.04, turn, corner=radius * 0.16)


def half_width(shape: Shape, radius: float, y: float) -> float:
    """How far a centred line at height `y` may reach to each side and stay inside the outline."""
    rise = abs(y - CENTRE)
    if shape == Shape.SQUARE:
        return radius * 0.84
    if shape == Shape.SHIELD:
        return _shield_half_width(radius, y)
    if shape in {Shape.HEXAGON, Shape.OCTAGON}:
        return _polygon_half_width(6 if shape == Shape.HEXAGON else 8, radius, rise)
    inner = radius * (0.93 if shape == Shape.ROSETTE else 1)
    return math.sqrt(max(inner * inner - rise * rise, 0))


def _polygon_half_width(sides: int, radius: float, rise: float) -> float:
    if sides == 6:  # noqa: PLR2004 - pointing up and down
        return min(radius * 0.9, (radius * 1.04 - rise) * math.sqrt(3))
    return min(radius * 0.96, radius * 1.34 - rise)


def _shield_half_width(radius: float, y: float) -> float:
    top, bottom = CENTRE - radius * 0.96, CENTRE + radius * 1.02
    if y < CENTRE + radius * 0.1:
        return radius * 0.84
    share = (y - CENTRE - radius * 0.1) / (bottom - CENTRE - radius * 0.1)
    return radius * 0.84 * math.sqrt(max(1 - share**1.7, 0)) if y > top else 0


def _circle(radius: float) -> str:
    left, width = CENTRE - radius, 2 * radius
    return (
        f"M{left:.1f} {CENTRE:.1f}a{radius:.1f} {radius:.1f} 0 1 0 {width:.1f} 0"
        f"a{radius:.1f} {radius:.1f} 0 1 0 {-width:.1f} 0Z"
    )


def _shield(radius: float) -> str:
    left, right = CENTRE - radius * 0.9, CENTRE + radius * 0.9
    top, bottom = CENTRE - radius * 0.96, CENTRE + radius * 1.02
    shoulder, corner = CENTRE + radius * 0.1, radius * 0.2
    return (
        f"M{left + corner:.1f} {top:.1f}H{right - corner:.1f}Q{right:.1f} {top:.1f} {right:.1f} "
        f"{top + corner:.1f}V{shoulder:.1f}C{right:.1f} {CENTRE + radius * 0.62:.1f} "
        f"{CENTRE + radius * 0.4:.1f} {CENTRE + radius * 0.88:.1f} {CENTRE:.1f} {bottom:.1f}"
        f"C{CENTRE - radius * 0.4:.1f} {CENTRE + radius * 0.88:.1f} {left:.1f} "
        f"{CENTRE + radius * 0.62:.1f} {left:.1f} {shoulder:.1f}V{top + corner:.1f}"
        f"Q{left:.1f} {top:.1f} {left + corner:.1f} {top:.1f}Z"
    )


def _rosette(radius: float) -> str:
    """A disc with sixteen soft scallops."""
    scallops = 16
    inner = radius * 0.945
    parts: list[str] = []
    for index in range(scallops):
        start, end = (2 * math.pi * (index + part) / scallops for part in (0, 1))
        x, y = CENTRE + inner * math.cos(end), CENTRE + inner * math.sin(end)
        if not parts:
            parts.append(
                f"M{CENTRE + inner * math.cos(start):.1f} {CENTRE + inner * math.sin(start):.1f}"
            )
        bow = inner * math.sin(math.pi / scallops) * 1.08
        parts.append(f"A{bow:.1f} {bow:.1f} 0 0 1 {x:.1f} {y:.1f}")
    return "".join(parts) + "Z"


def _polygon(sides: int, radius: float, turn: float, *, corner: float) -> str:
    """A regular polygon with rounded corners; the first corner stands at `turn` degrees."""
    points = [
        (
            CENTRE + radius * math.cos(math.radians(turn + 360 * index / sides)),
            CENTRE + radius * math.sin(math.radians(turn + 360 * index / sides)),
        )
        for index in range(sides)
    ]
    parts: list[str] = []
    for index, (x, y) in enumerate(points):
        before, after = points[index - 1], points[(index + 1) % sides]
        enter, leave = _towards((x, y), before, corner), _towards((x, y), after, corner)
        parts.append(
            f"{'L' if parts else 'M'}{enter[0]:.1f} {enter[1]:.1f}"
            f"Q{x:.1f} {y:.1f} {leave[0]:.1f} {leave[1]:.1f}"
        )
    return "".join(parts) + "Z"


def _towards(
    start: tuple[float, float], end: tuple[float, float], distance: float
) -> tuple[float, float]:
    length = math.dist(start, end)
    share = min(distance / length, 0.5)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
