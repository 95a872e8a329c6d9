"""The API's gate: which tokens open what, and what the others hear."""

import pytest
from django.test import Client
from django.utils import timezone

from acquis.common.tenancy import SYSTEM, current_scope
from acquis.organizations.enums import Role
from acquis.organizations.models import ApiToken, Membership, MembershipRole, Organization
from acquis.people.models import Person
from tests import factories
from tests.asking import ask, problem

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
PATH = "organizations/institut/credentials"
NOT_FOUND = {
    "title": "There is nothing here",
    "detail": "It does not exist, or your token does not reach it.",
}


@pytest.fixture
def place() -> Organization:
    return factories.organization("institut")


@pytest.fixture
def author(place: Organization) -> Person:
    return factories.member(place, Role.COORDINATOR)


@pytest.fixture
def token(place: Organization, author: Person) -> str:
    return factories.token(place, by=author)


def test_a_token_opens_what_its_author_may_see(token: str) -> None:
    answer = ask(PATH, token)
    assert (answer.status_code, answer.json()) == (200, {"items": [], "next": None})
    assert answer["Cache-Control"] == "private, no-store"


def test_without_a_token_one_hears_how_to_send_one(place: Organization) -> None:
    answer = ask(PATH)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="Acquis"'
    assert problem(answer) == {
        "title": "A token is needed",
        "detail": "Send a token of your organisation as “Authorization: Bearer …”.",
    }
    assert problem(ask(PATH, language="fr")) == {
        "title": "Il faut un jeton",
        "detail": "Envoyez un jeton de votre organisation\xa0: «\xa0Authorization: Bearer …\xa0».",
    }


@pytest.mark.parametrize("change", ["unknown", "expired", "revoked", "inactive"])
def test_a_dead_token_is_refused_without_a_reason(token: str, author: Person, change: str) -> None:
    shown = "acq_" + "x" * 43 if change == "unknown" else token
    if change == "expired":
        ApiToken.objects.update(expires_at=timezone.now())
    if change == "revoked":
        ApiToken.objects.update(revoked_at=timezone.now())
    if change == "inactive":
        Person.objects.filter(pk=author.pk).update(is_active=False)

    answer = ask(PATH, shown)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="Acquis", error="invalid_token"'
    assert problem(answer) == {
        "title": "A token is needed",
        "detail": "This token is unknown, expired or withdrawn. Make a new one.",
    }


def test_other_schemes_and_empty_headers_open_nothing(token: str) -> None:
    for header in (token, f"Basic {token}", "Bearer", "Bearer ", f"Token {token}", ""):
        answer = Client().get(f"/api/v1/{PATH}", headers={"Authorization": header})
        assert answer.status_code == 401, header


@pytest.mark.parametrize("role", [Role.DESIGNER, Role.ASSESSOR, Role.VIEWER])
def test_a_right_token_without_the_role_is_forbidden(place: Organization, role: Role) -> None:
    answer = ask(PATH, factories.token(place, by=factories.member(place, role)))
    assert answer.status_code == 403
    assert problem(answer) == {
        "title": "You may not do this",
        "detail": "The person for whom this token acts lacks the role that is needed here.",
    }


def test_with_the_role_ends_the_token_s_power(token: str, author: Person) -> None:
    assert ask(PATH, token).status_code == 200
    MembershipRole.objects.filter(membership__person=author).delete()
    assert ask(PATH, token).status_code == 403
    Membership.objects.filter(person=author).delete()
    assert problem(ask(PATH, token)) == NOT_FOUND


def test_another_s_organisation_is_as_if_it_did_not_exist(place: Organization) -> None:
    other = factories.organization("autre")
    foreign = factories.token(other, by=factories.member(other, Role.OWNER))
    unknown, theirs = ask("organizations/nowhere/credentials", foreign), ask(PATH, foreign)
    assert (unknown.status_code, theirs.status_code) == (404, 404)
    assert problem(unknown) == problem(theirs) == NOT_FOUND


def test_a_token_reaches_below_its_organisation_and_not_beside_though_its_author_does(
    place: Organization, author: Person
) -> None:
    below = factories.organization("filiale", parent=place)
    beside = factories.organization("autre")
    factories.join(author, beside, roles=[Role.OWNER])
    token = factories.token(place, by=author)

    assert ask("organizations/filiale/credentials", token).status_code == 200
    assert ask("organizations/autre/credentials", token).status_code == 404
    lower = factories.token(below, by=author)
    assert ask("organizations/filiale/credentials", lower).status_code == 200
    assert ask(PATH, lower).status_code == 404


def test_a_session_alone_opens_nothing(client: Client, author: Person) -> None:
    client.force_login(author)
    assert client.get(f"/api/v1/{PATH}").status_code == 401


def test_the_scope_ends_with_the_request(token: str) -> None:
    ask(PATH, token)
    assert current_scope() == SYSTEM
