"""Inviting, and accepting in one step: by whom, to what, once."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from acquis.common.models import OutgoingMail
from acquis.organizations.domain.invitations import (
    Invitee,
    Offer,
    accept,
    invite,
    look_at,
)
from acquis.organizations.domain.organizations import join
from acquis.organizations.domain.queries.members import open_invitations
from acquis.organizations.enums import InvitationStatus, Role
from acquis.organizations.errors import InvitationError, NotAnOwner
from acquis.organizations.models import AuditRecord, Invitation, Membership, Organization
from acquis.people.domain.addresses import find_person, verified_addresses, verify_address
from acquis.people.errors import MailLinkError, MailLinkUsed
from acquis.people.models import MailLink, Person
from tests import factories
from tests.organizations.letters import EMAIL, place, send, tokens
from tests.threads import at_the_same_time

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def organization() -> Organization:
    return factories.organization("atelier", name="Atelier")


@pytest.fixture
def owner(organization: Organization) -> Person:
    return factories.member(organization, Role.OWNER, name="Olga")


# --- Sending --------------------------------------------------------------------------------------


def test_an_invitation_is_a_mail_with_a_link(organization: Organization, owner: Person) -> None:
    before = timezone.now()
    invitation = send(organization, owner, " Zoe@Courriel.example ", roles=(Role.ASSESSOR,))
    assert (invitation.email, invitation.roles, invitation.status) == (
        EMAIL,
        ["assessor"],
        "pending",
    )
    assert before <= invitation.expires_at - timedelta(days=14) <= timezone.now()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject, mail.language) == (EMAIL, "Rejoindre Atelier", "fr")
    assert "Olga vous invite à rejoindre Atelier." in mail.text
    assert "Votre rôle\u00a0: évaluateur." in mail.text
    assert len(tokens(EMAIL)) == 1
    assert Membership.objects.filter(organization=organization).count() == 1


def test_the_mail_is_in_its_readers_language(organization: Organization, owner: Person) -> None:
    factories.person(EMAIL, language="en")
    with translation.override("fr"):
        send(organization, owner)
    assert OutgoingMail.objects.get().subject == "Join Atelier"


def test_many_are_invited_at_once_each_once(organization: Organization, owner: Person) -> None:
    send(organization, owner, "a@x.example", "B@x.example", "A@X.example", "b@x.example")
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [
        "a@x.example",
        "b@x.example",
    ]
    assert Invitation.objects.count() == 2


def test_members_are_told_apart_and_written_to_no_more(
    organization: Organization, owner: Person
) -> None:
    factories.member(organization, email="noa@courriel.example")
    people = [Invitee(email="NOA@courriel.example"), Invitee(email=EMAIL)]
    outcome = invite(organization, people, Offer(roles=(Role.DESIGNER,)), by=owner)
    assert ([row.email for row in outcome.sent], outcome.members) == (
        [EMAIL],
        ("noa@courriel.example",),
    )
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == [EMAIL]


def test_an_owner_does_not_learn_which_other_addresses_a_member_has(
    organization: Organization, owner: Person
) -> None:
    member = factories.member(organization, email="noa@courriel.example")
    verify_address(member, "noa@ailleurs.example")
    outcome = invite(organization, [Invitee(email="noa@ailleurs.example")], Offer(), by=owner)
    assert (len(outcome.sent), outcome.members) == (1, ())


@pytest.mark.parametrize("known", ["unknown", "registered", "verified"])
def test_inviting_looks_the_same_whether_there_is_an_account(
    organization: Organization, owner: Person, known: str
) -> None:
    if known != "unknown":
        factories.person(EMAIL, verified=known == "verified")
    outcome = invite(organization, [Invitee(email=EMAIL)], Offer(), by=owner)
    assert ([row.email for row in outcome.sent], outcome.members) == ([EMAIL], ())
    assert OutgoingMail.objects.get().subject == "Rejoindre Atelier"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER] + [None])
def test_only_an_owner_invites(organization: Organization, role: Role | None) -> None:
    person = factories.member(organization, *([role] if role else []))
    with pytest.raises(NotAnOwner) as caught:
        send(organization, person)
    assert caught.value.message == (
        "Seul un propriétaire de Atelier peut le faire. Adressez-vous à l’un d’eux."
    )
    assert (Invitation.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_an_owner_above_invites_and_one_below_or_beside_does_not(owner: Person) -> None:
    head = Organization.objects.get(slug="atelier")
    branch = factories.organization("branche", parent=head)
    head = Organization.objects.get(pk=head.pk)
    beside = factories.organization("ailleurs")
    send(branch, owner)
    for other, place_of in [(branch, head), (beside, head)]:
        with pytest.raises(NotAnOwner):
            send(place_of, factories.member(other, Role.OWNER))


def test_inviting_again_renews_and_the_older_link_serves_no_more(
    organization: Organization, owner: Person
) -> None:
    first = send(organization, owner, roles=(Role.OWNER,), unit="Achats")
    again = send(organization, owner, roles=(Role.VIEWER,), job="Acheteuse")
    assert (again.pk, Invitation.objects.count()) == (first.pk, 1)
    assert (again.roles, again.unit, again.job) == (["viewer"], "", "Acheteuse")
    old, new = tokens(EMAIL)
    with pytest.raises(MailLinkError):
        accept(old)
    assert place(accept(new)) == ("", "Acheteuse", ["viewer"])


# --- Accepting ------------------------------------------------------------------------------------


def test_accepting_opens_the_account_and_makes_the_membership(
    organization: Organization, owner: Person
) -> None:
    send(organization, owner, roles=(Role.ASSESSOR, Role.VIEWER), unit="Achats", job="Acheteuse")
    membership = accept(tokens(EMAIL)[0], name=" Zoé Martin ")
    person = membership.person
    assert (person.email, person.name, person.is_active) == (EMAIL, "Zoé Martin", True)
    assert verified_addresses(person) == [EMAIL]
    assert not person.has_usable_password()
    assert place(membership) == ("Achats", "Acheteuse", ["assessor", "viewer"])
    assert Invitation.objects.get().status == InvitationStatus.ACCEPTED
    assert list(open_invitations(organization)) == []


def test_looking_spends_nothing(organization: Organization, owner: Person) -> None:
    send(organization, owner)
    for _filter in range(3):
        look_at(tokens(EMAIL)[0])
    assert verified_addresses(find_person(EMAIL) or owner) == []
    assert Membership.objects.count() == 1


def test_a_link_serves_once_and_doubles_nothing(organization: Organization, owner: Person) -> None:
    send(organization, owner, roles=(Role.VIEWER,))
    token = tokens(EMAIL)[0]
    accept(token)
    with pytest.raises(MailLinkUsed):
        accept(token)
    assert Membership.objects.filter(organization=organization).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_succeeds(organization: Organization, owner: Person) -> None:
    send(organization, owner, roles=(Role.VIEWER,))
    token = tokens(EMAIL)[0]

    def follow() -> str:
        try:
            accept(token)
        except (MailLinkError, InvitationError):
            return "refused"
        return "accepted"

    answers = at_the_same_time(follow, follow, follow, follow)
    assert sorted(answers) == ["accepted", "refused", "refused", "refused"]
    assert Membership.objects.filter(organization=organization).count() == 2


def test_an_existing_person_keeps_her_name_and_her_account(
    organization: Organization, owner: Person
) -> None:
    known = factories.person(EMAIL, name="Zoé")
    send(organization, owner, name="Quelqu’un d’autre")
    assert accept(tokens(EMAIL)[0], name="Encore autre").person == known
    known.refresh_from_db()
    assert known.name == "Zoé"


def test_a_member_since_then_keeps_her_place_and_gets_the_roles(
    organization: Organization, owner: Person
) -> None:
    send(organization, owner, roles=(Role.DESIGNER,), job="Cheffe")
    person = find_person(EMAIL)
    assert person is not None
    join(person, organization, roles=[Role.VIEWER], unit="Achats", job="Acheteuse")
    assert place(accept(tokens(EMAIL)[0])) == ("Achats", "Cheffe", ["designer", "viewer"])
    assert Membership.objects.filter(person=person).count() == 1


def test_the_address_goes_to_the_account_that_is_signed_in(
    organization: Organization, owner: Person
) -> None:
    lea = factories.person("lea@courriel.example", name="Léa")
    send(organization, owner, roles=(Role.VIEWER,))
    membership = accept(tokens(EMAIL)[0], current=lea, name="Zoé")
    assert membership.person == lea
    assert verified_addresses(lea) == ["lea@courriel.example", EMAIL]
    assert find_person(EMAIL) == lea
    lea.refresh_from_db()
    assert lea.name == "Léa"


def test_an_address_of_another_account_is_not_taken_over(
    organization: Organization, owner: Person
) -> None:
    factories.person(EMAIL)
    lea = factories.person("lea@courriel.example")
    send(organization, owner)
    with pytest.raises(InvitationError) as caught:
        accept(tokens(EMAIL)[0], current=lea)
    assert caught.value.message == (
        "Cette adresse appartient à un autre compte. "
        "Déconnectez-vous, puis suivez de nouveau le lien."
    )
    assert Membership.objects.filter(person=lea).count() == 0
    assert verified_addresses(lea) == ["lea@courriel.example"]
    assert MailLink.objects.get().used_at is None


def test_who_verified_the_address_since_then_is_who_joins(
    organization: Organization, owner: Person
) -> None:
    send(organization, owner)
    lea = factories.person("lea@courriel.example")
    verify_address(lea, EMAIL)
    assert accept(tokens(EMAIL)[0]).person == lea


def test_a_closed_account_is_not_opened_again(organization: Organization, owner: Person) -> None:
    person = factories.person(EMAIL)
    send(organization, owner)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(InvitationError) as caught:
        accept(tokens(EMAIL)[0])
    assert caught.value.message == ("Ce compte est fermé. Écrivez-nous s’il ne devrait pas l’être.")
    assert Membership.objects.filter(person=person).count() == 0


def test_who_invited_and_who_joined_is_in_the_audit_trail(
    organization: Organization, owner: Person
) -> None:
    send(organization, owner, roles=(Role.VIEWER, Role.ASSESSOR))
    person = accept(tokens()[0]).person
    found = AuditRecord.objects.order_by("-number")[:2]
    assert [(record.act, record.actor, record.details) for record in found] == [
        (
            "organizations.joined",
            person.pk,
            {"person": str(person.pk), "roles": "assessor viewer"},
        ),
        ("organizations.invited", owner.pk, {"roles": "assessor viewer"}),
    ]
