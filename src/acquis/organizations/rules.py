"""Who may do what in an organisation. A role reaches the organisation's whole subtree.

Whoever is not signed in counts as not active (Django's `AnonymousUser`), and holds nothing.

Permissions are named `app.action_object`; views and endpoints name one of them and hold no rule.
"""

from typing import Any

from acquis.common.permissions import Predicate, permission
from acquis.organizations.enums import Role


def has_role(*roles: Role) -> Predicate:
    """A predicate: the person holds one of the roles in the object's organisation or above it.

    The object is an organisation or has one as `organization`.
    """

    def holds(person: Any, target: Any) -> bool:
        if target is None or not person.is_active:
            return False
        organization = getattr(target, "organization", target)
        return bool(
            person.memberships.filter(
                roles__role__in=roles, organization__path__in=organization.lineage
            ).exists()
        )

    return Predicate(holds, name="has_role:" + "|".join(roles))


@Predicate
def is_member(person: Any, target: Any) -> bool:
    """The person belongs to the object's organisation, to one above it, or to one below it.

    What is in a passport belongs to no organisation, so nobody is a member there.
    """
    organization = getattr(target, "organization", target)
    if not hasattr(organization, "lineage") or not person.is_active:
        return False
    memberships = person.memberships
    return bool(
        memberships.filter(organization__path__in=organization.lineage).exists()
        or memberships.filter(organization__path__startswith=organization.path).exists()
    )


is_owner = has_role(Role.OWNER)
connects = has_role(Role.OWNER, Role.INTEGRATOR)

permission("organizations.view_organization", is_member)
permission("organizations.change_profile", is_owner)
permission("organizations.view_journal", is_owner)
permission("organizations.manage_members", is_owner)
permission("organizations.manage_tokens", connects)
