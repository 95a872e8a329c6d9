"""What an organisation has issued, for its own systems."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from acquis.common.api.paging import Moment, Paging, cut
from acquis.common.api.problems import Problem
from acquis.organizations.api import TokenAuth, permitted
from acquis.organizations.models import Organization
from acquis.securing.domain import queries
from acquis.securing.models import Credential

FETCH = "securing.fetch_credentials"
MEDIA_TYPE = "application/vc+ld+json"
REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 429: Problem}
router = Router(tags=["credentials"], auth=TokenAuth())


class CredentialAchievement(Schema):
    id: UUID
    name: str


class CredentialOut(Schema):
    """`id` is the credential's own without `urn:uuid:`; `claimed_at` is None until its holder has
    fetched it."""

    id: UUID
    achievement: CredentialAchievement
    holder: str
    issued_at: datetime
    valid_until: datetime | None
    claimed_at: datetime | None


class CredentialPage(Schema):
    items: list[CredentialOut]
    next: str | None


class CredentialsAsked(Paging):
    since: Moment | None = Field(None, description=gettext_noop("Signed then or later."))
    claimed: Literal["true", "false"] | None = Field(
        None, description=gettext_noop("Only those that their holder has fetched, or has not.")
    )


@router.get(
    "organizations/{slug:slug}/credentials",
    response={200: CredentialPage, **REFUSALS, 422: Problem},
    summary=gettext_noop("What an organisation has issued, the oldest first"),
)
@permitted(FETCH)
def list_credentials(
    request: HttpRequest,
    slug: str,  # noqa: ARG001 - read by the gate
    asked: Query[CredentialsAsked],
) -> CredentialPage:
    rows = _issued(request)
    if asked.since is not None:
        rows = rows.filter(created_at__gte=asked.since)
    if asked.claimed is not None:
        rows = rows.filter(delivery__claimed_at__isnull=asked.claimed == "false")
    page = cut(rows, asked, by="created_at")
    return CredentialPage(items=[_credential(row) for row in page.rows], next=page.next)


@router.get(
    "organizations/{slug:slug}/credentials/{uuid:credential_id}",
    response={200: CredentialOut, **REFUSALS},
    summary=gettext_noop("One credential that an organisation has issued"),
)
@permitted(FETCH)
def read_credential(
    request: HttpRequest,
    slug: str,  # noqa: ARG001 - read by the gate
    credential_id: UUID,
) -> CredentialOut:
    return _credential(_one(request, credential_id))


@router.get(
    "organizations/{slug:slug}/credentials/{uuid:credential_id}/document",
    response={200: None, **REFUSALS},
    summary=gettext_noop("The signed credential itself, byte by byte"),
    openapi_extra={
        "responses": {200: {"content": {MEDIA_TYPE: {"schema": {"type": "object"}}}}},
    },
)
@permitted(FETCH)
def read_document(
    request: HttpRequest,
    slug: str,  # noqa: ARG001 - read by the gate
    credential_id: UUID,
) -> HttpResponse:
    document = bytes(_one(request, credential_id).document)
    return HttpResponse(document, content_type=MEDIA_TYPE)


def _issued(request: HttpRequest) -> QuerySet[Credential]:
    organization: Organization = request.organization  # type: ignore[attr-defined] # the gate's
    return queries.issued_by(organization)


def _one(request: HttpRequest, credential_id: UUID) -> Credential:
    try:
        return _issued(request).get(pk=credential_id)
    except Credential.DoesNotExist as error:
        raise Http404 from error


def _credential(credential: Credential) -> CredentialOut:
    version = credential.award.version
    return CredentialOut(
        id=credential.pk,
        achievement=CredentialAchievement(id=version.pk, name=str(version.name)),
        holder=credential.award.application.candidate_name,
        issued_at=credential.created_at,
        valid_until=credential.valid_until,
        claimed_at=credential.delivery.claimed_at,
    )
