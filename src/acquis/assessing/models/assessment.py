from typing import Any

from django.conf import settings
from django.db import models

from acquis.assessing.enums import Decision
from acquis.assessing.errors import DecisionIsFinal
from acquis.assessing.models.application import Application
from acquis.common.models import TenantEntity
from acquis.common.tenancy import Tenancy
from acquis.modelling.models import AchievementVersion, Criterion, Level, Skill
from acquis.organizations.models import Organization


class Decided(TenantEntity):
    """A row that records what somebody decided: written once, never edited."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise DecisionIsFinal(f"{type(self).__name__} {self.pk} is written once.")
        super().save(*args, **kwargs)


class Assessment(Decided):
    """One assessor's judgement of an application, with its reason."""

    tenancy = Tenancy(through="application")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="assessments"
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments"
    )
    decision = models.CharField(max_length=10, choices=Decision.choices)
    comment = models.TextField(max_length=5000)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.application} · {self.get_decision_display()}"


class CriterionJudgement(Decided):
    tenancy = Tenancy(through="assessment")

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="criterion_judgements"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    met = models.BooleanField()

    class Meta:
        ordering = ["criterion__position"]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.met}"


class SkillJudgement(Decided):
    """The level that an assessor finds reached in one skill."""

    tenancy = Tenancy(through="assessment")

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="skill_judgements"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.skill} · {self.level}"


class Award(Decided):
    """The decision that a person has earned an achievement; securing signs it, once."""

    tenancy = Tenancy(organization="organization", person="person")

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="award")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="award")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="awards")
    version = models.ForeignKey(AchievementVersion, on_delete=models.PROTECT, related_name="awards")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="awards"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.person} · {self.version}"
