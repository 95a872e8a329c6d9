"""What owners decide about members: roles, place, and the end of a membership."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from acquis.common.tenancy import system_scope
from acquis.organizations.domain import audit
from acquis.organizations.domain.organizations import place_in
from acquis.organizations.enums import OrganizationAct, Role
from acquis.organizations.errors import LastOwner, NotAnOwner
from acquis.organizations.models import Membership, MembershipRole, Organization
from acquis.organizations.rules import is_owner
from acquis.people.models import Person


def require_owner(person: Person, organization: Organization) -> None:
    """Raises `NotAnOwner`: only owners say who belongs to an organisation, and give roles."""
    if not is_owner(person, organization):
        raise NotAnOwner(
            _("Only an owner of %(organization)s can do this. Ask one of them.")
            % {"organization": organization.name}
        )


@transaction.atomic
def change_member(
    membership: Membership, *, roles: Iterable[Role], unit: str, job: str, by: Person
) -> Membership:
    """Give the member exactly these roles and this place.

    Raises:
        NotAnOwner: `by` is no owner of the organisation.
        LastOwner: the member would no longer be owner, and nobody else is.
    """
    require_owner(by, membership.organization)
    wanted = set(roles)
    if Role.OWNER not in wanted:
        _leave_an_owner(membership)
    membership.unit = place_in(membership.organization, unit)
    membership.job = job.strip()
    membership.save(update_fields=["unit", "job"])
    membership.roles.exclude(role__in=wanted).delete()
    for role in wanted:
        MembershipRole.objects.get_or_create(membership=membership, role=role)
    audit.record(
        membership.organization,
        OrganizationAct.ROLES_CHANGED,
        membership,
        by=by,
        person=str(membership.person_id),
        roles=" ".join(sorted(wanted)),
    )
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Person) -> None:
    """The person belongs to the organisation no more. What she has earned stays hers.

    Raises as `change_member`.
    """
    require_owner(by, membership.organization)
    _leave_an_owner(membership)
    audit.record(
        membership.organization,
        OrganizationAct.LEFT,
        membership,
        by=by,
        person=str(membership.person_id),
    )
    membership.delete()


def _leave_an_owner(without: Membership) -> None:
    """Somebody must be left who reaches the organisation as owner, from there or from above.

    The tree's root is locked: two owners who take each other's role at once must not both succeed.
    """
    with system_scope("owners above the organisation count, whoever asks"):
        lineage = without.organization.lineage
        Organization.objects.select_for_update().get(path=lineage[0])
        owners = MembershipRole.objects.filter(
            role=Role.OWNER,
            membership__organization__path__in=lineage,
            membership__person__is_active=True,
        )
        if not owners.filter(membership=without).exists():
            return
        if not owners.exclude(membership=without).exists():
            raise LastOwner(
                _("%(person)s is the last owner of %(organization)s. Name another owner first.")
                % {"person": without.person, "organization": without.organization.name}
            )
