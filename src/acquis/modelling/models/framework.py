from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from acquis.common.models import Entity
from acquis.organizations.models import Organization


class Scale(Entity):
    """A mastery scale: how far somebody masters a skill, as rungs that are data.

    Without an organisation it is everybody's.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="scales"
    )
    name = I18nCharField(_("name"), max_length=150)

    def __str__(self) -> str:
        return str(self.name)


class Level(Entity):
    """A rung of a scale; `rank` rises with mastery, from 1."""

    scale = models.ForeignKey(Scale, on_delete=models.CASCADE, related_name="levels")
    rank = models.PositiveSmallIntegerField()
    name = I18nCharField(_("name"), max_length=100)
    description = I18nTextField(_("what is expected"), blank=True)

    class Meta:
        ordering = ["scale", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "rank"], name="modelling_level_rank_once")
        ]

    def __str__(self) -> str:
        return str(self.name)


class SkillFramework(Entity):
    """A published list of skills (ESCO, ROME, RNCP blocks, a company's own).

    Without an organisation it is everybody's.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="frameworks"
    )
    uri = models.URLField(unique=True)
    name = models.CharField(_("name"), max_length=150)
    version = models.CharField(_("version"), max_length=50, blank=True)
    attribution = models.TextField(_("source and licence"), blank=True)

    def __str__(self) -> str:
        return self.name


class Skill(Entity):
    """A skill of a framework, under the framework's own identifier."""

    framework = models.ForeignKey(SkillFramework, on_delete=models.CASCADE, related_name="skills")
    uri = models.URLField(_("identifier"), max_length=300)
    label = I18nCharField(_("label"), max_length=500)
    description = I18nTextField(_("description"), blank=True)
    # The labels of every language, lower case and without accents: what a search looks into.
    search_text = models.TextField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "uri"], name="modelling_skill_uri_once")
        ]

    def __str__(self) -> str:
        return str(self.label)
