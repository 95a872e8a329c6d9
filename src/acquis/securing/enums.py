from django.db import models
from django.utils.translation import gettext_lazy as _

from acquis.organizations.acts import acts


@acts
class SecuringAct(models.TextChoices):
    """What the audit trail keeps of keys and credentials."""

    KEY_MADE = "securing.key_made", _("signing key made")
    KEY_RETIRED = "securing.key_retired", _("signing key retired")
    ISSUED = "securing.issued", _("credential signed")
    CLAIMED = "securing.claimed", _("credential claimed by its holder")
    OFFERED_AGAIN = "securing.offered_again", _("credential offered again by mail")
    EXPORTED = "securing.exported", _("export of all credentials asked for")


class KeyStatus(models.TextChoices):
    ACTIVE = "active", _("signs new credentials")
    RETIRED = "retired", _("verifies old credentials only")
