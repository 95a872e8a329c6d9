"""Writing an achievement: a draft that changes freely, then a publication that never does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from acquis.modelling.domain.images import draw_image
from acquis.modelling.enums import ModellingAct, VersionStatus
from acquis.modelling.errors import ModellingError, NotReadyToPublish, PublishedIsImmutable
from acquis.modelling.models import (
    Achievement,
    AchievementSkill,
    AchievementVersion,
    Criterion,
    Level,
    Skill,
)
from acquis.organizations.domain import audit
from acquis.organizations.models import Organization
from acquis.people.models import Person

MAX_SLUG = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What a version says. Texts are by language code; an empty text counts as not written."""

    name: Mapping[str, str]
    description: Mapping[str, str]
    criteria: Sequence[Mapping[str, str]]
    skills: Sequence[tuple[Skill, Level]]
    validity_months: int | None
    design: Mapping[str, Any]


@transaction.atomic
def create_draft(organization: Organization, content: Content, *, by: Person) -> AchievementVersion:
    """A new achievement with its first version, a draft."""
    version = AchievementVersion(
        achievement=_new_achievement(organization, content), number=1, created_by=by
    )
    _write(version, content)
    audit.record(organization, ModellingAct.DRAFTED, version, by=by)
    return version


@transaction.atomic
def change_draft(version: AchievementVersion, content: Content) -> AchievementVersion:
    """Replace what the draft says.

    Raises:
        PublishedIsImmutable: it is a draft no longer.
    """
    _write(_locked(version), content)
    version.refresh_from_db()
    return version


def gaps(version: AchievementVersion) -> list[str]:
    """What a draft still lacks before it can be published, each as a sentence."""
    found = []
    language = settings.LANGUAGE_CODE
    if not version.name.data.get(language):
        found.append(_("Give it a name in French."))
    if not version.description.data.get(language):
        found.append(_("Describe in French what it recognises."))
    if not version.skills.exists():
        found.append(_("Choose at least one skill and its level."))
    if not version.criteria.exists():
        found.append(_("Write at least one criterion."))
    return found


@transaction.atomic
def publish(version: AchievementVersion, *, by: Person) -> AchievementVersion:
    """Freeze the version, draw its image for good, and open it to applications.

    Raises:
        NotReadyToPublish: something is missing; the error lists it.
        PublishedIsImmutable: it is a draft no longer.
    """
    draft = _locked(version)
    missing = gaps(draft)
    if missing:
        raise NotReadyToPublish(_("This draft cannot be published yet."), missing)
    draft.image_svg, draft.image_png = draw_image(draft)
    draft.status = VersionStatus.PUBLISHED
    draft.published_at = timezone.now()
    draft.published_by = by
    draft.save()
    audit.record(draft.organization, ModellingAct.PUBLISHED, draft, by=by, number=draft.number)
    return draft


@transaction.atomic
def retire(version: AchievementVersion, *, by: Person) -> AchievementVersion:
    """Take a published version out of the catalogue, for good.

    What was earned stays earned, and what was handed in before is still judged; nothing more can
    be handed in.

    Raises:
        ModellingError: it is not published.
    """
    found = AchievementVersion.objects.select_for_update().get(pk=version.pk)
    if found.status != VersionStatus.PUBLISHED:
        raise ModellingError(_("Only a published achievement can be taken out of the catalogue."))
    found.status, found.retired_at = VersionStatus.RETIRED, timezone.now()
    found.save(update_fields=["status", "retired_at"])
    audit.record(found.organization, ModellingAct.RETIRED, found, by=by)
    return found


def _locked(version: AchievementVersion) -> AchievementVersion:
    found = AchievementVersion.objects.select_for_update().get(pk=version.pk)
    if found.status != VersionStatus.DRAFT:
        raise PublishedIsImmutable(
            _("A published version does not change. Make a new version of the achievement.")
        )
    return found


def _write(version: AchievementVersion, content: Content) -> None:
    version.name = _text(content.name)
    version.description = _text(content.description)
    version.validity_months = content.validity_months
    version.design = dict(content.design)
    version.save()
    for part in (*version.skills.all(), *version.criteria.all()):
        part.delete()
    for position, (skill, level) in enumerate(content.skills):
        AchievementSkill.objects.create(
            version=version, skill=skill, level=level, position=position
        )
    for position, text in enumerate(content.criteria):
        Criterion.objects.create(version=version, text=_text(text), position=position)


def _text(words: Mapping[str, str]) -> LazyI18nString:
    return LazyI18nString({code: text.strip() for code, text in words.items() if text.strip()})


def _new_achievement(organization: Organization, content: Content) -> Achievement:
    """Under the first short name that is free. Of two at the same time, the slower one looks again
    once the other's is there; it takes another name each time, so that this ends."""
    while True:
        slug = _free_slug(organization, content)
        try:
            with transaction.atomic():
                return Achievement.objects.create(organization=organization, slug=slug)
        except IntegrityError:
            if _free_slug(organization, content) == slug:
                raise  # something else than the name was refused


def _free_slug(organization: Organization, content: Content) -> str:
    words = next((text for text in content.name.values() if text.strip()), "")
    wanted = slugify(words)[:MAX_SLUG].strip("-") or "achievement"
    taken = set(
        Achievement.objects.filter(organization=organization, slug__startswith=wanted).values_list(
            "slug", flat=True
        )
    )
    slug, count = wanted, 2
    while slug in taken:
        slug, count = f"{wanted}-{count}", count + 1
    return slug
