"""Who belongs to an organisation, and who is invited."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from acquis.common.searching import matching
from acquis.organizations.enums import InvitationStatus
from acquis.organizations.models import Invitation, Membership, Organization, Unit


def members_of(organization: Organization) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(organization=organization)
        .select_related("person", "unit")
        .prefetch_related("roles")
        .order_by("person__name", "person__email")
    )


def search(memberships: QuerySet[Membership], text: str) -> QuerySet[Membership]:
    """By name, address, unit or job."""
    return matching(
        memberships, text, columns=["person__name", "person__email", "unit__name", "job"]
    )


def with_role(memberships: QuerySet[Membership], role: str) -> QuerySet[Membership]:
    return memberships.filter(roles__role=role)


def membership(organization: str, membership_id: UUID) -> Membership:
    """Raises `Membership.DoesNotExist`."""
    rows = Membership.objects.select_related("organization", "person", "unit")
    return rows.get(organization__slug=organization, pk=membership_id)


def open_invitations(organization: Organization) -> QuerySet[Invitation]:
    """Those that were neither accepted nor withdrawn, expired ones included."""
    return (
        Invitation.objects.filter(organization=organization, accepted_at=None, revoked_at=None)
        .select_related("invited_by")
        .order_by("-sent_at", "email")
    )


def search_invitations(invitations: QuerySet[Invitation], text: str) -> QuerySet[Invitation]:
    """By address, unit, job or who invited."""
    return matching(invitations, text, columns=["email", "unit", "job", "invited_by__name"])


def in_state(invitations: QuerySet[Invitation], status: str) -> QuerySet[Invitation]:
    """Of the open ones: those that can still be accepted, or those that are too old."""
    if status == InvitationStatus.EXPIRED:
        return invitations.filter(expires_at__lte=timezone.now())
    return invitations.filter(expires_at__gt=timezone.now())


def invitation(organization: str, invitation_id: UUID) -> Invitation:
    """Raises `Invitation.DoesNotExist`."""
    rows = Invitation.objects.select_related("organization")
    return rows.get(organization__slug=organization, pk=invitation_id)


def unit_names(organization: Organization) -> list[str]:
    return list(Unit.objects.filter(organization=organization).values_list("name", flat=True))
