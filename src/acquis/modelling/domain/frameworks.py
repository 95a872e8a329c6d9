"""Skills frameworks and mastery scales: brought in without ever doubling anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from i18nfield.strings import LazyI18nString

from acquis.common.text import fold
from acquis.modelling.models import Level, Scale, Skill, SkillFramework

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SkillEntry:
    """A skill as a framework publishes it: its URI, and its words by language."""

    uri: str
    label: Labels
    description: Labels = field(default_factory=dict)


@transaction.atomic
def install_framework(
    *, uri: str, name: str, version: str, attribution: str, skills: Iterable[SkillEntry]
) -> SkillFramework:
    """Make or update a framework that belongs to everybody; a second time changes nothing."""
    framework, _ = SkillFramework.objects.update_or_create(
        uri=uri, defaults={"name": name, "version": version, "attribution": attribution}
    )
    rows = [
        Skill(
            framework=framework,
            uri=entry.uri,
            label=LazyI18nString(dict(entry.label)),
            description=LazyI18nString(dict(entry.description)),
            search_text=fold(" ".join(entry.label.values())),
        )
        for entry in skills
    ]
    Skill.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["framework", "uri"],
        update_fields=["label", "description", "search_text"],
        batch_size=500,
    )
    return framework


@transaction.atomic
def install_scale(*, name: Labels, levels: Iterable[tuple[Labels, Labels]]) -> Scale:
    """Make a scale that belongs to everybody, its levels (name, what is expected) rising from 1."""
    scale = Scale.objects.create(name=LazyI18nString(dict(name)))
    for rank, (level_name, expected) in enumerate(levels, start=1):
        Level.objects.create(
            scale=scale,
            rank=rank,
            name=LazyI18nString(dict(level_name)),
            description=LazyI18nString(dict(expected)),
        )
    return scale
