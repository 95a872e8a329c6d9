import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from acquis.common.models import TenantEntity
from acquis.common.tenancy import Tenancy, TenantManager


class HeldCredential(TenantEntity):
    """A credential in a person's passport: her own copy of the bytes, whoever issued them.

    There is no link to the issuer's rows: an organisation can leave or be deleted and the holder
    loses nothing. `did_document` is the issuer's, as published on the day of the claim.
    """

    tenancy = Tenancy(person="person")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_credentials"
    )
    credential_id = models.CharField(max_length=300)
    document = models.BinaryField()
    digest = models.CharField(_("SHA-256 of the bytes"), max_length=64)
    image_png = models.BinaryField()
    did_document = models.JSONField(default=dict)
    # What lists show, read once from the signed bytes.
    name = models.CharField(max_length=200)
    issuer_name = models.CharField(max_length=200)
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    expiry_noticed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="passport_held_once")
        ]

    def __str__(self) -> str:
        return self.name


def share_token() -> str:
    return secrets.token_urlsafe(9)


class Share(models.Model):
    """The public page of one held credential, for as long as its holder wants it."""

    tenancy = Tenancy(through="held")

    held = models.OneToOneField(HeldCredential, on_delete=models.CASCADE, related_name="share")
    token = models.CharField(max_length=20, unique=True, default=share_token)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantManager()

    def __str__(self) -> str:
        return self.token
