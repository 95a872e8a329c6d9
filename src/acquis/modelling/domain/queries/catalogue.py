"""What is published, for everybody; what is being written, for its designers."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from acquis.common.searching import Fold, words
from acquis.modelling.enums import VersionStatus
from acquis.modelling.models import AchievementSkill, AchievementVersion, Skill
from acquis.organizations.models import Organization


def _versions() -> QuerySet[AchievementVersion]:
    return AchievementVersion.objects.select_related(
        "achievement__organization__profile"
    ).prefetch_related("skills__skill__framework", "skills__level__scale__levels", "criteria")


def published() -> QuerySet[AchievementVersion]:
    """Every version open to applications, the newest first."""
    return _versions().filter(status=VersionStatus.PUBLISHED).order_by("-published_at")


def published_by(organization: Organization) -> QuerySet[AchievementVersion]:
    return published().filter(achievement__organization=organization)


def public_version(*, organization: str, achievement: str) -> AchievementVersion:
    """The newest version that was ever published under this address, retired ones included.

    Raises `AchievementVersion.DoesNotExist`.
    """
    return (
        _versions()
        .exclude(status=VersionStatus.DRAFT)
        .filter(achievement__organization__slug=organization, achievement__slug=achievement)
        .order_by("-number")[:1]
        .get()
    )


def shown_version(version_id: UUID) -> AchievementVersion:
    """A version that was published under this id. Raises `AchievementVersion.DoesNotExist`."""
    return _versions().exclude(status=VersionStatus.DRAFT).get(pk=version_id)


def version(version_id: UUID) -> AchievementVersion:
    """Any version, drafts included: for callers who check a permission on it."""
    return _versions().get(pk=version_id)


def of_organization(organization: Organization) -> QuerySet[AchievementVersion]:
    return _versions().filter(achievement__organization=organization).order_by("-created_at")


def search(versions: QuerySet[AchievementVersion], text: str) -> QuerySet[AchievementVersion]:
    """Those in whose words, skills or issuer's name every word typed occurs, in any language."""
    found = versions.alias(issuer=Fold("achievement__organization__profile__name"))
    for word in words(text):
        proving = AchievementSkill.objects.filter(skill__search_text__contains=word)
        found = found.filter(
            Q(search_text__contains=word)
            | Q(issuer__contains=word)
            | Q(pk__in=proving.values("version"))
        )
    return found


def issuers() -> QuerySet[Organization]:
    """Whoever has something in the catalogue, by name."""
    published = AchievementVersion.objects.filter(status=VersionStatus.PUBLISHED)
    found: QuerySet[Organization] = (
        Organization.objects.filter(pk__in=published.values("achievement__organization"))
        .select_related("profile")
        .order_by("profile__name")
    )
    return found


def skills_in(versions: QuerySet[AchievementVersion]) -> QuerySet[Skill]:
    """The skills that some of the versions prove, by label."""
    rows = AchievementSkill.objects.filter(version__in=versions.order_by().values("pk"))
    return Skill.objects.filter(pk__in=rows.values("skill")).order_by("search_text")


def proving(versions: QuerySet[AchievementVersion], skill_id: str) -> QuerySet[AchievementVersion]:
    rows = AchievementSkill.objects.filter(skill__pk=skill_id)
    return versions.filter(pk__in=rows.values("version"))


def counts_by_organization(
    organizations: Iterable[Organization], status: VersionStatus
) -> dict[UUID, int]:
    """How many versions stand so, by organisation; none has no entry."""
    rows = (
        AchievementVersion.objects.filter(
            achievement__organization__in=organizations, status=status
        )
        .order_by()
        .values_list("achievement__organization")
        .annotate(number=Count("pk"))
    )
    return dict(rows)
