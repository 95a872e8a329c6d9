from django.db import models
from django.utils.translation import gettext_lazy as _


class KeyStatus(models.TextChoices):
    ACTIVE = "active", _("signs new credentials")
    RETIRED = "retired", _("verifies old credentials only")
