"""The page of tokens: who may enter, what it shows once and never again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from acquis.organizations.domain.tokens import find_token
from acquis.organizations.enums import Role
from acquis.organizations.models import ApiToken, Organization
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def place() -> Organization:
    return factories.organization("institut")


def address(place: Organization) -> str:
    return reverse("organizations:tokens", args=[place.slug])


@pytest.mark.parametrize("role", [Role.OWNER, Role.INTEGRATOR])
def test_a_token_is_made_and_shown_once(client: Client, place: Organization, role: Role) -> None:
    author = factories.member(place, role)
    client.force_login(author)

    response = client.post(address(place), {"name": "SIRH", "days": "90"})

    made = response.context["made"]
    assert response.status_code == 201
    assert f">{made.text}</code>" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert find_token(made.text) == made.token
    assert (made.token.name, made.token.created_by, made.token.organization) == (
        "SIRH",
        author,
        place,
    )
    assert (made.token.expires_at - made.token.created_at).days in {89, 90}
    again = client.get(address(place))
    assert list(again.context["list"].rows) == [made.token]
    assert made.text not in again.content.decode()
    assert made.token.digest not in again.content.decode()


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({}, ["name", "days"]),
        ({"name": " ", "days": "90"}, ["name"]),
        ({"name": "x" * 101, "days": "30"}, ["name"]),
        ({"name": "SIRH", "days": "36500"}, ["days"]),
    ],
)
def test_what_is_no_token_makes_none(
    client: Client, place: Organization, sent: dict[str, str], fields: list[str]
) -> None:
    client.force_login(factories.member(place, Role.OWNER))

    response = client.post(address(place), sent)

    assert (response.status_code, list(response.context["form"].errors)) == (422, fields)
    assert ApiToken.objects.count() == 0


def test_a_token_is_withdrawn(client: Client, place: Organization) -> None:
    owner = factories.member(place, Role.OWNER)
    factories.token(place, by=factories.member(place, Role.INTEGRATOR))
    token = ApiToken.objects.get()
    client.force_login(owner)

    response = client.post(reverse("organizations:revoke_token", args=[place.slug, token.pk]))

    token.refresh_from_db()
    assert (response.status_code, response.url, token.status) == (302, address(place), "revoked")


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.OWNER, Role.INTEGRATOR}]
)
def test_other_roles_do_not_enter(client: Client, place: Organization, role: Role) -> None:
    factories.token(place, by=factories.member(place, Role.OWNER))
    revoke = reverse("organizations:revoke_token", args=[place.slug, ApiToken.objects.get().pk])
    client.force_login(factories.member(place, role))

    assert client.get(address(place)).status_code == 403
    assert client.post(address(place), {"name": "x", "days": "30"}).status_code == 403
    assert client.post(revoke).status_code == 403
    assert ApiToken.objects.filter(revoked_at=None).count() == 1


def test_another_organisation_s_owner_finds_nothing(client: Client, place: Organization) -> None:
    factories.token(place, by=factories.member(place, Role.OWNER))
    other = factories.organization()
    token = ApiToken.objects.get()
    client.force_login(factories.member(other, Role.OWNER))

    for slug in (place.slug, other.slug):
        revoke = reverse("organizations:revoke_token", args=[slug, token.pk])
        assert client.post(revoke).status_code == 404
    assert client.get(address(place)).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_stranger_signs_in_first(client: Client, place: Organization) -> None:
    assert client.get(address(place)).status_code == 302


@pytest.mark.parametrize("rows", [1, 30])
def test_it_costs_the_same_however_long_it_is(
    client: Client, place: Organization, rows: int
) -> None:
    author = factories.member(place, Role.INTEGRATOR)
    for _ in range(rows):
        factories.token(place, by=author)
    client.force_login(author)

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(place)).status_code == 200
    assert len(queries) == 9
