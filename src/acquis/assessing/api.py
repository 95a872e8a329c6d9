"""Where an organisation's applications stand, for its own systems; never what was handed in."""

from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from acquis.assessing.domain.queries import applications as queries
from acquis.assessing.models import Application
from acquis.common.api.paging import Moment, Paging, cut
from acquis.common.api.problems import Problem
from acquis.organizations.api import TokenAuth, permitted
from acquis.organizations.models import Organization

# Those of `ApplicationStatus` that an organisation sees.
Status = Literal["submitted", "questioned", "awarded", "refused", "withdrawn"]
router = Router(tags=["applications"], auth=TokenAuth())


class ApplicationAchievement(Schema):
    id: UUID
    name: str


class ApplicationOut(Schema):
    id: UUID
    achievement: ApplicationAchievement
    candidate: str
    status: Status
    submitted_at: datetime | None
    decided_at: datetime | None


class ApplicationPage(Schema):
    items: list[ApplicationOut]
    next: str | None


class ApplicationsAsked(Paging):
    since: Moment | None = Field(None, description=gettext_noop("Handed in then or later."))
    status: Status | None = Field(None, description=gettext_noop("Only those that stand so."))


@router.get(
    "organizations/{slug:slug}/applications",
    response={200: ApplicationPage, 401: Problem, 403: Problem, 404: Problem, 422: Problem,
              429: Problem},
    summary=gettext_noop("Where an organisation's applications stand, the oldest first"),
)  # fmt: skip
@permitted("assessing.view_applications")
def list_applications(
    request: HttpRequest,
    slug: str,  # noqa: ARG001 - read by the gate
    asked: Query[ApplicationsAsked],
) -> ApplicationPage:
    organization: Organization = request.organization  # type: ignore[attr-defined] # the gate's
    rows = queries.of_organization(organization)
    if asked.since is not None:
        rows = rows.filter(submitted_at__gte=asked.since)
    if asked.status is not None:
        rows = rows.filter(status=asked.status)
    page = cut(rows, asked, by="submitted_at")
    return ApplicationPage(items=[_application(row) for row in page.rows], next=page.next)


def _application(application: Application) -> ApplicationOut:
    version = application.version
    return ApplicationOut(
        id=application.pk,
        achievement=ApplicationAchievement(id=version.pk, name=str(version.name)),
        candidate=application.candidate_name,
        status=cast("Status", application.status),
        submitted_at=application.submitted_at,
        decided_at=application.decided_at,
    )
