"""Which organisations a person reaches, and with which roles."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from acquis.organizations.enums import Role
from acquis.organizations.models import Membership, MembershipRole, Organization
from acquis.people.models import Person


def organizations_with_role(person: Person, roles: Iterable[Role]) -> QuerySet[Organization]:
    """The organisations in which the person has one of the roles, by membership there or above."""
    paths = MembershipRole.objects.filter(membership__person=person, role__in=roles).values_list(
        "membership__organization__path", flat=True
    )
    reach = Q(pk__in=[])
    for path in paths:
        reach |= Q(path__startswith=path)
    found: QuerySet[Organization] = Organization.objects.filter(reach).order_by("path")
    return found


def roles_in(person: Person, organization: Organization) -> set[Role]:
    """The person's roles in the organisation, those given at a node above it included."""
    rows = MembershipRole.objects.filter(
        membership__person=person, membership__organization__path__in=organization.lineage
    )
    return {Role(role) for role in rows.values_list("role", flat=True)}


def memberships_of(person: Person) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(person=person)
        .select_related("organization", "unit")
        .prefetch_related("roles")
        .order_by("organization__path")
    )


def paths_reached(person: UUID) -> tuple[str, ...]:
    """The tree paths of the person's organisations, those left out that another one reaches."""
    rows = Membership.objects.filter(person=person, person__is_active=True)
    found: list[str] = []
    for path in sorted(rows.values_list("organization__path", flat=True)):
        if not any(path.startswith(above) for above in found):
            found.append(path)
    return tuple(found)
