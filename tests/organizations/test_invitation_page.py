"""The invited person's page: looking accepts nothing, one button does all."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from acquis.organizations.enums import Role
from acquis.organizations.models import Invitation, Membership, Organization
from acquis.people.domain.addresses import verified_addresses
from acquis.people.models import MailLink, Person
from tests import factories
from tests.organizations.letters import EMAIL, send, tokens
from tests.people.pages import signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def organization() -> Organization:
    return factories.organization("atelier", name="Atelier")


@pytest.fixture
def url(organization: Organization) -> str:
    owner = factories.member(organization, Role.OWNER, name="Olga")
    send(organization, owner, name="Zoé", roles=(Role.VIEWER,), unit="Achats")
    return f"/invitations/{tokens()[0]}/"


def members() -> list[str]:
    rows = Membership.objects.exclude(roles__role=Role.OWNER)
    return list(rows.values_list("person__email", flat=True))


def test_looking_accepts_nothing(client: Client, url: str) -> None:
    for _filter in range(2):
        response = client.get(url)
        assert response.status_code == 200
        assert response.context["form"].initial == {"name": "Zoé"}
    assert "no-store" in response.headers["Cache-Control"]
    assert (members(), signed_in(client), MailLink.objects.get().used_at) == ([], None, None)


def test_one_step_opens_the_account_joins_and_signs_in(client: Client, url: str) -> None:
    response = client.post(url, {"name": "Zoé Martin"})
    assert (response.status_code, response.url) == (302, "/home/")
    person = Person.objects.get(email=EMAIL)
    assert (person.name, signed_in(client), members()) == ("Zoé Martin", str(person.pk), [EMAIL])
    assert verified_addresses(person) == [EMAIL]
    assert "Bienvenue chez Atelier." in client.get("/home/").content.decode()


def test_a_new_person_gives_her_name(client: Client, url: str) -> None:
    response = client.post(url, {"name": " "})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["name"])
    assert (members(), signed_in(client)) == ([], None)


def test_a_known_person_is_asked_for_nothing(client: Client, url: str) -> None:
    person = Person.objects.get(email=EMAIL)
    person.emailaddress_set.update(verified=True)
    assert client.get(url).context["form"] is None
    assert client.post(url).status_code == 302
    assert signed_in(client) == str(person.pk)


def test_a_used_link_says_so_to_a_stranger_and_leads_the_person_on(
    client: Client, url: str
) -> None:
    client.post(url, {"name": "Zoé"})
    assert client.get(url).url == "/home/"
    stranger = Client()
    for answer in (stranger.get(url), stranger.post(url, {"name": "Max"})):
        assert answer.status_code == 410
        assert "Ce lien a déjà servi." in answer.content.decode()
    assert (signed_in(stranger), members()) == (None, [EMAIL])


@pytest.mark.parametrize("token", ["x", "x" * 43, "é" * 43])
def test_an_unknown_link_opens_nothing(client: Client, url: str, token: str) -> None:
    for answer in (client.get(f"/invitations/{token}/"), client.post(f"/invitations/{token}/")):
        assert answer.status_code == 410
    assert signed_in(client) is None


def test_an_expired_link_opens_nothing(client: Client, url: str) -> None:
    MailLink.objects.update(expires_at=timezone.now())
    assert client.post(url, {"name": "Zoé"}).status_code == 410
    assert (members(), signed_in(client)) == ([], None)


def test_a_withdrawn_invitation_opens_nothing(client: Client, url: str) -> None:
    Invitation.objects.update(revoked_at=timezone.now())
    answer = client.post(url, {"name": "Zoé"})
    assert answer.status_code == 410
    assert "Cette invitation a été retirée." in answer.content.decode()
    assert (members(), signed_in(client)) == ([], None)


def test_a_link_made_for_something_else_accepts_nothing(client: Client, url: str) -> None:
    MailLink.objects.update(purpose="claim")
    assert client.post(url, {"name": "Zoé"}).status_code == 410
    assert members() == []


def test_whoever_is_signed_in_joins_with_her_own_account(client: Client, url: str) -> None:
    lea = factories.person("lea@courriel.example", name="Léa")
    client.force_login(lea)
    assert client.get(url).context["other"] == lea
    response = client.post(url, {"as": "me"})
    assert (response.status_code, signed_in(client)) == (302, str(lea.pk))
    assert members() == ["lea@courriel.example"]
    assert verified_addresses(lea) == ["lea@courriel.example", EMAIL]


def test_or_opens_another_account(client: Client, url: str) -> None:
    lea = factories.person("lea@courriel.example")
    client.force_login(lea)
    client.post(url, {"name": "Zoé"})
    assert signed_in(client) == str(Person.objects.get(email=EMAIL).pk)
    assert verified_addresses(lea) == ["lea@courriel.example"]


def test_nobody_joins_as_herself_without_being_signed_in(client: Client, url: str) -> None:
    response = client.post(url, {"as": "me", "name": "Zoé"})
    assert response.status_code == 302
    assert members() == [EMAIL]


def test_a_thief_with_the_link_of_a_person_with_a_second_factor_is_not_in(
    client: Client, url: str
) -> None:
    from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415 - needs the loaded apps

    person = Person.objects.get(email=EMAIL)
    person.emailaddress_set.update(verified=True)
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    assert client.post(url).url == "/accounts/2fa/authenticate/"
    assert signed_in(client) is None


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, url: str, method: str) -> None:
    response: Any = getattr(client, method)(url)
    assert response.status_code == 405


def test_the_step_needs_our_own_form(url: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(url, {"name": "Zoé"}).status_code == 403
    assert members() == []
