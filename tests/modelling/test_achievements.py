"""Drafts change freely, a publication freezes every word, and what was earned stays."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone, translation

from acquis.modelling.domain import achievements
from acquis.modelling.domain.achievements import (
    change_draft,
    create_draft,
    gaps,
    publish,
    retire,
)
from acquis.modelling.errors import ModellingError, NotReadyToPublish, PublishedIsImmutable
from acquis.modelling.models import Achievement, AchievementVersion
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.people.models import Person
from tests import factories
from tests.threads import at_the_same_time

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

IMMUTABLE = (
    "Une version publiée ne change plus. Faites une nouvelle version de la micro-certification."
)
ALL_GAPS = [
    "Donnez-lui un nom en français.",
    "Décrivez en français ce qu’elle reconnaît.",
    "Choisissez au moins une compétence et son niveau.",
    "Écrivez au moins un critère.",
]
NOTHING: dict[str, Any] = {"name": {}, "description": {}, "skills": [], "criteria": []}


@pytest.fixture
def organization() -> Organization:
    return factories.organization("atelier")


@pytest.fixture
def designer(organization: Organization) -> Person:
    return factories.member(organization, Role.DESIGNER)


def said(version: AchievementVersion) -> dict[str, Any]:
    """Everything a version says, as stored."""
    stored = AchievementVersion.objects.get(pk=version.pk)
    return {
        "name": stored.name.data,
        "description": stored.description.data,
        "validity": stored.validity_months,
        "design": stored.design,
        "skills": [(row.skill.uri, row.level.rank) for row in stored.skills.all()],
        "criteria": [row.text.data for row in stored.criteria.all()],
    }


def test_a_draft_says_what_was_written(organization: Organization, designer: Person) -> None:
    version = create_draft(
        organization,
        factories.content(
            organization,
            name={"fr": " Animer ", "en": "  "},
            design={"shape": "circle"},
        ),
        by=designer,
    )
    assert (version.status, version.number, version.created_by) == ("draft", 1, designer)
    assert (version.organization, version.image_svg, version.published_at) == (
        organization,
        "",
        None,
    )
    assert (str(version), str(version.achievement)) == ("Animer", "Organisation atelier/animer")
    assert said(version) == {
        "name": {"fr": "Animer"},
        "description": {
            "fr": "Prépare, anime et conclut.",
            "en": "Prepares, chairs, concludes.",
        },
        "validity": 24,
        "design": {"shape": "circle"},
        "skills": [("https://skills.example/animer-une-réunion", 2)],
        "criteria": [
            {"fr": "L’ordre du jour est une question.", "en": "The agenda is a question."},
            {"fr": "La décision est écrite."},
        ],
    }


def test_parts_are_kept_in_their_order(organization: Organization) -> None:
    skills = [(factories.skill(label), factories.level(n)) for n, label in enumerate("zma", 1)]
    version = factories.draft(organization, skills=skills, criteria=[{"fr": t} for t in "zma"])
    assert [row.skill for row in version.skills.all()] == [skill for skill, _level in skills]
    assert [str(row) for row in version.criteria.all()] == list("zma")
    assert str(version.skills.all()[0]) == "z · Niveau 1"


def test_a_draft_is_replaced_whole(organization: Organization) -> None:
    version = factories.draft(organization)
    changed = change_draft(
        version,
        factories.content(
            organization,
            name={"fr": "Conclure"},
            description={"fr": "Autre."},
            validity_months=None,
            criteria=[{"fr": "Un seul."}],
            skills=[(factories.skill("conclure"), factories.level(4))],
            design={"shape": "square"},
        ),
    )
    assert changed == version
    assert said(version) == {
        "name": {"fr": "Conclure"},
        "description": {"fr": "Autre."},
        "validity": None,
        "design": {"shape": "square"},
        "skills": [("https://skills.example/conclure", 4)],
        "criteria": [{"fr": "Un seul."}],
    }
    assert str(changed.name) == "Conclure"


def test_the_short_name_stays_when_the_name_changes(organization: Organization) -> None:
    version = factories.draft(organization)
    change_draft(version, factories.content(organization, name={"fr": "Tout autre chose"}))
    assert Achievement.objects.get().slug == "animer-une-reunion-utile"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ({"fr": "Accueillir l’Été, ça !"}, "accueillir-lete-ca"),
        ({"fr": "", "en": "Welcome"}, "welcome"),
        ({"fr": "  ", "en": " "}, "achievement"),
        ({}, "achievement"),
        ({"fr": "التواصل"}, "achievement"),
        ({"fr": "🎉"}, "achievement"),
        ({"fr": "mot " * 30}, "-".join(["mot"] * 15)),
        ({"fr": "x" * 59 + " fin"}, "x" * 59),
    ],
    ids=["accents", "english only", "blank", "none", "arabic", "emoji", "long", "cut at a hyphen"],
)
def test_the_short_name_comes_from_the_name(
    organization: Organization, name: dict[str, str], slug: str
) -> None:
    assert factories.draft(organization, name=name).achievement.slug == slug


def test_short_names_are_counted_within_an_organisation(organization: Organization) -> None:
    slugs = [
        factories.draft(place, name={"fr": "Animer"}).achievement.slug
        for place in (organization, organization, organization, factories.organization())
    ]
    assert slugs == ["animer", "animer-2", "animer-3", "animer"]


def test_a_short_name_is_taken_once(organization: Organization) -> None:
    Achievement.objects.create(organization=organization, slug="animer")
    with pytest.raises(IntegrityError), transaction.atomic():
        Achievement.objects.create(organization=organization, slug="animer")


# --- Publishing -----------------------------------------------------------------------------------


def test_a_complete_draft_lacks_nothing(organization: Organization) -> None:
    assert gaps(factories.draft(organization)) == []


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        (NOTHING, ALL_GAPS),
        ({"name": {"en": "Chair"}}, ALL_GAPS[:1]),
        ({"description": {"en": "Chairs."}}, ALL_GAPS[1:2]),
        ({"skills": []}, ALL_GAPS[2:3]),
        ({"criteria": []}, ALL_GAPS[3:]),
    ],
    ids=["all", "name", "description", "skills", "criteria"],
)
def test_a_draft_with_gaps_is_not_published(
    organization: Organization, changes: dict[str, Any], missing: list[str]
) -> None:
    version = factories.draft(organization, **changes)
    assert gaps(version) == missing
    with pytest.raises(NotReadyToPublish) as caught:
        publish(version, by=factories.person())
    assert caught.value.message == "Ce brouillon ne peut pas encore être publié."
    assert caught.value.missing == tuple(missing)
    version.refresh_from_db()
    assert (version.status, version.image_svg) == ("draft", "")


def test_publishing_draws_the_image_and_says_who_and_when(
    organization: Organization, designer: Person
) -> None:
    draft = factories.draft(organization)
    before = said(draft)
    at = timezone.now()
    version = publish(draft, by=designer)
    assert version == draft
    assert (version.status, version.published_by, version.retired_at) == (
        "published",
        designer,
        None,
    )
    assert at <= version.published_at <= timezone.now()
    stored = AchievementVersion.objects.get(pk=draft.pk)
    assert stored.image_svg.startswith("<svg ")
    assert bytes(stored.image_png).startswith(b"\x89PNG\r\n")
    assert said(draft) == before


ACTS: dict[str, Callable[[AchievementVersion, Person], Any]] = {
    "publish": lambda version, designer: publish(version, by=designer),
    "change": lambda version, _designer: change_draft(
        version, factories.content(version.organization, name={"fr": "Autre"})
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
@pytest.mark.parametrize("state", ["published", "retired"])
def test_what_is_published_is_neither_published_again_nor_changed(
    organization: Organization, designer: Person, act: Callable[..., Any], state: str
) -> None:
    version = factories.published(organization)
    if state == "retired":
        retire(version, by=factories.person())
    before = said(version)
    with pytest.raises(PublishedIsImmutable) as caught:
        act(version, designer)
    assert (caught.value.message, said(version)) == (IMMUTABLE, before)


def test_a_stale_copy_of_the_draft_does_not_get_around_the_publication(
    organization: Organization,
) -> None:
    version = factories.draft(organization)
    stale = AchievementVersion.objects.get(pk=version.pk)
    publish(version, by=factories.person())
    assert stale.status == "draft"
    with pytest.raises(PublishedIsImmutable):
        change_draft(stale, factories.content(organization, name={"fr": "Autre"}))


def test_the_refusal_is_said_in_the_language_of_the_reader(organization: Organization) -> None:
    version = factories.published(organization)
    with pytest.raises(PublishedIsImmutable) as caught:
        version.save()
    with translation.override("en"):
        assert caught.value.message == (
            "A published version does not change. Make a new version of the achievement."
        )


# --- Retiring -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_drafts_of_one_name_at_the_same_time_have_two_addresses() -> None:
    place, designer = factories.organization(), factories.person()
    content = factories.content(place)
    made = at_the_same_time(*[lambda: create_draft(place, content, by=designer)] * 3)
    slugs = sorted(version.achievement.slug for version in made)
    assert slugs == ["animer-une-reunion-utile" + more for more in ("", "-2", "-3")]


def test_a_name_that_is_taken_meanwhile_is_passed_over(
    organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = factories.draft(organization).achievement.slug
    look, looks = achievements._free_slug, []

    def first_too_early(*arguments: Any) -> str:
        looks.append(arguments)
        return taken if len(looks) == 1 else look(*arguments)

    monkeypatch.setattr(achievements, "_free_slug", first_too_early)
    draft = create_draft(organization, factories.content(organization), by=factories.person())
    assert draft.achievement.slug == f"{taken}-2"
    monkeypatch.setattr(achievements, "_free_slug", lambda *_arguments: taken)
    with pytest.raises(IntegrityError), transaction.atomic():
        create_draft(organization, factories.content(organization), by=factories.person())


def test_a_retired_version_says_what_it_said(organization: Organization) -> None:
    version = factories.published(organization)
    before, at = said(version), timezone.now()
    found = retire(version, by=factories.person())
    assert found.status == "retired"
    assert at <= found.retired_at <= timezone.now()
    assert (said(version), AchievementVersion.objects.get().image_svg) == (
        before,
        version.image_svg,
    )


@pytest.mark.parametrize("state", ["draft", "retired"])
def test_only_what_is_published_can_be_retired(organization: Organization, state: str) -> None:
    version = factories.draft(organization)
    if state == "retired":
        version = retire(publish(version, by=factories.person()), by=factories.person())
    with pytest.raises(ModellingError) as caught:
        retire(version, by=factories.person())
    assert (type(caught.value), caught.value.message) == (
        ModellingError,
        "Seule une micro-certification publiée peut être retirée du catalogue.",
    )


def test_an_organisation_with_achievements_cannot_be_deleted(organization: Organization) -> None:
    factories.draft(organization)
    with pytest.raises(ProtectedError):
        organization.delete()
