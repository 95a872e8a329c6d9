from django.db import models
from django.utils.translation import gettext_lazy as _

from acquis.organizations.acts import acts


class VersionStatus(models.TextChoices):
    """The life of an achievement's version; from *published* on its words never change."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


@acts
class ModellingAct(models.TextChoices):
    """What the audit trail keeps of an achievement's life."""

    DRAFTED = "modelling.drafted", _("draft begun")
    PUBLISHED = "modelling.published", _("achievement published")
    RETIRED = "modelling.retired", _("achievement taken out of the catalogue")


class AchievementType(models.TextChoices):
    """Open Badges 3.0 `achievementType`: the terms of the standard that we issue."""

    MICRO_CREDENTIAL = "MicroCredential", _("micro-credential")
    BADGE = "Badge", _("badge")
    CERTIFICATE = "Certificate", _("certificate")
