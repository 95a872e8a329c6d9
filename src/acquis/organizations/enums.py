from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganizationKind(models.TextChoices):
    COMPANY = "company", _("company")
    TRAINING = "training", _("training organisation")
    SCHOOL = "school", _("school or university")
    NETWORK = "network", _("network or group")


class Role(models.TextChoices):
    """What a member may do in the organisation, and in those below it."""

    OWNER = "owner", _("owner")
    DESIGNER = "designer", _("designer")
    COORDINATOR = "coordinator", _("coordinator")
    ASSESSOR = "assessor", _("assessor")
    VIEWER = "viewer", _("skills viewer")
    INTEGRATOR = "integrator", _("integrator")
