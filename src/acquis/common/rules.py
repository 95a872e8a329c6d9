"""A job is its person's: nobody else sees it, whatever roles she has."""

from typing import Any

from acquis.common.permissions import Predicate, permission


@Predicate
def is_requester(person: Any, job: Any) -> bool:
    return bool(job is not None and person.is_active and job.requested_by == person.pk)


permission("common.view_job", is_requester)
permission("common.change_job", is_requester)
