from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField
from i18nfield.strings import LazyI18nString

from acquis.common.models import Entity, TenantEntity
from acquis.common.tenancy import Tenancy
from acquis.common.text import fold
from acquis.modelling.enums import AchievementType, VersionStatus
from acquis.modelling.errors import PublishedIsImmutable
from acquis.modelling.models.framework import Level, Skill
from acquis.organizations.models import Organization

# What may still change once a version is published: where it stands, never what it says.
_MAY_CHANGE = frozenset({"status", "retired_at"})


class Achievement(Entity):
    """What can be earned. What it says is in its versions; holders keep the one they earned."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="achievements"
    )
    slug = models.SlugField(_("short name in addresses"), max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "slug"], name="modelling_achievement_slug_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization}/{self.slug}"


class AchievementVersion(TenantEntity):
    """One wording of an achievement. Immutable from publication on, its parts included."""

    tenancy = Tenancy(
        organization="achievement__organization",
        open_to_all=~models.Q(status=VersionStatus.DRAFT),
    )

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    status = models.CharField(
        max_length=12, choices=VersionStatus.choices, default=VersionStatus.DRAFT
    )
    achievement_type = models.CharField(
        _("type"),
        max_length=30,
        choices=AchievementType.choices,
        default=AchievementType.MICRO_CREDENTIAL,
    )
    name = I18nCharField(_("name"), max_length=120)
    description = I18nTextField(_("description"))
    validity_months = models.PositiveSmallIntegerField(
        _("validity in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
    )
    # The choices of the badge image (shape, pictogram, colours); the drawing is kept as published.
    design = models.JSONField(default=dict)
    image_svg = models.TextField(blank=True, editable=False)
    image_png = models.BinaryField(default=bytes, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Name, then description, in every language, lower case and without accents: what a search
    # looks into and lists sort by. Filled whenever the version is written.
    search_text = models.TextField(editable=False, default="", db_default="")
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["achievement", "-number"]
        indexes = [
            models.Index(fields=["status", "published_at", "id"], name="modelling_catalogue")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "number"], name="modelling_version_number_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def organization(self) -> Organization:
        return self.achievement.organization

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Raises `PublishedIsImmutable` when a published version would say something else."""
        moves_on = (
            bool(update_fields)
            and set(update_fields or ()) <= _MAY_CHANGE
            and self.status != VersionStatus.DRAFT
        )
        if moves_on:
            refuse_return(self.pk, self.status)
        else:
            if not self._state.adding:
                refuse_change(self.pk)
            self.search_text = searchable(self.name, self.description)
        super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_change(self.pk)
        return super().delete(*args, **kwargs)


def searchable(*texts: LazyI18nString | str) -> str:
    """The words of every language, folded; those of the site's own language first."""
    found: list[str] = []
    for text in texts:
        data = getattr(text, "data", text)
        words = data if isinstance(data, dict) else {"": str(text)}
        first = words.get(settings.LANGUAGE_CODE, "")
        found += [first, *(words[code] for code in words if code != settings.LANGUAGE_CODE)]
    return fold(" ".join(found))


def refuse_change(version_id: Any) -> None:
    """Raises `PublishedIsImmutable` if the stored version is a draft no longer."""
    published = AchievementVersion.objects.filter(pk=version_id).exclude(status=VersionStatus.DRAFT)
    if published.exists():
        raise PublishedIsImmutable(
            _("A published version does not change. Make a new version of the achievement.")
        )


def refuse_return(version_id: Any, status: str) -> None:
    """Raises `PublishedIsImmutable` if the stored version is retired, and `status` is not."""
    retired = AchievementVersion.objects.filter(pk=version_id, status=VersionStatus.RETIRED)
    if status != VersionStatus.RETIRED and retired.exists():
        raise PublishedIsImmutable(
            _("A version that was taken out stays out. Make a new version of the achievement.")
        )


class VersionPart(TenantEntity):
    """A row that belongs to what a version says, and is as immutable as the version."""

    class Meta:
        abstract = True

    tenancy = Tenancy(through="version")

    version: models.ForeignKey[AchievementVersion, AchievementVersion]
    version_id: Any

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_change()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_change()
        return super().delete(*args, **kwargs)

    def _refuse_change(self) -> None:
        """A part can be taken neither from a published version nor to one."""
        stored: models.QuerySet[Any, Any] = models.QuerySet(type(self))
        before = stored.filter(pk=self.pk).values_list("version", flat=True)
        for version_id in {self.version_id, *before}:
            refuse_change(version_id)


class AchievementSkill(VersionPart):
    """A skill that the achievement proves, and the level it asks for."""

    version = models.ForeignKey(AchievementVersion, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "skill"], name="modelling_skill_once")
        ]

    def __str__(self) -> str:
        return f"{self.skill} · {self.level}"


class Criterion(VersionPart):
    """One thing that must be shown for the achievement to be earned."""

    version = models.ForeignKey(
        AchievementVersion, on_delete=models.CASCADE, related_name="criteria"
    )
    text = I18nTextField(_("criterion"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.text)
