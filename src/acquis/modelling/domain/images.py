"""The badge image of a version, drawn from what it says and from the designer's choices."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from acquis.modelling.drawing import (
    BadgeDesign,
    Pictogram,
    Shape,
    alternative_text,
    draw_badge,
    render_png,
    suggest_pictogram,
)
from acquis.modelling.models import AchievementVersion, Level
from acquis.organizations.models import Organization

SHAPES = [
    (Shape.CIRCLE.value, gettext_lazy("Circle")),
    (Shape.HEXAGON.value, gettext_lazy("Hexagon")),
    (Shape.SHIELD.value, gettext_lazy("Shield")),
    (Shape.ROSETTE.value, gettext_lazy("Rosette")),
    (Shape.SQUARE.value, gettext_lazy("Square")),
    (Shape.OCTAGON.value, gettext_lazy("Octagon")),
]
PICTOGRAMS = [
    (Pictogram.QUALITY.value, gettext_lazy("Quality")),
    (Pictogram.ARTIFICIAL_INTELLIGENCE.value, gettext_lazy("Artificial intelligence")),
    (Pictogram.CARE.value, gettext_lazy("Care")),
    (Pictogram.COMMUNICATION.value, gettext_lazy("Communication")),
    (Pictogram.CONSTRUCTION.value, gettext_lazy("Construction")),
    (Pictogram.CRAFT.value, gettext_lazy("Craft")),
    (Pictogram.CYBERSECURITY.value, gettext_lazy("Cybersecurity")),
    (Pictogram.DATA.value, gettext_lazy("Data analysis")),
    (Pictogram.DATABASE.value, gettext_lazy("Databases")),
    (Pictogram.ENERGY.value, gettext_lazy("Energy")),
    (Pictogram.ENVIRONMENT.value, gettext_lazy("Environment")),
    (Pictogram.GEAR.value, gettext_lazy("Mechanics")),
    (Pictogram.HEALTH.value, gettext_lazy("Health")),
    (Pictogram.IDEA.value, gettext_lazy("Ideas")),
    (Pictogram.INDUSTRY.value, gettext_lazy("Industry")),
    (Pictogram.INTERNATIONAL.value, gettext_lazy("International")),
    (Pictogram.LANGUAGES.value, gettext_lazy("Languages")),
    (Pictogram.LAW.value, gettext_lazy("Law")),
    (Pictogram.LEADERSHIP.value, gettext_lazy("Leadership")),
    (Pictogram.LEARNING.value, gettext_lazy("Learning")),
    (Pictogram.LOGISTICS.value, gettext_lazy("Logistics")),
    (Pictogram.PARTNERSHIP.value, gettext_lazy("Partnership")),
    (Pictogram.PRESENTATION.value, gettext_lazy("Presentation")),
    (Pictogram.CODE.value, gettext_lazy("Programming")),
    (Pictogram.SAFETY.value, gettext_lazy("Safety")),
    (Pictogram.SCIENCE.value, gettext_lazy("Science")),
    (Pictogram.START_UP.value, gettext_lazy("New ventures")),
    (Pictogram.TARGET.value, gettext_lazy("Goals")),
    (Pictogram.TEAM.value, gettext_lazy("Teamwork")),
    (Pictogram.TOOLS.value, gettext_lazy("Tools")),
]


def default_choices(organization: Organization, *, about: str = "") -> dict[str, str]:
    """Where the designer starts from: the organisation's colours, a pictogram for the words."""
    return {
        "shape": Shape.HEXAGON.value,
        "pictogram": suggest_pictogram(about).value,
        "primary_colour": organization.primary_colour,
        "accent_colour": organization.accent_colour,
    }


def draw_image(version: AchievementVersion) -> tuple[str, bytes]:
    """The version's image as SVG and as PNG (600 by 600).

    It is drawn once for everybody, in the language that every published version is written in
    (`LANGUAGE_CODE`, see `achievements.gaps`), whichever language its publisher reads.
    """
    with translation.override(settings.LANGUAGE_CODE):
        svg = draw_badge(design_of(version))
    return svg, render_png(svg)


def design_of(version: AchievementVersion) -> BadgeDesign:
    levels = [row.level for row in version.skills.select_related("level__scale")]
    return _design(
        version.organization, str(version.name), version.design, levels, seed=str(version.pk)
    )


def image_alternative(version: AchievementVersion) -> str:
    return alternative_text(design_of(version), get_language() or "fr")


def preview(
    organization: Organization, *, name: str, choices: Mapping[str, Any], levels: Sequence[Level]
) -> tuple[str, str]:
    """The image as it would be drawn now, with its alternative text."""
    design = _design(organization, name or _("Name of the badge"), choices, levels, seed=name)
    return draw_badge(design), alternative_text(design, get_language() or "fr")


def _design(
    organization: Organization,
    name: str,
    choices: Mapping[str, Any],
    levels: Sequence[Level],
    *,
    seed: str,
) -> BadgeDesign:
    chosen = {**default_choices(organization, about=name), **choices}
    with translation.override(settings.LANGUAGE_CODE):
        caption = _("Micro-credential")
    # One mark for the badge: shown when its skills are all asked for at the same rung.
    level = levels[0] if levels and len({row.pk for row in levels}) == 1 else None
    return BadgeDesign(
        title=name,
        issuer=organization.profile.name,
        shape=Shape(chosen["shape"]),
        pictogram=Pictogram(chosen["pictogram"]),
        primary=chosen["primary_colour"],
        accent=chosen["accent_colour"],
        level=level.rank if level else 0,
        level_count=level.scale.levels.count() if level else 0,
        level_label=str(level.name) if level else "",
        caption=caption,
        seed=seed,
    )
