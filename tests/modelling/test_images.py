"""From what a version says to what its badge shows."""

from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from PIL import Image

from acquis.modelling.domain.images import (
    PICTOGRAMS,
    SHAPES,
    default_choices,
    design_of,
    draw_image,
    image_alternative,
    preview,
)
from acquis.modelling.drawing import BadgeDesign, Pictogram, Shape
from acquis.modelling.drawing.pictograms import drawings
from acquis.modelling.templatetags.badges import pictogram
from acquis.organizations.models import Organization
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def organization() -> Organization:
    return factories.organization(name="Atelier", colours=("#112233", "#ddeeff"))


def test_every_shape_and_pictogram_can_be_chosen_and_is_named() -> None:
    assert sorted(value for value, _label in SHAPES) == sorted(Shape)
    assert sorted(value for value, _label in PICTOGRAMS) == sorted(Pictogram)
    for language in ("fr", "en"):
        with translation.override(language):
            for choices in (SHAPES, PICTOGRAMS):
                labels = [str(label) for _value, label in choices]
                assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("about", "symbol"), [("Encadrer une équipe", "team"), ("", "quality"), ("Xyz", "quality")]
)
def test_the_designer_starts_from_the_brand_and_the_words(
    organization: Organization, about: str, symbol: str
) -> None:
    assert default_choices(organization, about=about) == {
        "shape": "hexagon",
        "pictogram": symbol,
        "primary_colour": "#112233",
        "accent_colour": "#ddeeff",
    }


def test_the_image_is_in_the_site_s_language_whoever_publishes(organization: Organization) -> None:
    version = factories.draft(organization)
    drawn = draw_image(version)
    shown, _words = preview(organization, name="Réunion", choices={}, levels=[])
    with translation.override("en"):
        assert str(version.name) == "Chair a useful meeting"
        assert draw_image(version) == drawn
        assert preview(organization, name="Réunion", choices={}, levels=[])[0] == shown
    assert "<title>Animer une réunion utile</title>" in drawn[0]


def test_a_version_is_drawn_from_what_it_says(organization: Organization) -> None:
    version = factories.draft(
        organization, design={"shape": "circle", "pictogram": "law", "accent_colour": "#ffffff"}
    )
    assert design_of(version) == BadgeDesign(
        title="Animer une réunion utile",
        issuer="Atelier",
        shape=Shape.CIRCLE,
        pictogram=Pictogram.LAW,
        primary="#112233",
        accent="#ffffff",
        level=2,
        level_count=4,
        level_label="Niveau 2",
        caption="Micro-certification",
        seed=str(version.pk),
    )


@pytest.mark.parametrize(
    ("ranks", "level"), [([], (0, 0, "")), ([3, 3], (3, 4, "Niveau 3")), ([1, 2], (0, 0, ""))]
)
def test_a_level_is_shown_if_all_skills_are_asked_for_at_it(
    organization: Organization, ranks: list[int], level: tuple[int, int, str]
) -> None:
    skills = [(factories.skill(f"savoir {n}"), factories.level(r)) for n, r in enumerate(ranks)]
    design = design_of(factories.draft(organization, skills=skills))
    assert (design.level, design.level_count, design.level_label) == level


@pytest.mark.parametrize("shape", Shape)
def test_the_image_is_600_by_600_in_both_formats(organization: Organization, shape: Shape) -> None:
    svg, png = draw_image(factories.draft(organization, design={"shape": shape.value}))
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600"')
    with Image.open(BytesIO(png)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("PNG", (600, 600), "RGBA")
        assert picture.getpixel((0, 0))[3] == 0
        assert picture.getpixel((300, 540))[3] == 255


def test_a_version_is_drawn_alike_every_time(organization: Organization) -> None:
    version = factories.draft(organization)
    assert draw_image(version) == draw_image(version)


def test_versions_of_the_same_words_differ_in_their_engraving(organization: Organization) -> None:
    drawn = {draw_image(factories.draft(organization))[0] for _number in range(2)}
    assert len(drawn) == 2


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Badge « Animer une réunion utile » décerné par Atelier, niveau Niveau 2"),
        ("en", "Badge “Chair a useful meeting” awarded by Atelier, level Level 2"),
    ],
)
def test_the_image_is_put_into_words(organization: Organization, language: str, text: str) -> None:
    version = factories.draft(organization)
    with translation.override(language):
        assert image_alternative(version) == text


@pytest.mark.parametrize(("name", "title"), [("", "Nom du badge"), ("Souder", "Souder")])
def test_a_preview_needs_no_version(organization: Organization, name: str, title: str) -> None:
    values: dict[str, Any] = {"name": name, "choices": {}, "levels": []}
    svg, alternative = preview(organization, **values)
    assert f"<title>{title}</title>" in svg
    assert alternative == f"Badge « {title} » décerné par Atelier"
    assert preview(organization, **values) == (svg, alternative)


def test_a_preview_shows_the_level(organization: Organization) -> None:
    _svg, alternative = preview(
        organization, name="Souder", choices={}, levels=[factories.level(4)]
    )
    assert alternative == "Badge « Souder » décerné par Atelier, niveau Niveau 4"


def test_a_pictogram_stands_inline_in_a_page() -> None:
    assert drawings()["team"] in pictogram("team")
    assert pictogram('"><script>').endswith('aria-hidden="true"></svg>')
