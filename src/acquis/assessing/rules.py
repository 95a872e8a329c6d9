"""Who sees an application and who judges it. Nobody judges her own."""

from typing import Any

from acquis.common.permissions import Predicate, permission
from acquis.organizations.enums import Role
from acquis.organizations.rules import has_role


@Predicate
def is_candidate(person: Any, application: Any) -> bool:
    return bool(
        application is not None
        and person.is_authenticated
        and application.candidate_id == person.pk
        and application.status != "unconfirmed"
    )


is_assessor = has_role(Role.ASSESSOR)
follows_applications = has_role(Role.ASSESSOR, Role.COORDINATOR, Role.OWNER)

permission("assessing.follow_application", is_candidate)
permission("assessing.judge_application", is_assessor & ~is_candidate)
permission("assessing.view_evidence", is_candidate | is_assessor)
permission("assessing.view_applications", follows_applications)
