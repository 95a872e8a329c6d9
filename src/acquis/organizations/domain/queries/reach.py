"""All roles of a person at once, for pages that ask about several."""

from django.db.models import Q

from acquis.organizations.enums import Role
from acquis.organizations.models import MembershipRole, Organization
from acquis.people.models import Person

Reach = dict[Organization, frozenset[Role]]


def reach_of(person: Person) -> Reach:
    """The organisations in which she has a role, given there or above, in the tree's order.

    Two queries, however many organisations and roles.
    """
    given = [
        (str(path), Role(role))
        for path, role in MembershipRole.objects.filter(membership__person=person).values_list(
            "membership__organization__path", "role"
        )
    ]
    if not given:
        return {}
    below = Q(pk__in=[])
    for path in {path for path, _role in given}:
        below |= Q(path__startswith=path)
    return {
        node: frozenset(role for path, role in given if node.path.startswith(path))
        for node in Organization.objects.filter(below).order_by("path")
    }


def having(reach: Reach, *roles: Role) -> list[Organization]:
    """Those of them in which she has one of the roles."""
    return [node for node, held in reach.items() if held & set(roles)]
