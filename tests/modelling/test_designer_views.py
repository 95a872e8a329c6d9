"""The designer's pages: the list, the editor, publishing, retiring."""

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from acquis.modelling.domain.achievements import publish
from acquis.modelling.models import AchievementVersion
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.people.models import Person
from tests import factories
from tests.modelling.editor import filled

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def organization() -> Organization:
    return factories.organization("atelier")


@pytest.fixture
def designer(organization: Organization) -> Person:
    return factories.member(organization, Role.DESIGNER)


@pytest.fixture
def client(designer: Person) -> Client:
    found = Client()
    found.force_login(designer)
    return found


def to(page: str, *arguments: Any) -> str:
    return reverse(f"modelling:{page}", args=arguments)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def names(response: Any) -> list[str]:
    return [str(version) for version in response.context["list"].rows]


# --- The list -------------------------------------------------------------------------------------


def test_the_list_shows_the_organisations_own_versions_the_newest_first(
    client: Client, organization: Organization
) -> None:
    factories.draft(organization, name={"fr": "Première"})
    factories.published(organization, name={"fr": "Deuxième"})
    factories.draft(factories.organization(), name={"fr": "D’ailleurs"})
    factories.draft(factories.organization(parent=organization), name={"fr": "D’en bas"})
    response = client.get(to("achievements", "atelier"))
    assert names(response) == ["Deuxième", "Première"]
    assert (response.status_code, response.context["organization"]) == (200, organization)
    page = response.content.decode()
    assert "D’ailleurs" not in page
    assert "D’en bas" not in page


def test_an_empty_list_leads_to_the_first_achievement(client: Client) -> None:
    response = client.get(to("achievements", "atelier"))
    assert names(response) == []
    assert to("create", "atelier") in response.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_number_of_queries_however_long_it_is(
    client: Client, organization: Organization, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        skills = [(factories.skill(f"savoir {number} {n}"), factories.level()) for n in range(2)]
        factories.draft(organization, skills=skills)
    with django_assert_num_queries(16):
        assert client.get(to("achievements", "atelier")).context["list"].total == count


# --- Writing --------------------------------------------------------------------------------------


def test_the_editor_starts_from_the_organisations_colours(
    client: Client, organization: Organization
) -> None:
    response = client.get(to("create", "atelier"))
    assert response.status_code == 200
    assert response.context["form"].initial == {
        "shape": "hexagon",
        "pictogram": "quality",
        "primary_colour": organization.primary_colour,
        "accent_colour": organization.accent_colour,
    }
    assert response.context["gaps"] == []


def test_a_draft_is_saved_and_stays_open(client: Client, designer: Person) -> None:
    response = client.post(to("create", "atelier"), filled(save="yes"))
    version = AchievementVersion.objects.get()
    assert (response.status_code, response.url) == (302, to("edit", version.pk))
    assert said(response) == ["Brouillon enregistré."]
    assert (version.status, version.created_by, str(version)) == (
        "draft",
        designer,
        "Animer une réunion",
    )


def test_saving_and_publishing_is_one_step(client: Client, designer: Person) -> None:
    response = client.post(to("create", "atelier"), filled(publish="yes"))
    version = AchievementVersion.objects.get()
    assert (response.status_code, response.url) == (
        302,
        to("achievement", "atelier", "animer-une-reunion"),
    )
    assert said(response) == ["Publiée. Chacun peut désormais faire une demande."]
    assert (version.status, version.published_by) == ("published", designer)


def test_a_form_with_mistakes_comes_back_with_what_was_typed(client: Client) -> None:
    fields = filled(name_fr="", name_en="Chair <b>it</b>", criterion_fr=["Un <i>critère</i>"])
    response = client.post(to("create", "atelier"), fields)
    assert (response.status_code, AchievementVersion.objects.count()) == (422, 0)
    assert response.context["form"].errors == {"name_fr": ["Ce champ est obligatoire."]}
    page = response.content.decode()
    assert "Chair &lt;b&gt;it&lt;/b&gt;" in page
    assert "Un &lt;i&gt;critère&lt;/i&gt;" in page
    assert "<b>it</b>" not in page
    assert "<i>critère</i>" not in page


def test_the_editor_shows_a_draft_and_what_it_lacks(
    client: Client, organization: Organization
) -> None:
    version = factories.draft(organization, criteria=[], name={"fr": "Animer <script>"})
    response = client.get(to("edit", version.pk))
    assert response.status_code == 200
    assert response.context["form"].initial["name_fr"] == "Animer <script>"
    assert response.context["gaps"] == ["Écrivez au moins un critère."]
    assert "Animer &lt;script&gt;" in response.content.decode()
    assert "Animer <script>" not in response.content.decode()


def test_a_draft_is_changed(client: Client, organization: Organization) -> None:
    version = factories.draft(organization)
    response = client.post(to("edit", version.pk), filled(name_fr="Conclure une réunion"))
    assert (response.status_code, response.url) == (302, to("edit", version.pk))
    assert said(response) == ["Brouillon enregistré."]
    version.refresh_from_db()
    assert str(version) == "Conclure une réunion"
    assert AchievementVersion.objects.count() == 1


def test_a_draft_with_mistakes_stays_as_it_was(client: Client, organization: Organization) -> None:
    version = factories.draft(organization)
    response = client.post(to("edit", version.pk), filled(shape="star"))
    assert response.status_code == 422
    version.refresh_from_db()
    assert str(version) == "Animer une réunion utile"


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_published_has_no_editor(
    client: Client, organization: Organization, method: str
) -> None:
    version = factories.published(organization)
    response = getattr(client, method)(to("edit", version.pk), filled(name_fr="Autre"))
    assert (response.status_code, response.url) == (
        302,
        to("achievement", "atelier", "animer-une-reunion-utile"),
    )
    version.refresh_from_db()
    assert str(version) == "Animer une réunion utile"


def test_a_draft_published_by_another_while_it_is_saved_is_not_changed(
    client: Client, organization: Organization
) -> None:
    version = factories.draft(organization)
    published: list[AchievementVersion] = []

    def meanwhile(execute: Any, sql: str, *more: Any) -> Any:
        # The form asks for the levels after the view has loaded the draft.
        if "modelling_level" in sql and not published:
            published.append(version)
            publish(version, by=factories.person())
        return execute(sql, *more)

    fields = filled(name_fr="Autre")
    with connection.execute_wrapper(meanwhile):
        response = client.post(to("edit", version.pk), fields)
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "__all__": [
            "Une version publiée ne change plus. Faites une nouvelle version de la "
            "micro-certification."
        ]
    }
    version.refresh_from_db()
    assert (version.status, str(version)) == ("published", "Animer une réunion utile")


# --- Publishing and retiring ----------------------------------------------------------------------


def test_a_draft_is_published(client: Client, organization: Organization) -> None:
    version = factories.draft(organization)
    response = client.post(to("publish", version.pk))
    assert response.url == to("achievement", "atelier", "animer-une-reunion-utile")
    version.refresh_from_db()
    assert version.status == "published"


def test_a_draft_with_gaps_goes_back_to_the_editor(
    client: Client, organization: Organization
) -> None:
    version = factories.draft(organization, skills=[], criteria=[])
    response = client.post(to("publish", version.pk))
    assert response.url == to("edit", version.pk)
    assert said(response) == [
        "Ce brouillon ne peut pas encore être publié.",
        "Choisissez au moins une compétence et son niveau.",
        "Écrivez au moins un critère.",
    ]
    version.refresh_from_db()
    assert version.status == "draft"


def test_publishing_twice_is_said_to_be_too_late(
    client: Client, organization: Organization
) -> None:
    version = factories.published(organization)
    response = client.post(to("publish", version.pk))
    assert response.url == to("achievements", "atelier")
    assert said(response) == [
        "Une version publiée ne change plus. Faites une nouvelle version de la micro-certification."
    ]


def test_a_published_version_is_retired(client: Client, organization: Organization) -> None:
    version = factories.published(organization)
    response = client.post(to("retire", version.pk))
    assert response.url == to("achievements", "atelier")
    assert said(response) == ["N’est plus au catalogue. Ce qui est acquis le reste."]
    version.refresh_from_db()
    assert version.status == "retired"


def test_a_draft_cannot_be_retired(client: Client, organization: Organization) -> None:
    response = client.post(to("retire", factories.draft(organization).pk))
    assert said(response) == [
        "Seule une micro-certification publiée peut être retirée du catalogue."
    ]


# --- Pieces of the editor -------------------------------------------------------------------------


def test_skills_are_searched(client: Client) -> None:
    skill = factories.skill("écouter <b>")
    response = client.get(to("skill_search", "atelier"), {"q": " ecouter "})
    assert (response.context["query"], response.context["found"]) == ("ecouter", [skill])
    page = response.content.decode()
    assert f"{to('skill_row', 'atelier')}?skill={skill.pk}" in page
    assert "écouter &lt;b&gt;" in page


@pytest.mark.parametrize("query", ["", "  ", "\x00"])
def test_without_a_word_nothing_is_searched(client: Client, query: str) -> None:
    factories.skill()
    response = client.get(to("skill_search", "atelier"), {"q": query})
    assert (response.status_code, response.context["found"]) == (200, [])


def test_a_search_in_vain_says_so_without_running_what_was_typed(client: Client) -> None:
    page = client.get(to("skill_search", "atelier"), {"q": "<script>"}).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_a_chosen_skill_comes_with_the_levels_to_pick_from(client: Client) -> None:
    skill = factories.skill()
    level = factories.level(1)
    page = client.get(to("skill_row", "atelier"), {"skill": str(skill.pk)}).content.decode()
    assert f'name="skill" value="{skill.pk}"' in page
    assert re.findall(rf'name="level-{skill.pk}" value="([^"]+)"', page) == [
        str(found.pk) for found in level.scale.levels.all()
    ]
    assert "checked" not in page


@pytest.mark.parametrize("wanted", ["", "x", "00000000-0000-4000-8000-000000000001"])
def test_an_unknown_skill_is_no_row(client: Client, wanted: str) -> None:
    factories.level()
    response = client.get(to("skill_row", "atelier"), {"skill": wanted})
    assert (response.status_code, response.content.strip()) == (200, b"")
