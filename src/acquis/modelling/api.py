"""The published catalogue, for programs."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from acquis.common.api.access import public
from acquis.common.api.paging import Paging, cut
from acquis.common.api.problems import Problem
from acquis.modelling.domain.queries import catalogue as queries
from acquis.modelling.enums import VersionStatus
from acquis.modelling.models import AchievementVersion

router = Router(tags=["achievements"])


class AchievementIssuer(Schema):
    slug: str
    name: str


class SkillLevel(Schema):
    """`rank` rises with mastery, from 1 to `of`."""

    name: str
    rank: int
    of: int


class AchievementSkillOut(Schema):
    uri: str
    name: str
    framework: str
    level: SkillLevel


class AchievementOut(Schema):
    """Texts are in the language asked for. `page_url` is what credentials name as achievement."""

    id: UUID
    organization: AchievementIssuer
    type: str
    status: str
    name: str
    description: str
    criteria: list[str]
    skills: list[AchievementSkillOut]
    validity_months: int | None
    published_at: datetime | None
    image_url: str
    page_url: str


class AchievementPage(Schema):
    items: list[AchievementOut]
    next: str | None


class AchievementsAsked(Paging):
    q: str = Field(
        "",
        max_length=200,
        description=gettext_noop("Words of the achievement, its skills or its issuer."),
    )
    organization: str = Field(
        "",
        max_length=60,
        pattern=r"^[-a-zA-Z0-9_]*$",
        description=gettext_noop("Short name of the issuer."),
    )


@router.get(
    "achievements",
    response={200: AchievementPage, 422: Problem},
    summary=gettext_noop("The published achievements, the newest first"),
)
@public("the catalogue is there to be read")
def list_achievements(
    request: HttpRequest,  # noqa: ARG001 - ninja knows it by its name
    asked: Query[AchievementsAsked],
) -> AchievementPage:
    versions = queries.published().defer("image_svg", "image_png")
    if asked.organization:
        versions = versions.filter(achievement__organization__slug=asked.organization)
    if asked.q:
        versions = queries.search(versions, asked.q)
    page = cut(versions, asked, by="published_at", newest_first=True)
    return AchievementPage(items=[_achievement(row) for row in page.rows], next=page.next)


@router.get(
    "achievements/{uuid:achievement_id}",
    response={200: AchievementOut, 404: Problem},
    summary=gettext_noop("One achievement that is or was published"),
)
@public("what an achievement proves is for everybody to read")
def read_achievement(
    request: HttpRequest,  # noqa: ARG001 - ninja knows it by its name
    achievement_id: UUID,
) -> AchievementOut:
    try:
        return _achievement(queries.shown_version(achievement_id))
    except AchievementVersion.DoesNotExist as error:
        raise Http404 from error


def _achievement(version: AchievementVersion) -> AchievementOut:
    issuer = version.organization
    return AchievementOut(
        id=version.pk,
        organization=AchievementIssuer(slug=issuer.slug, name=issuer.profile.name),
        type=version.achievement_type,
        status=VersionStatus(version.status).value,
        name=str(version.name),
        description=str(version.description),
        criteria=[str(criterion.text) for criterion in version.criteria.all()],
        skills=[
            AchievementSkillOut(
                uri=row.skill.uri,
                name=str(row.skill.label),
                framework=row.skill.framework.name,
                level=SkillLevel(
                    name=str(row.level.name),
                    rank=row.level.rank,
                    of=len(row.level.scale.levels.all()),
                ),
            )
            for row in version.skills.all()
        ],
        validity_months=version.validity_months,
        published_at=version.published_at,
        image_url=settings.BASE_URL + reverse("modelling:image_png", args=[version.pk]),
        page_url=settings.BASE_URL + reverse("modelling:version", args=[version.pk]),
    )
