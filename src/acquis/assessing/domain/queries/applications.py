"""Applications as each side sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from acquis.assessing.enums import ApplicationStatus as Status
from acquis.assessing.models import Application, Assessment, Evidence, Message
from acquis.common.searching import matching
from acquis.organizations.domain.queries.access import organizations_with_role
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.people.models import Person


def _applications() -> QuerySet[Application]:
    """With what lists name; the drawings, which are large, are left out."""
    return Application.objects.select_related(
        "version__achievement__organization", "organization__profile", "candidate"
    ).defer("version__image_svg", "version__image_png")


def of_candidate(person: Person) -> QuerySet[Application]:
    """Everything she has handed in, the newest first."""
    return (
        _applications()
        .filter(candidate=person)
        .exclude(status=Status.UNCONFIRMED)
        .order_by("-submitted_at")
    )


def under_way(person: Person) -> QuerySet[Application]:
    """Her applications that are not decided: those that wait for her answer first."""
    return (
        of_candidate(person)
        .filter(status__in=[Status.SUBMITTED, Status.QUESTIONED])
        .order_by("status", "submitted_at")
    )


def decided_since(person: Person, moment: datetime) -> QuerySet[Application]:
    """What was decided about her applications since then, the newest first."""
    return (
        of_candidate(person)
        .filter(status__in=[Status.AWARDED, Status.REFUSED], decided_at__gte=moment)
        .order_by("-decided_at")
    )


def waiting_by_organization(organizations: Iterable[Organization]) -> dict[UUID, int]:
    """How many applications wait for an assessor, by organisation; none has no entry."""
    rows = (
        Application.objects.filter(organization__in=organizations, status=Status.SUBMITTED)
        .order_by()
        .values_list("organization")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def queue(assessor: Person) -> QuerySet[Application]:
    """What waits for this assessor, across all her organisations, the oldest first."""
    return (
        _applications()
        .filter(
            status=Status.SUBMITTED,
            organization__in=organizations_with_role(assessor, [Role.ASSESSOR]),
        )
        .exclude(candidate=assessor)
        .prefetch_related("evidence", "version__skills__skill", "version__skills__level")
        .order_by("submitted_at")
    )


def of_organization(organization: Organization) -> QuerySet[Application]:
    return (
        _applications()
        .filter(organization=organization)
        .exclude(status=Status.UNCONFIRMED)
        .order_by("-submitted_at")
    )


def search(applications: QuerySet[Application], text: str) -> QuerySet[Application]:
    """By the candidate's name or address and by the achievement's words."""
    return matching(
        applications,
        text,
        columns=["candidate_name", "email"],
        folded=["version__search_text"],
    )


def application(application_id: UUID) -> Application:
    """For callers who check a permission on it. Raises `Application.DoesNotExist`."""
    return (
        _applications()
        .exclude(status=Status.UNCONFIRMED)
        .prefetch_related(
            "evidence",
            "version__criteria",
            "version__skills__skill__framework",
            "version__skills__level__scale__levels",
        )
        .get(pk=application_id)
    )


def evidence(evidence_id: UUID) -> Evidence:
    """For callers who check a permission on it. Raises `Evidence.DoesNotExist`."""
    return (
        Evidence.objects.select_related("application__organization")
        .exclude(application__status=Status.UNCONFIRMED)
        .get(pk=evidence_id)
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to an application."""

    at: datetime
    kind: str
    author: str
    text: str
    assessment: Assessment | None = None


def history(application: Application) -> list[Moment]:
    """What happened, in order: handed in, questions and answers, the decision."""
    moments = []
    if application.submitted_at is not None:
        moments.append(
            Moment(application.submitted_at, "submitted", application.candidate_name, "")
        )
    assessments = application.assessments.select_related("assessor").prefetch_related(
        "criterion_judgements__criterion", "skill_judgements__skill", "skill_judgements__level"
    )
    moments += [
        Moment(item.created_at, item.decision, str(item.assessor), item.comment, item)
        for item in assessments
    ]
    messages: QuerySet[Message] = application.messages.select_related("author")
    moments += [Moment(item.created_at, "answer", str(item.author), item.text) for item in messages]
    if application.status == Status.WITHDRAWN and application.decided_at is not None:
        moments.append(Moment(application.decided_at, "withdrawn", application.candidate_name, ""))
    return sorted(moments, key=lambda moment: moment.at)
