from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from acquis.common.models import Entity
from acquis.organizations.models.organization import Organization


class Profile(Entity):
    """The issuer as the outside world sees it (Open Badges 3.0 `Profile`).

    `did` is fixed when the profile is made: credentials name it for ever, whatever becomes of the
    organisation's name or of its short name in addresses.
    """

    organization = models.OneToOneField(
        Organization, on_delete=models.PROTECT, related_name="profile"
    )
    did = models.CharField(max_length=255, unique=True, editable=False)
    name = models.CharField(_("name shown on credentials"), max_length=150)
    url = models.URLField(_("web site"), blank=True)
    email = models.EmailField(_("public e-mail address"), blank=True)
    description = I18nTextField(_("description"), blank=True)
    linkedin_organization_id = models.CharField(
        _("LinkedIn organisation number"), max_length=20, blank=True
    )

    # SHA-256 of the logo's bytes, in its address: a new logo has a new address. Empty: no logo.
    logo_digest = models.CharField(
        max_length=64, blank=True, editable=False, default="", db_default=""
    )

    class Meta:
        verbose_name = _("issuer profile")

    def __str__(self) -> str:
        return self.name


class Logo(Entity):
    """A profile's logo as it is served: drawn anew or sanitised, never the bytes handed in.

    Apart from the profile, which nearly every page reads.
    """

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, related_name="logo")
    media_type = models.CharField(max_length=20)
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.profile} ({self.media_type})"
