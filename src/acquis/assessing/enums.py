from django.db import models
from django.utils.translation import gettext_lazy as _

from acquis.organizations.acts import acts


class ApplicationStatus(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("address to be confirmed")
    SUBMITTED = "submitted", _("waiting for an assessor")
    QUESTIONED = "questioned", _("waiting for the candidate's answer")
    AWARDED = "awarded", _("awarded")
    REFUSED = "refused", _("not awarded")
    WITHDRAWN = "withdrawn", _("withdrawn")


@acts
class AssessingAct(models.TextChoices):
    """What the audit trail keeps of an application."""

    SUBMITTED = "assessing.submitted", _("application handed in")
    QUESTIONED = "assessing.questioned", _("question asked")
    ANSWERED = "assessing.answered", _("question answered")
    AWARDED = "assessing.awarded", _("achievement awarded")
    REFUSED = "assessing.refused", _("application refused")
    WITHDRAWN = "assessing.withdrawn", _("application withdrawn")


class EvidenceKind(models.TextChoices):
    FILE = "file", _("file")
    LINK = "link", _("link")


class Decision(models.TextChoices):
    """What an assessment concludes."""

    AWARD = "award", _("award")
    QUESTION = "question", _("send back with a question")
    REFUSE = "refuse", _("do not award")
