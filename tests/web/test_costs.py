"""Pages counted nowhere else: as many queries for one row of what they list as for thirty.

Each page's own room counts its lists; here is what allauth lists, what strangers see, and parts.
"""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from acquis.common.domain.mail import Letter, post, send_pending
from acquis.organizations.enums import Role
from tests import factories
from tests.web.pages import signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

Counter = Callable[[int], Any]
with_rows = pytest.mark.parametrize("rows", [1, 30])


def skills(rows: int) -> list[tuple[Any, Any]]:
    return [(factories.skill(f"savoir {number}"), factories.level()) for number in range(rows)]


@with_rows
def test_an_achievement_s_page(
    client: Client, django_assert_num_queries: Counter, rows: int
) -> None:
    criteria = [{"fr": f"Critère {number}."} for number in range(rows)]
    version = factories.published(
        factories.organization("atelier"), skills=skills(rows), criteria=criteria
    )
    url = reverse("modelling:achievement", args=["atelier", version.achievement.slug])

    with django_assert_num_queries(8):
        page = client.get(url).content.decode()
    assert page.count("Critère ") == rows


@with_rows
def test_the_editor(django_assert_num_queries: Counter, rows: int) -> None:
    version = factories.draft(factories.organization(), skills=skills(rows))
    designer = signed_in(factories.member(version.organization, Role.DESIGNER))

    with django_assert_num_queries(15):
        response = designer.get(reverse("modelling:edit", args=[version.pk]))
    assert len(response.context["form"].chosen) == rows


@with_rows
def test_the_skills_that_a_designer_searches(django_assert_num_queries: Counter, rows: int) -> None:
    skills(rows)
    organization = factories.organization()
    designer = signed_in(factories.member(organization, Role.DESIGNER))

    with django_assert_num_queries(6):
        url = reverse("modelling:skill_search", args=[organization.slug])
        found = designer.get(url, {"q": "savoir"}).context["found"]
    assert len(found) == min(rows, 8)


@with_rows
def test_an_organisation_s_catalogue(
    client: Client, django_assert_num_queries: Counter, rows: int
) -> None:
    organization = factories.organization("atelier")
    for _ in range(rows):
        factories.published(organization)

    with django_assert_num_queries(11):
        response = client.get(reverse("modelling:organization_catalogue", args=["atelier"]))
    assert response.context["list"].total == rows


@with_rows
def test_the_landing_page(client: Client, django_assert_num_queries: Counter, rows: int) -> None:
    for _ in range(rows):
        factories.published(factories.organization())

    with django_assert_num_queries(8):
        assert len(client.get("/").context["versions"]) == min(rows, 3)


@with_rows
def test_a_shared_badge_with_many_skills(
    client: Client, django_assert_num_queries: Counter, rows: int
) -> None:
    held = factories.held(factories.published(factories.organization(), skills=skills(rows)))

    with django_assert_num_queries(4):
        response = client.get(reverse("passport:shared", args=[held.share.token]))
    assert len(response.context["summary"].skills) == rows


@with_rows
def test_a_person_s_addresses(django_assert_num_queries: Counter, rows: int) -> None:
    person = factories.person()
    for number in range(rows - 1):
        EmailAddress.objects.create(user=person, email=f"autre-{number}@courriel.example")
    client = signed_in(person)

    with django_assert_num_queries(7):
        page = client.get(reverse("account_email")).content.decode()
    assert page.count("autre-") >= rows - 1


@with_rows
def test_a_person_s_devices(django_assert_num_queries: Counter, rows: int) -> None:
    person = factories.person()
    for _ in range(rows):
        client = signed_in(person)
        key = str(client.session.session_key)
        UserSession.objects.create(user=person, session_key=key, ip="192.0.2.7", user_agent="x")

    with django_assert_num_queries(6):
        response = client.get(reverse("usersessions_list"))
    assert len(response.context["sessions"]) == rows


@with_rows
def test_the_demonstration_s_mailbox(
    client: Client, settings: LazySettings, django_assert_num_queries: Counter, rows: int
) -> None:
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    for _ in range(rows):
        post(Letter(subject="Bonjour", paragraphs=("Bonjour.",)), to="lea@a.example", language="fr")
    send_pending()

    with django_assert_num_queries(2):
        assert client.get("/mailbox/").context["list"].total == rows
