"""What is published, for everybody; what is being written, for its designers."""

from uuid import UUID

from django.db.models import QuerySet

from acquis.modelling.enums import VersionStatus
from acquis.modelling.models import AchievementVersion
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
