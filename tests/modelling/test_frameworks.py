"""Frameworks and scales: brought in without ever doubling anything."""

from typing import Any

import pytest

from acquis.modelling.domain.frameworks import SkillEntry, install_framework, install_scale
from acquis.modelling.models import Level, Skill, SkillFramework

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

URI = "https://skills.example/"


def install(*skills: SkillEntry, **changes: Any) -> SkillFramework:
    values = {"uri": URI, "name": "Essai", "version": "1", "attribution": "Inventé."} | changes
    return install_framework(skills=skills, **values)


def entry(number: int = 1, **label: str) -> SkillEntry:
    return SkillEntry(f"{URI}{number}", label or {"fr": "Écouter", "en": "Listen"})


def test_a_framework_is_everybodys_and_has_its_skills() -> None:
    framework = install(entry(), SkillEntry(f"{URI}2", {"fr": "Lire"}, {"fr": "Des textes."}))
    assert (str(framework), framework.version, framework.attribution, framework.organization) == (
        "Essai",
        "1",
        "Inventé.",
        None,
    )
    rows = framework.skills.order_by("uri")
    assert [(s.uri, s.label.data, s.description.data, s.search_text) for s in rows] == [
        (f"{URI}1", {"fr": "Écouter", "en": "Listen"}, {}, "ecouter listen"),
        (f"{URI}2", {"fr": "Lire"}, {"fr": "Des textes."}, "lire"),
    ]
    assert str(rows[0]) == "Écouter"


def test_a_second_time_changes_nothing() -> None:
    install(entry(1), entry(2))
    before = list(Skill.objects.order_by("uri").values())
    install(entry(1), entry(2))
    assert list(Skill.objects.order_by("uri").values()) == before
    assert SkillFramework.objects.count() == 1


def test_a_new_release_updates_the_words_under_the_same_identifiers() -> None:
    before = install(entry(1), entry(2)).skills.get(uri=f"{URI}1").pk
    install(entry(1, fr="Écouter mieux"), entry(3), version="2")
    framework = SkillFramework.objects.get()
    assert framework.version == "2"
    assert framework.skills.get(uri=f"{URI}1").pk == before
    assert sorted(framework.skills.values_list("uri", "search_text")) == [
        (f"{URI}1", "ecouter mieux"),
        (f"{URI}2", "ecouter listen"),
        (f"{URI}3", "ecouter listen"),
    ]


def test_frameworks_may_name_the_same_identifier() -> None:
    install(entry())
    install(entry(), uri="https://others.example/")
    assert Skill.objects.count() == 2


def test_a_framework_of_more_skills_than_a_batch_is_whole() -> None:
    framework = install(*(entry(number) for number in range(1201)))
    assert framework.skills.count() == 1201


def test_a_framework_without_skills_is_installed() -> None:
    assert install().skills.count() == 0


def test_the_levels_of_a_scale_rise_from_one() -> None:
    scale = install_scale(
        name={"fr": "Deux"},
        levels=[({"fr": "Bas"}, {}), ({"fr": "Haut", "en": "High"}, {"fr": "Tout."})],
    )
    assert (str(scale), scale.organization) == ("Deux", None)
    found = [(lv.rank, lv.name.data, lv.description.data) for lv in Level.objects.all()]
    assert found == [
        (1, {"fr": "Bas"}, {}),
        (2, {"fr": "Haut", "en": "High"}, {"fr": "Tout."}),
    ]
    assert str(Level.objects.get(rank=2)) == "Haut"
