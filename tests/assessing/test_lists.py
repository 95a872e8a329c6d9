"""Lists cost the same number of queries with one row and with thirty."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from acquis.assessing.enums import Decision
from acquis.modelling.models import AchievementVersion
from acquis.organizations.enums import Role
from acquis.people.models import Person
from tests import factories
from tests.web.pages import signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

Counter = Callable[[int], object]


@pytest.fixture
def version() -> AchievementVersion:
    return factories.published(factories.organization())


@pytest.mark.parametrize("rows", [1, 30])
def test_the_queue(
    version: AchievementVersion, django_assert_num_queries: Counter, rows: int
) -> None:
    client = signed_in(factories.member(version.organization, Role.ASSESSOR))
    for _ in range(rows):
        factories.application(version)

    with django_assert_num_queries(14):
        response = client.get(reverse("assessing:queue"))
        assert response.context["list"].total == rows


@pytest.mark.parametrize("rows", [1, 30])
def test_the_person_s_applications(django_assert_num_queries: Counter, rows: int) -> None:
    organization, candidate = factories.organization(), factories.person()
    for _ in range(rows):
        factories.application(factories.published(organization), candidate=candidate)
    client = signed_in(candidate)

    with django_assert_num_queries(6):
        response = client.get(reverse("assessing:applications"))
        assert response.context["list"].total == rows


@pytest.mark.parametrize("rows", [1, 30])
def test_the_overview(
    version: AchievementVersion, django_assert_num_queries: Counter, rows: int
) -> None:
    client = signed_in(factories.member(version.organization, Role.COORDINATOR))
    for _ in range(rows):
        factories.application(version)

    with django_assert_num_queries(10):
        response = client.get(reverse("assessing:overview", args=[version.organization.slug]))
        assert response.context["list"].total == rows


def judged(candidate: Person, version: AchievementVersion, rounds: int) -> str:
    application = factories.application(version, candidate=candidate)
    for _ in range(rounds):
        factories.awarded(application, decision=Decision.QUESTION, comment="Combien ?")
        application.status = "submitted"
        application.save()
    return str(application.pk)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_history_of_an_application(
    version: AchievementVersion, django_assert_num_queries: Counter, rows: int
) -> None:
    candidate = factories.person()
    url = reverse("assessing:application", args=[judged(candidate, version, rows)])
    client = signed_in(candidate)

    with django_assert_num_queries(20):
        assert len(client.get(url).context["history"]) == rows + 1


@pytest.mark.parametrize("rows", [1, 30])
def test_the_judgement_s_page(django_assert_num_queries: Counter, rows: int) -> None:
    skills = [(factories.skill(f"compétence {n}"), factories.level()) for n in range(rows)]
    version = factories.published(factories.organization(), skills=skills)
    application = factories.application(version)
    client = signed_in(factories.member(version.organization, Role.ASSESSOR))

    with django_assert_num_queries(19):
        response = client.get(reverse("assessing:judge", args=[application.pk]))
        assert len(response.context["form"].skill_fields) == rows
