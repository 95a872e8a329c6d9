"""Invitations that are expired, withdrawn, or without an author who may give what they offer."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from acquis.common.models import OutgoingMail
from acquis.organizations.domain.invitations import accept, look_at, resend, revoke
from acquis.organizations.domain.members import change_member, end_membership
from acquis.organizations.enums import InvitationStatus, Role
from acquis.organizations.errors import InvitationError, NotAnOwner
from acquis.organizations.models import Invitation, Membership, Organization
from acquis.people.domain.addresses import find_person
from acquis.people.errors import MailLinkError
from acquis.people.models import MailLink, Person
from tests import factories
from tests.organizations.letters import EMAIL, place, send, tokens

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

REVOKED = "Cette invitation a été retirée. Demandez-en une nouvelle à l’organisation."
NO_LONGER = (
    "La personne qui vous a invité ne peut plus donner ces rôles. "
    "Demandez une nouvelle invitation à l’organisation."
)


@pytest.fixture
def organization() -> Organization:
    return factories.organization("atelier", name="Atelier")


@pytest.fixture
def owner(organization: Organization) -> Person:
    return factories.member(organization, Role.OWNER, name="Olga")


def test_an_expired_invitation_is_refused_and_sent_again(
    organization: Organization, owner: Person
) -> None:
    invitation = send(organization, owner, roles=(Role.VIEWER,))
    Invitation.objects.update(expires_at=timezone.now())
    MailLink.objects.update(expires_at=timezone.now())
    assert Invitation.objects.get().status == InvitationStatus.EXPIRED
    with pytest.raises(MailLinkError):
        accept(tokens(EMAIL)[0])
    resend(invitation, by=owner)
    old, new = tokens(EMAIL)
    assert Invitation.objects.get().status == InvitationStatus.PENDING
    with pytest.raises(MailLinkError):
        accept(old)
    assert place(accept(new)) == ("", "", ["viewer"])


@pytest.mark.parametrize("act", [look_at, accept])
def test_a_withdrawn_invitation_serves_no_more(
    organization: Organization, owner: Person, act: Any
) -> None:
    invitation = send(organization, owner)
    revoke(invitation, by=owner)
    with pytest.raises(MailLinkError):
        act(tokens(EMAIL)[0])
    # Even with a link that is still good: the state of the invitation is asked as well.
    MailLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    with pytest.raises(InvitationError) as caught:
        act(tokens(EMAIL)[0])
    assert caught.value.message == REVOKED
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("act", [resend, revoke])
def test_only_an_owner_sends_again_or_withdraws(
    organization: Organization, owner: Person, act: Any
) -> None:
    invitation = send(organization, owner)
    for person in (
        factories.member(organization, *[role for role in Role if role != Role.OWNER]),
        factories.member(factories.organization(), Role.OWNER),
    ):
        with pytest.raises(NotAnOwner):
            act(invitation, by=person)
    assert (Invitation.objects.get().status, OutgoingMail.objects.count()) == ("pending", 1)


@pytest.mark.parametrize("act", [resend, revoke])
def test_what_is_over_is_neither_sent_again_nor_withdrawn(
    organization: Organization, owner: Person, act: Any
) -> None:
    accepted, withdrawn = send(organization, owner), send(organization, owner, "b@x.example")
    accept(tokens(EMAIL)[0])
    revoke(withdrawn, by=owner)
    for invitation, message in [
        (accepted, "Cette invitation a déjà été acceptée."),
        (withdrawn, REVOKED),
    ]:
        invitation.refresh_from_db()
        with pytest.raises(InvitationError) as caught:
            act(invitation, by=owner)
        assert caught.value.message == message


def test_after_a_withdrawal_one_can_be_invited_anew(
    organization: Organization, owner: Person
) -> None:
    first = send(organization, owner)
    revoke(first, by=owner)
    again = send(organization, owner)
    assert again.pk != first.pk
    assert accept(tokens(EMAIL)[-1]).person.email == EMAIL


@pytest.mark.parametrize("how", ["demoted", "gone", "closed", "deleted"])
def test_roles_are_given_only_while_their_author_may_give_them(
    organization: Organization, owner: Person, how: str
) -> None:
    factories.member(organization, Role.OWNER)
    send(organization, owner, roles=(Role.OWNER,))
    membership = Membership.objects.get(person=owner)
    if how == "demoted":
        change_member(membership, roles=[], unit="", job="", by=owner)
    elif how == "gone":
        end_membership(membership, by=owner)
    elif how == "closed":
        Person.objects.filter(pk=owner.pk).update(is_active=False)
    else:
        owner.delete()
    with pytest.raises(InvitationError) as caught:
        accept(tokens(EMAIL)[0])
    assert caught.value.message == NO_LONGER
    assert MailLink.objects.get().used_at is None
    person = find_person(EMAIL)
    assert Membership.objects.filter(person=person).count() == 0


def test_a_membership_without_roles_outlives_its_author(
    organization: Organization, owner: Person
) -> None:
    factories.member(organization, Role.OWNER)
    send(organization, owner)
    end_membership(Membership.objects.get(person=owner), by=owner)
    assert place(accept(tokens(EMAIL)[0])) == ("", "", [])
