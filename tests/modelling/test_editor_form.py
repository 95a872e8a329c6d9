"""The editor's form: what it takes, what it asks for, and whose skills it lets through."""

from typing import Any

import pytest

from acquis.modelling.forms import AchievementForm
from acquis.modelling.models import Level, Scale, Skill, SkillFramework
from acquis.organizations.models import Organization
from tests import factories
from tests.modelling.editor import filled, sent

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

UNKNOWN = "00000000-0000-4000-8000-000000000001"
NO_UUID = "00000000-0000-4000-8000-00000000000g"
REQUIRED = "Ce champ est obligatoire."


@pytest.fixture
def organization() -> Organization:
    return factories.organization()


@pytest.fixture
def skill() -> Skill:
    return factories.skill()


def form_with(organization: Organization, fields: dict[str, Any]) -> AchievementForm:
    return AchievementForm(sent(fields), organization=organization)


def foreign_skill() -> Skill:
    other = factories.organization()
    framework = SkillFramework.objects.create(
        organization=other, uri="https://other.example/", name="Maison"
    )
    return Skill.objects.create(framework=framework, uri="https://other.example/1", label="Secret")


def foreign_level() -> Level:
    scale = Scale.objects.create(organization=factories.organization(), name="Maison")
    return Level.objects.create(scale=scale, rank=1, name="Secret")


def test_a_complete_form_is_the_content_of_a_draft(
    organization: Organization, skill: Skill
) -> None:
    form = form_with(organization, filled(skill))
    assert form.errors == {}
    content = form.content()
    assert content.name == {"fr": "Animer une réunion", "en": ""}
    assert content.description == {"fr": "Prépare et conclut.", "en": ""}
    assert content.validity_months == 24
    assert content.skills == [(skill, factories.level())]
    assert content.criteria == [
        {"fr": "L’ordre du jour est une question.", "en": ""},
        {"fr": "La décision est écrite.", "en": "The decision is written."},
    ]
    assert content.design == {
        "shape": "hexagon",
        "pictogram": "team",
        "primary_colour": "#3a2ec2",
        "accent_colour": "#f2a541",
    }


def test_a_draft_needs_no_more_than_a_name(organization: Organization) -> None:
    fields = filled(description_fr="", validity_months="", skill=[], criterion_fr=[""])
    form = form_with(organization, fields)
    assert form.errors == {}
    content = form.content()
    assert (content.skills, content.criteria, content.validity_months) == ([], [], None)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"name_fr": ""}, {"name_fr": [REQUIRED]}),
        ({"name_fr": None}, {"name_fr": [REQUIRED]}),
        (
            {"name_fr": "x" * 121},
            {
                "name_fr": [
                    "Assurez-vous que cette valeur comporte au plus 120 caractères "
                    "(actuellement 121)."
                ]
            },
        ),
        ({"name_fr": "a\x00b"}, {"name_fr": ["Le caractère nul n’est pas autorisé."]}),
        ({"shape": None}, {"shape": [REQUIRED]}),
        (
            {"shape": "star"},
            {"shape": ["Sélectionnez un choix valide. star n’en fait pas partie."]},
        ),
        (
            {"pictogram": "<svg/>"},
            {"pictogram": ["Sélectionnez un choix valide. <svg/> n’en fait pas partie."]},
        ),
        (
            {"validity_months": "7"},
            {"validity_months": ["Sélectionnez un choix valide. 7 n’en fait pas partie."]},
        ),
        ({"primary_colour": ""}, {"primary_colour": [REQUIRED]}),
        *(
            ({"accent_colour": colour}, {"accent_colour": ["Saisissez une valeur valide."]})
            for colour in ("red", "#fff", '#12345"', "#1234567", "url(#x)")
        ),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    organization: Organization, changes: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    form = form_with(organization, filled(**changes))
    assert {name: list(found) for name, found in form.errors.items()} == errors


@pytest.mark.parametrize("value", ["", None, "x", UNKNOWN])
def test_a_skill_without_a_level_is_asked_for_it(
    organization: Organization, skill: Skill, value: str | None
) -> None:
    form = form_with(organization, filled(skill, **{f"level-{skill.pk}": value}))
    assert form.errors == {"__all__": ["Choisissez un niveau pour « animer une réunion »."]}
    assert form.chosen == [(skill, None)]


def test_a_level_of_another_organisation_is_none(organization: Organization, skill: Skill) -> None:
    form = form_with(organization, filled(skill, foreign_level()))
    assert form.chosen == [(skill, None)]


def test_a_criterion_without_french_is_asked_for_it(organization: Organization) -> None:
    form = form_with(
        organization,
        filled(criterion_fr=["Un.", " ", "\t"], criterion_en=["", "Two.", "Three."]),
    )
    assert form.errors == {
        "__all__": [
            "Écrivez aussi en français : « Two. ».",
            "Écrivez aussi en français : « Three. ».",
        ]
    }


@pytest.mark.parametrize(
    ("french", "english", "criteria"),
    [
        (["", " Un. ", ""], ["", "", ""], [{"fr": "Un.", "en": ""}]),
        (["Un.", "Deux."], ["One."], [{"fr": "Un.", "en": "One."}]),
        (["Un."], [], []),
        ([], ["One."], []),
        (["x" * 1001], [""], [{"fr": "x" * 1000, "en": ""}]),
    ],
    ids=["blank rows", "uneven", "no english", "no french", "too long"],
)
def test_criteria_come_row_by_row(
    organization: Organization,
    french: list[str],
    english: list[str],
    criteria: list[dict[str, str]],
) -> None:
    form = form_with(organization, filled(criterion_fr=french, criterion_en=english))
    assert form.criteria == criteria


def test_skills_keep_their_order_and_come_once(organization: Organization) -> None:
    first, second = factories.skill("zzz"), factories.skill("aaa")
    ids = [str(first.pk), str(second.pk), str(first.pk).upper(), f"{{{second.pk}}}"]
    form = form_with(
        organization, filled(first, skill=ids, **{f"level-{second.pk}": factories.level(3).pk})
    )
    assert form.errors == {}
    assert form.content().skills == [(first, factories.level()), (second, factories.level(3))]


@pytest.mark.parametrize(
    "identifier",
    ["", "x", "' OR 1=1", "1", "é" * 36, "\x00", NO_UUID, UNKNOWN],
)
def test_what_is_no_skill_is_ignored(
    organization: Organization, skill: Skill, identifier: str
) -> None:
    form = form_with(organization, filled(skill, skill=[identifier, str(skill.pk)]))
    assert form.errors == {}
    assert form.chosen == [(skill, factories.level())]


def test_a_skill_of_another_organisation_is_ignored(
    organization: Organization, skill: Skill
) -> None:
    foreign = foreign_skill()
    fields = filled(
        skill,
        skill=[str(foreign.pk), str(skill.pk)],
        **{f"level-{foreign.pk}": factories.level().pk},
    )
    assert form_with(organization, fields).chosen == [(skill, factories.level())]


def test_an_empty_form_chooses_nothing(organization: Organization) -> None:
    form = AchievementForm(organization=organization)
    assert (form.is_bound, form.chosen, form.criteria) == (False, [], [])
    assert AchievementForm({}, organization=organization).chosen == []


def test_a_draft_fills_the_form_that_gives_it_back(organization: Organization) -> None:
    version = factories.draft(organization, validity_months=36)
    form = AchievementForm.of_version(version)
    assert form.initial == {
        "name_fr": "Animer une réunion utile",
        "name_en": "Chair a useful meeting",
        "description_fr": "Prépare, anime et conclut.",
        "description_en": "Prepares, chairs, concludes.",
        "validity_months": 36,
        **version.design,
    }
    assert form.chosen == [(factories.skill(), factories.level())]
    assert form.criteria == [
        {"fr": "L’ordre du jour est une question.", "en": "The agenda is a question."},
        {"fr": "La décision est écrite.", "en": ""},
    ]
    fields = form.initial | {
        "skill": [str(factories.skill().pk)],
        f"level-{factories.skill().pk}": str(factories.level().pk),
        "criterion_fr": [texts["fr"] for texts in form.criteria],
        "criterion_en": [texts["en"] for texts in form.criteria],
    }
    again = form_with(organization, fields)
    assert again.errors == {}
    assert (again.chosen, again.criteria) == (form.chosen, form.criteria)


def test_a_draft_for_life_chooses_life(organization: Organization) -> None:
    form = AchievementForm.of_version(factories.draft(organization, validity_months=None))
    assert form.initial["validity_months"] == ""
