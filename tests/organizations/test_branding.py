"""Whatever colour an organisation has, text on it and in it can be read (WCAG 2.2, 1.4.3)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.common.colours import TEXT_CONTRAST, contrast
from acquis.organizations.domain import branding
from tests.structure.floors import ROOT

pytestmark = pytest.mark.unit

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_every_colour_reaches_the_contrast_on_every_ground(colour: str) -> None:
    brand = branding.brand_of(colour)
    for tones, grounds in (
        (brand.light, branding.LIGHT_GROUNDS),
        (brand.dark, branding.DARK_GROUNDS),
    ):
        reached = {name: contrast(tones.brand, ground) for name, ground in grounds.items()}
        reached["soft"] = contrast(tones.brand, tones.soft)
        reached["on brand"] = contrast(tones.on_brand, tones.brand)
        reached["on strong"] = contrast(tones.on_brand, tones.strong)
        assert {name: ratio for name, ratio in reached.items() if ratio < TEXT_CONTRAST} == {}


@given(colours)
def test_the_style_holds_nothing_but_four_colours_a_theme(colour: str) -> None:
    tokens = r"(--(brand|brand-strong|brand-soft|on-brand):#[0-9a-f]{6};?){4}"
    assert re.fullmatch(
        rf":root\{{{tokens}\}}\[data-theme=dark\]\{{{tokens}\}}", branding.brand_of(colour).css()
    )


@pytest.mark.parametrize(
    "text", ["", "red", "#12", "#3a2ec2}body{display:none", "</style><script>alert(1)</script>"]
)
def test_what_is_no_colour_gives_the_house_s(text: str) -> None:
    assert branding.brand_of(text) == branding.brand_of("#3a2ec2")


def test_a_readable_colour_is_kept_and_another_is_named_as_changed() -> None:
    assert branding.brand_of("#3A2EC2").light.brand == "#3a2ec2"
    assert [branding.is_changed(colour) for colour in ("#3a2ec2", "#ffd400")] == [False, True]


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    sheet = (ROOT / "src/acquis/web/styles/app.css").read_text(encoding="utf-8")
    light, dark = re.findall(r"(?:^:root|^\[data-theme=\"dark\"\]) \{(.*?)^\}", sheet, re.M | re.S)[
        :2
    ]
    for block, grounds in ((light, branding.LIGHT_GROUNDS), (dark, branding.DARK_GROUNDS)):
        tokens = dict(re.findall(r"--(paper|surface|sunken): (#[0-9a-f]{6});", block))
        assert tokens == grounds


def test_the_sample_draws_both_themes_in_the_computed_colours() -> None:
    brand = branding.brand_of("#ffd400")
    drawn = set(re.findall(r"#[0-9a-f]{6}", branding.sample("#ffd400")))

    assert {brand.light.brand, brand.light.soft, brand.dark.brand, brand.dark.soft} <= drawn
