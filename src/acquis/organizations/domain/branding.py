"""An organisation's colour as the pages' brand colour: hers as far as it stays readable.

Text on it and text in it reach 4.5:1 (WCAG 2.2, 1.4.3) on every ground the pages have, in light
and in dark. The grounds are those of the style sheet; a test compares them.
"""

from dataclasses import dataclass

from acquis.common.colours import TEXT_CONTRAST, WHITE, contrast, is_colour, mix

BLACK = "#000000"
# The grounds on which brand-coloured text stands: the one that leaves it the least contrast first.
LIGHT_GROUNDS = {"sunken": "#f3f0e8", "paper": "#faf8f3", "surface": "#ffffff"}
DARK_GROUNDS = {"surface": "#1c1929", "sunken": "#181524", "paper": "#13111d"}
ON_DARK = "#151030"
_SOFT = 0.1
_STEP = 0.02


@dataclass(frozen=True, slots=True)
class Tones:
    """The brand's tokens in one theme, as `#rrggbb`."""

    brand: str
    strong: str
    soft: str
    on_brand: str


@dataclass(frozen=True, slots=True)
class Brand:
    light: Tones
    dark: Tones

    def css(self) -> str:
        """Custom properties only, out of colours computed here: nothing of a person's text."""
        return f":root{{{_properties(self.light)}}}[data-theme=dark]{{{_properties(self.dark)}}}"


def brand_of(primary_colour: str) -> Brand:
    """The brand of a main colour. What is no colour gives the house's own."""
    colour = primary_colour.lower() if is_colour(primary_colour) else "#3a2ec2"
    return Brand(
        light=_tones(colour, LIGHT_GROUNDS["sunken"], LIGHT_GROUNDS["surface"], BLACK, WHITE),
        dark=_tones(colour, DARK_GROUNDS["surface"], DARK_GROUNDS["surface"], WHITE, ON_DARK),
    )


def _tones(colour: str, ground: str, surface: str, away: str, on_brand: str) -> Tones:
    """The colour moved `away` from the grounds until it can be read on them, on its own soft tint,
    and until text can be read on it."""
    share = 0.0
    brand = colour
    while _worst(brand, [ground, mix(surface, brand, _SOFT), on_brand]) < TEXT_CONTRAST:
        share = min(share + _STEP, 1)
        brand = mix(colour, away, share)
    return Tones(brand, mix(brand, away, 0.25), mix(surface, brand, _SOFT), on_brand)


def _worst(brand: str, others: list[str]) -> float:
    return min(contrast(brand, other) for other in others)


def _properties(tones: Tones) -> str:
    return (
        f"--brand:{tones.brand};--brand-strong:{tones.strong};"
        f"--brand-soft:{tones.soft};--on-brand:{tones.on_brand}"
    )


def is_changed(primary_colour: str) -> bool:
    """Whether text in the light theme needs another colour than the one chosen."""
    return brand_of(primary_colour).light.brand != primary_colour.lower()


@dataclass(frozen=True, slots=True)
class Reached:
    """A contrast of the theme, as a ratio to one."""

    theme: str
    text_on_brand: float
    brand_as_text: float


def contrasts(primary_colour: str) -> list[Reached]:
    """What the computed colours reach, the worst ground counting."""
    brand = brand_of(primary_colour)
    themes = [("light", brand.light, LIGHT_GROUNDS), ("dark", brand.dark, DARK_GROUNDS)]
    return [
        Reached(
            name,
            round(contrast(tones.on_brand, tones.brand), 1),
            round(min(contrast(tones.brand, g) for g in [*grounds.values(), tones.soft]), 1),
        )
        for name, tones, grounds in themes
    ]


def sample(primary_colour: str) -> str:
    """An SVG of a button, a link and a label in both themes: what pages will look like."""
    brand = brand_of(primary_colour)
    halves = [(0, brand.light, "#faf8f3", "#ffffff"), (220, brand.dark, "#13111d", "#1c1929")]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 440 150" '
        'font-family="system-ui,sans-serif" font-size="15" font-weight="600">'
        + "".join(_half(*half) for half in halves)
        + "</svg>"
    )


def _half(left: int, tones: Tones, paper: str, surface: str) -> str:
    return (
        f'<g transform="translate({left} 0)"><rect width="220" height="150" fill="{paper}"/>'
        f'<rect x="14" y="14" width="192" height="122" rx="14" fill="{surface}"/>'
        f'<rect x="30" y="32" width="104" height="38" rx="11" fill="{tones.brand}"/>'
        f'<text x="82" y="56" text-anchor="middle" fill="{tones.on_brand}">Aa Bb</text>'
        f'<rect x="30" y="88" width="74" height="28" rx="14" fill="{tones.soft}"/>'
        f'<text x="67" y="107" text-anchor="middle" fill="{tones.brand}">Aa Bb</text>'
        f'<text x="122" y="107" fill="{tones.brand}" text-decoration="underline">Aa Bb</text></g>'
    )
