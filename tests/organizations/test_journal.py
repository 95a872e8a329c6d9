"""The journal: the owner reads what was done, and nobody else does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acquis.modelling.domain.achievements import publish
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.people.models import Person
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def place() -> Organization:
    return factories.organization("institut")


def address(place: Organization) -> str:
    return reverse("organizations:journal", args=[place.slug])


def test_the_owner_reads_who_did_what(client: Client, place: Organization) -> None:
    owner = factories.member(place, Role.OWNER, name="Camille Renaud")
    version = factories.published(place, by=owner)
    client.force_login(owner)

    response = client.get(address(place))

    assert [(moment.what, moment.who) for moment in response.context["moments"]] == [
        ("micro-certification publiée", "Camille Renaud"),
        ("brouillon commencé", "Camille Renaud"),
        ("membre ajouté", ""),
        ("organisation fondée", ""),
    ]
    only = client.get(address(place), {"object": str(version.pk)})
    assert [moment.what for moment in only.context["moments"]] == [
        "micro-certification publiée",
        "brouillon commencé",
    ]
    filtered = client.get(address(place), {"act": "organizations.founded"})
    assert [moment.what for moment in filtered.context["moments"]] == ["organisation fondée"]


def acts(client: Client, place: Organization, **asked: str) -> list[tuple[str, str]]:
    context = client.get(address(place), asked).context
    return [(moment.what, moment.who) for moment in context["moments"]]


def test_it_is_searched_by_act_and_by_person(client: Client, place: Organization) -> None:
    owner = factories.member(place, Role.OWNER, name="Zoé Renaud")
    nameless = factories.person("sans.nom@courriel.example")
    Person.objects.filter(pk=nameless.pk).update(name="")
    first = factories.draft(place, by=owner)
    publish(first, by=owner)
    factories.draft(place, by=nameless)
    client.force_login(owner)

    begun, published = "brouillon commencé", "micro-certification publiée"
    of_owner = [(published, "Zoé Renaud"), (begun, "Zoé Renaud")]
    assert acts(client, place, q="ZOE") == of_owner
    assert acts(client, place, q="zoe publiee") == of_owner[:1]
    assert acts(client, place, q="commence") == [(begun, nameless.email), of_owner[1]]
    assert acts(client, place, q="sans.nom@") == [(begun, nameless.email)]
    # The address of somebody who goes by her name is not shown, and not found by either.
    assert acts(client, place, q=owner.email) == []
    assert acts(client, place, q="nobody") == []


def test_it_is_read_from_its_beginning_and_by_period(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_week = timezone.now() - timedelta(days=8)
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: last_week)
        place = factories.organization()
    client.force_login(factories.member(place, Role.OWNER))

    newest = [("membre ajouté", ""), ("organisation fondée", "")]
    assert acts(client, place) == newest
    assert acts(client, place, sort="number") == newest[::-1]
    assert acts(client, place, days="7") == newest[:1]
    assert acts(client, place, days="30") == newest
    assert acts(client, place, days="1; DROP") == newest


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_other_roles_do_not(client: Client, place: Organization, role: Role) -> None:
    client.force_login(factories.member(place, role))
    assert client.get(address(place)).status_code == 403


def test_another_organisation_s_owner_finds_nothing(client: Client, place: Organization) -> None:
    client.force_login(factories.member(factories.organization(), Role.OWNER))
    assert client.get(address(place)).status_code == 404


def test_a_stranger_signs_in_first(client: Client, place: Organization) -> None:
    response = client.get(address(place))
    assert (response.status_code, response.url) == (
        302,
        f"/accounts/login/?next={address(place)}",
    )


def test_it_is_only_read(client: Client, place: Organization) -> None:
    client.force_login(factories.member(place, Role.OWNER))
    assert client.post(address(place)).status_code == 405


@pytest.mark.parametrize("asked", ["x", "0", "';--"])
def test_an_object_that_is_none_shows_everything(
    client: Client, place: Organization, asked: str
) -> None:
    client.force_login(factories.member(place, Role.OWNER))
    assert len(client.get(address(place), {"object": asked}).context["moments"]) == 2


@pytest.mark.parametrize("rows", [1, 30])
def test_it_costs_the_same_however_long_it_is(
    client: Client,
    place: Organization,
    django_assert_num_queries: Callable[[int], object],
    rows: int,
) -> None:
    client.force_login(factories.member(place, Role.OWNER))
    for _ in range(rows):
        factories.draft(place, by=factories.person())

    with django_assert_num_queries(10):
        assert client.get(address(place)).status_code == 200
