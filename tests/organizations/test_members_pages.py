"""An owner's pages: who reaches them, what they change, and how many queries a list takes."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from acquis.common.models import OutgoingMail
from acquis.organizations.domain.organizations import join
from acquis.organizations.enums import Role
from acquis.organizations.models import Invitation, Membership, Organization
from acquis.people.models import Person
from tests import factories
from tests.organizations.letters import EMAIL, place, send, tokens

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST, INVITE = "/o/atelier/members/", "/o/atelier/members/invite/"
INVITATIONS = "/o/atelier/invitations/"


@pytest.fixture
def organization() -> Organization:
    return factories.organization("atelier", name="Atelier")


@pytest.fixture
def owner(organization: Organization) -> Person:
    return factories.member(organization, Role.OWNER, name="Olga", email="olga@courriel.example")


@pytest.fixture
def client(owner: Person) -> Client:
    found = Client()
    found.force_login(owner)
    return found


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def names(response: Any) -> list[str]:
    return [str(row.person) for row in response.context["list"].rows]


# --- Who may enter --------------------------------------------------------------------------------


def every_page(organization: Organization, owner: Person) -> list[tuple[str, str]]:
    member = Membership.objects.get(person=owner)
    invitation = send(organization, owner)
    return [
        ("get", LIST),
        ("get", INVITATIONS),
        ("get", INVITE),
        ("post", INVITE),
        ("get", f"{LIST}{member.pk}/"),
        ("post", f"{LIST}{member.pk}/"),
        ("get", f"{LIST}{member.pk}/end/"),
        ("post", f"{LIST}{member.pk}/end/"),
        ("post", f"/o/atelier/invitations/{invitation.pk}/resend/"),
        ("post", f"/o/atelier/invitations/{invitation.pk}/revoke/"),
    ]


def answers(client: Client, pages: list[tuple[str, str]]) -> set[int]:
    return {getattr(client, method)(path).status_code for method, path in pages}


def test_without_the_role_a_member_learns_that_she_lacks_it(
    organization: Organization, owner: Person
) -> None:
    pages = every_page(organization, owner)
    others = [role for role in Role if role != Role.OWNER]
    assert answers(as_person(factories.member(organization, *others)), pages) == {403}


@pytest.mark.parametrize("role", Role)
def test_for_another_organisation_there_is_nothing_here(
    organization: Organization, owner: Person, role: Role
) -> None:
    pages = every_page(organization, owner)
    assert answers(as_person(factories.member(factories.organization(), role)), pages) == {404}
    assert answers(as_person(factories.person()), pages) == {404}


def test_a_visitor_is_led_to_the_sign_in(organization: Organization, owner: Person) -> None:
    assert answers(Client(), every_page(organization, owner)) == {302}


def test_what_belongs_to_another_organisation_is_not_found_below_ones_own(
    organization: Organization, owner: Person, client: Client
) -> None:
    elsewhere = factories.organization("ailleurs")
    stranger = factories.member(elsewhere, Role.OWNER)
    # Even for somebody who may do all of it below the right address.
    join(owner, elsewhere, roles=[Role.OWNER])
    member, invitation = Membership.objects.get(person=stranger), send(elsewhere, stranger)
    pages = [
        ("get", f"{LIST}{member.pk}/"),
        ("post", f"{LIST}{member.pk}/end/"),
        ("post", f"/o/atelier/invitations/{invitation.pk}/revoke/"),
    ]
    assert answers(client, pages) == {404}
    assert Membership.objects.filter(pk=member.pk).exists()
    assert Invitation.objects.get().status == "pending"


@pytest.mark.parametrize(
    ("method", "end"),
    [("get", "resend/"), ("get", "revoke/"), ("put", ""), ("delete", ""), ("post", "/list")],
)
def test_wrong_methods_are_refused(
    organization: Organization, owner: Person, client: Client, method: str, end: str
) -> None:
    invitation = send(organization, owner)
    path = f"{INVITATIONS}{invitation.pk}/{end}" if end else INVITE
    path = INVITATIONS if end == "/list" else path
    assert getattr(client, method)(path).status_code == 405


# --- The list -------------------------------------------------------------------------------------


def test_members_are_listed_searched_and_filtered(
    organization: Organization, client: Client
) -> None:
    factories.member(organization, Role.VIEWER, name="Zoé", email="zed@courriel.example")
    factories.member(organization, name="Anaïs")
    factories.member(factories.organization(), name="Étrangère")
    assert names(client.get(LIST)) == ["Anaïs", "Olga", "Zoé"]
    assert names(client.get(LIST, {"q": "ANAIS"})) == ["Anaïs"]
    assert names(client.get(LIST, {"q": "zed@"})) == ["Zoé"]
    assert names(client.get(LIST, {"role": "viewer"})) == ["Zoé"]
    assert names(client.get(LIST, {"sort": "-name"})) == ["Zoé", "Olga", "Anaïs"]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_number_of_queries_however_long_it_is(
    organization: Organization,
    owner: Person,
    client: Client,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    for number in range(count):
        factories.member(organization, Role.VIEWER, Role.ASSESSOR, name=f"Personne {number:02}")
        send(organization, owner, f"invitee{number}@courriel.example", roles=(Role.VIEWER,))
    with django_assert_num_queries(11):
        response = client.get(LIST)
    assert response.context["invited"] == count
    assert len(names(response)) == min(count + 1, 25)


def invited(client: Client, **asked: str) -> list[str]:
    return [row.email for row in client.get(INVITATIONS, asked).context["list"].rows]


def test_open_invitations_are_listed_searched_sorted_and_filtered(
    organization: Organization, owner: Person, client: Client
) -> None:
    for email, unit in [("zoe@a.example", "Réseau"), ("noa@a.example", ""), ("max@b.example", "")]:
        send(organization, owner, email, unit=unit)
    elsewhere = factories.organization()
    send(elsewhere, factories.member(elsewhere, Role.OWNER), "ici@a.example")
    for email in ("partie@a.example", "venue@a.example"):
        send(organization, owner, email)
    Invitation.objects.filter(email="partie@a.example").update(revoked_at=timezone.now())
    Invitation.objects.filter(email="venue@a.example").update(accepted_at=timezone.now())
    Invitation.objects.filter(email="noa@a.example").update(expires_at=timezone.now())

    assert invited(client) == ["max@b.example", "noa@a.example", "zoe@a.example"]
    assert invited(client, q="A.EXAMPLE") == ["noa@a.example", "zoe@a.example"]
    assert invited(client, q="reseau") == ["zoe@a.example"]
    assert invited(client, q="olga max") == ["max@b.example"]
    assert invited(client, status="expired") == ["noa@a.example"]
    assert invited(client, status="pending") == ["max@b.example", "zoe@a.example"]
    assert invited(client, sort="-email") == ["zoe@a.example", "noa@a.example", "max@b.example"]
    assert client.get(INVITATIONS, {"q": "zoe"}).context["invited"] == 3


def test_without_any_invitation_the_page_leads_to_inviting(client: Client) -> None:
    page = client.get(INVITATIONS).content.decode()
    assert "Aucune invitation en cours" in page
    assert page.count(f'href="{INVITE}"') == 2


@pytest.mark.parametrize("count", [1, 30])
def test_invitations_take_the_same_number_of_queries_however_many(
    organization: Organization,
    owner: Person,
    client: Client,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    for number in range(count):
        send(organization, owner, f"invitee{number}@courriel.example", roles=(Role.VIEWER,))
    with django_assert_num_queries(10):
        assert len(client.get(INVITATIONS).context["list"].rows) == min(count, 25)


# --- Inviting -------------------------------------------------------------------------------------

PASTED = """Zoé Martin <zoe@courriel.example>; "Petit, Noa" <noa@courriel.example>
max@courriel.example\tZOE@courriel.example,
  lou@courriel.example
"""


def test_a_pasted_list_is_invited(client: Client) -> None:
    data = {"people": PASTED.replace('"Petit, Noa"', "Noa Petit"), "roles": ["viewer"]}
    response = client.post(INVITE, data, follow=True)
    assert response.redirect_chain == [(INVITATIONS, 302)]
    assert [str(message) for message in response.context["messages"]] == ["4 invitations envoyées."]
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [
        "lou@courriel.example",
        "max@courriel.example",
        "noa@courriel.example",
        "zoe@courriel.example",
    ]
    assert Person.objects.get(email=EMAIL).name == "Zoé Martin"
    assert {tuple(row.roles) for row in Invitation.objects.all()} == {("viewer",)}


def test_members_are_named_and_not_written_to(organization: Organization, client: Client) -> None:
    response = client.post(INVITE, {"people": "olga@courriel.example"}, follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert said == ["Déjà membre\u00a0: olga@courriel.example."]
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"people": ""}, {"people": ["Ce champ est obligatoire."]}),
        (
            {"people": "zoe@courriel.example, zoe"},
            {
                "people": [
                    "Ceci n’est pas une adresse e-mail\u00a0: “zoe”. Personne n’a été invité."
                ]
            },
        ),
        (
            {"people": "a@\n<b>\nc d@e.example"},
            {
                "people": [
                    "Ceci ne sont pas des adresses e-mail\u00a0: “a@”, “<b>”, “c d@e.example”. "
                    "Personne n’a été invité."
                ]
            },
        ),
        (
            {"people": "\n".join(f"a{number}@x.example" for number in range(201))},
            {"people": ["Invitez au plus 200 personnes à la fois."]},
        ),
        (
            {"people": "zoe@courriel.example", "roles": ["emperor"]},
            {"roles": ["Sélectionnez un choix valide. emperor n’en fait pas partie."]},
        ),
    ],
    ids=["nobody", "one is no address", "three are none", "too many", "no such role"],
)
def test_a_list_that_is_not_right_invites_nobody(
    client: Client, data: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    response = client.post(INVITE, data)
    assert (response.status_code, response.context["form"].errors) == (422, errors)
    assert (Invitation.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_an_invitation_is_sent_again_and_withdrawn(
    organization: Organization, owner: Person, client: Client
) -> None:
    base = f"/o/atelier/invitations/{send(organization, owner).pk}/"
    said = []
    for act in ("resend/", "revoke/", "revoke/"):
        response = client.post(base + act, follow=True)
        assert response.redirect_chain == [(INVITATIONS, 302)]
        said += [str(message) for message in response.context["messages"]]
    assert said == [
        "Un nouvel e-mail part vers zoe@courriel.example.",
        "L’invitation de zoe@courriel.example est retirée.",
        "Cette invitation a été retirée. Demandez-en une nouvelle à l’organisation.",
    ]
    assert len(tokens()) == 2


# --- One member -----------------------------------------------------------------------------------


def test_roles_and_place_are_changed(organization: Organization, client: Client) -> None:
    member = factories.member(organization, Role.ASSESSOR)
    page = f"{LIST}{Membership.objects.get(person=member).pk}/"
    assert client.get(page).context["form"].initial == {
        "roles": ["assessor"],
        "unit": "",
        "job": "",
    }
    data = {"roles": ["viewer", "designer"], "unit": "Achats", "job": "Chef"}
    assert client.post(page, data).url == LIST
    found = place(Membership.objects.get(person=member))
    assert found == ("Achats", "Chef", ["designer", "viewer"])


def test_the_last_owner_is_told_why_she_stays(owner: Person, client: Client) -> None:
    membership = Membership.objects.get(person=owner)
    reason = (
        "Olga est la dernière personne propriétaire de Atelier. "
        "Nommez d’abord un autre propriétaire."
    )
    response = client.post(f"{LIST}{membership.pk}/", {"roles": ["viewer"]})
    assert (response.status_code, response.context["form"].non_field_errors()) == (422, [reason])
    response = client.post(f"{LIST}{membership.pk}/end/", follow=True)
    assert [str(message) for message in response.context["messages"]] == [reason]
    assert place(Membership.objects.get(person=owner)) == ("", "", ["owner"])


def test_a_membership_is_ended_after_a_page_that_asks(
    organization: Organization, client: Client
) -> None:
    member = factories.member(organization, name="Noa")
    page = f"{LIST}{Membership.objects.get(person=member).pk}/end/"
    assert client.get(page).status_code == 200
    assert Membership.objects.filter(person=member).exists()
    response = client.post(page, follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert said == ["Noa ne fait plus partie de Atelier."]
    assert not Membership.objects.filter(person=member).exists()
