"""What a person has to do and what has happened, gathered from each room's own queries."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from acquis.assessing.domain.queries import applications
from acquis.assessing.models import Application
from acquis.modelling.domain.queries import catalogue
from acquis.modelling.enums import VersionStatus
from acquis.organizations.domain.queries.access import memberships_of
from acquis.organizations.domain.queries.reach import Reach, having, reach_of
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.passport.domain.queries import passport_of
from acquis.people.models import Person
from acquis.securing.domain import queries as securing
from acquis.securing.domain.delivery import waiting_for

LATELY = timedelta(days=30)
BADGES, OLDEST, APPLICATIONS, DECISIONS, SPACES = 4, 3, 5, 3, 8


@dataclass(frozen=True, slots=True)
class Figures:
    """An organisation in numbers; None where the person has no part in it."""

    organization: Organization
    published: int | None
    drafts: int | None
    waiting: int | None
    issued: int | None
    unclaimed: int | None


def gather(person: Person) -> dict[str, Any]:
    """The dashboard's context. The number of queries does not depend on what there is."""
    under_way = list(applications.under_way(person)[:APPLICATIONS])
    queue = applications.queue(person)
    oldest = list(queue[:OLDEST])
    reach = reach_of(person)
    return {
        "waiting": waiting_for(person),
        "questions": [item for item in under_way if item.status == "questioned"],
        "oldest": oldest,
        "to_assess": queue.count() if len(oldest) == OLDEST else len(oldest),
        "under_way": under_way,
        "decided": _decided(person),
        "figures": figures(reach)[:SPACES],
        "may_design": next(iter(having(reach, Role.DESIGNER, Role.OWNER)), None),
        "may_connect": next(iter(having(reach, Role.INTEGRATOR)), None),
        "may_invite": next(iter(having(reach, Role.OWNER)), None),
        "held": passport_of(person)[:BADGES],
        "memberships": memberships_of(person),
    }


def _decided(person: Person) -> list[Application]:
    return list(applications.decided_since(person, timezone.now() - LATELY)[:DECISIONS])


def figures(reach: Reach) -> list[Figures]:
    """One entry for each organisation in which she designs or coordinates, in the tree's order."""
    designs = having(reach, Role.DESIGNER, Role.OWNER)
    coordinates = having(reach, Role.COORDINATOR, Role.OWNER)
    published = catalogue.counts_by_organization(designs, VersionStatus.PUBLISHED)
    drafts = catalogue.counts_by_organization(designs, VersionStatus.DRAFT)
    waiting = applications.waiting_by_organization(coordinates)
    issued = securing.issued_by_organization(coordinates, since=timezone.now() - LATELY)
    nothing = securing.Issued()
    return [
        Figures(
            organization=node,
            published=published.get(node.pk, 0) if node in designs else None,
            drafts=drafts.get(node.pk, 0) if node in designs else None,
            waiting=waiting.get(node.pk, 0) if node in coordinates else None,
            issued=issued.get(node.pk, nothing).lately if node in coordinates else None,
            unclaimed=issued.get(node.pk, nothing).unclaimed if node in coordinates else None,
        )
        for node in reach
        if node in designs or node in coordinates
    ]
