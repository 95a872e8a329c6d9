"""What the editor's form sends."""

from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from acquis.modelling.models import Level, Skill
from tests import factories


def filled(
    chosen: Skill | None = None, level: Level | None = None, /, **changes: Any
) -> dict[str, Any]:
    """A complete form; a change to None leaves the field out."""
    chosen = chosen or factories.skill()
    fields: dict[str, Any] = {
        "name_fr": "Animer une réunion",
        "name_en": "",
        "description_fr": "Prépare et conclut.",
        "description_en": "",
        "validity_months": "24",
        "shape": "hexagon",
        "pictogram": "team",
        "primary_colour": "#3a2ec2",
        "accent_colour": "#f2a541",
        "skill": [str(chosen.pk)],
        f"level-{chosen.pk}": str((level or factories.level()).pk),
        "criterion_fr": ["L’ordre du jour est une question.", "La décision est écrite."],
        "criterion_en": ["", "The decision is written."],
    } | changes
    return {name: value for name, value in fields.items() if value is not None}


def sent(fields: dict[str, Any]) -> QueryDict:
    return QueryDict(urlencode(fields, doseq=True))
