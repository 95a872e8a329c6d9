"""Inviting people into an organisation: one mail, one link, one step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.common.domain.mail import Letter, post
from acquis.common.tenancy import system_scope
from acquis.organizations.domain import audit
from acquis.organizations.domain.members import require_owner
from acquis.organizations.domain.organizations import join
from acquis.organizations.enums import InvitationStatus, OrganizationAct, Role
from acquis.organizations.errors import InvitationError
from acquis.organizations.models import Invitation, Membership, Organization
from acquis.organizations.rules import is_owner
from acquis.people.domain import addresses, mail_links
from acquis.people.models import MailLink, Person

INVITATION = "invitation"
LASTS = timedelta(days=14)
MOST_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Invitee:
    email: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The place that is offered; the same for all who are invited at once."""

    roles: tuple[Role, ...] = ()
    unit: str = ""
    job: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`sent`: to whom a mail goes. `members`: addresses of people who belong to it already."""

    sent: tuple[Invitation, ...]
    members: tuple[str, ...]


@transaction.atomic
def invite(
    organization: Organization, invitees: Iterable[Invitee], offer: Offer, *, by: Person
) -> Outcome:
    """Send each address its invitation; an open one to the same address is renewed instead.

    Whether an address has an account shows in nothing that comes back: only who is listed as a
    member under this very address gets no mail.

    Raises:
        NotAnOwner: `by` is no owner of the organisation.
    """
    require_owner(by, organization)
    Organization.objects.select_for_update().get(pk=organization.pk)
    names = {addresses.normalise(invitee.email): invitee.name for invitee in invitees}
    rows = Membership.objects.filter(organization=organization, person__email__in=names)
    members = set(rows.values_list("person__email", flat=True))
    sent = tuple(
        _renew(organization, email, name, offer, by=by)
        for email, name in names.items()
        if email not in members
    )
    return Outcome(sent=sent, members=tuple(sorted(members)))


@transaction.atomic
def resend(invitation: Invitation, *, by: Person) -> Invitation:
    """A new mail with a new link, for another two weeks; the old link serves no more.

    Raises:
        NotAnOwner: `by` is no owner of the organisation.
        InvitationError: it was accepted or withdrawn.
    """
    require_owner(by, invitation.organization)
    _require_open(invitation)
    offer = Offer(
        roles=tuple(Role(role) for role in invitation.roles),
        unit=invitation.unit,
        job=invitation.job,
    )
    return _renew(invitation.organization, invitation.email, "", offer, by=by)


@transaction.atomic
def revoke(invitation: Invitation, *, by: Person) -> None:
    """Withdraw it: its link serves no more. Raises as `resend`."""
    require_owner(by, invitation.organization)
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _require_open(locked)
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    mail_links.void(purpose=INVITATION, target=locked.pk)
    audit.record(locked.organization, OrganizationAct.INVITATION_REVOKED, locked, by=by)


def look_at(token: str) -> tuple[MailLink, Invitation]:
    """The invitation behind a link, not yet accepted. To be called in the system's scope.

    Raises:
        MailLinkError: the link is unknown, spent or too old.
        InvitationError: it cannot be accepted (any more).
    """
    link = mail_links.look_up(token, purpose=INVITATION)
    invitation = Invitation.objects.select_related("organization", "invited_by").get(pk=link.target)
    _require_acceptable(invitation)
    return link, invitation


def opens_account(link: MailLink) -> bool:
    """Whether accepting opens an account: nobody has ever shown that she reads the address."""
    return not addresses.is_verified(link.email)


@transaction.atomic
def accept(token: str, *, name: str = "", current: Person | None = None) -> Membership:
    """Spend the link: the address is verified, the account open, the membership made.

    `name` is how a new person calls herself. `current` is who is signed in and wants to join with
    her own account, to which the address is added. A member keeps what she has and gets the roles.
    To be called in the system's scope: the secret in the link is the permission.

    Raises:
        MailLinkError, InvitationError: as `look_at`; also for an address of another account.
    """
    link, invitation = look_at(token)
    opening = opens_account(link)
    mail_links.follow(token, purpose=INVITATION, reader=current)
    person = addresses.find_person(link.email) or link.person
    if current is not None and person != current:
        raise InvitationError(
            _("This address belongs to another account. Sign out, then follow the link again.")
        )
    if not person.is_active:
        raise InvitationError(_("This account is closed. Write to us if it should not be."))
    if opening and current is None and name.strip():
        person.name = name.strip()
        person.save(update_fields=["name"])
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
    return _join(person, invitation)


def _join(person: Person, invitation: Invitation) -> Membership:
    """Joining says nothing about a unit or job that the invitation leaves open."""
    organization = invitation.organization
    before = Membership.objects.filter(person=person, organization=organization).first()
    return join(
        person,
        organization,
        roles=[Role(role) for role in invitation.roles],
        unit=invitation.unit or (before.unit.name if before and before.unit else ""),
        job=invitation.job or (before.job if before else ""),
        by=person,
    )


def _renew(
    organization: Organization, email: str, name: str, offer: Offer, *, by: Person
) -> Invitation:
    language = translation.get_language() or settings.LANGUAGE_CODE
    person = addresses.find_or_create_person(email=email, name=name, language=language)
    now = timezone.now()
    invitation, _new = Invitation.objects.update_or_create(
        organization=organization,
        email=email,
        accepted_at=None,
        revoked_at=None,
        defaults={
            "roles": [role.value for role in offer.roles],
            "unit": offer.unit,
            "job": offer.job,
            "invited_by": by,
            "sent_at": now,
            "expires_at": now + LASTS,
        },
    )
    mail_links.void(purpose=INVITATION, target=invitation.pk)
    _link, token = mail_links.create(
        person, email=email, purpose=INVITATION, target=invitation.pk, lasts=LASTS
    )
    with translation.override(person.language):
        letter = _letter(invitation, by, f"{settings.BASE_URL}/invitations/{token}/")
    post(letter, to=email, language=person.language)
    audit.record(
        organization,
        OrganizationAct.INVITED,
        invitation,
        by=by,
        roles=" ".join(sorted(invitation.roles)),
    )
    return invitation


def _letter(invitation: Invitation, by: Person, url: str) -> Letter:
    names = {"organization": invitation.organization.name, "person": str(by)}
    paragraphs = [_("%(person)s invites you to join %(organization)s.") % names]
    if invitation.roles:
        roles = ", ".join(invitation.role_labels)
        paragraphs.append(
            ngettext(
                "Your role there: %(roles)s.",
                "Your roles there: %(roles)s.",
                len(invitation.roles),
            )
            % {"roles": roles}
        )
    return Letter(
        subject=_("Join %(organization)s") % names,
        paragraphs=tuple(paragraphs),
        action=(_("See the invitation"), url),
        closing=(
            _("The link lasts 14 days and serves once."),
            _("If you expect nothing from them, do nothing: no account is opened."),
        ),
    )


def _require_open(invitation: Invitation) -> None:
    if invitation.status == InvitationStatus.ACCEPTED:
        raise InvitationError(_("This invitation has been accepted already."))
    if invitation.status == InvitationStatus.REVOKED:
        raise InvitationError(
            _("This invitation was withdrawn. Ask the organisation for a new one.")
        )


def _require_acceptable(invitation: Invitation) -> None:
    """Roles come from an owner: one who is none any more gives none."""
    _require_open(invitation)
    inviter = invitation.invited_by
    with system_scope("an invitation is worth what its author may give, whoever reads it"):
        still = inviter is not None and is_owner(inviter, invitation.organization)
    if invitation.roles and not still:
        raise InvitationError(
            _(
                "Whoever invited you may no longer give these roles. "
                "Ask the organisation for a new invitation."
            )
        )
