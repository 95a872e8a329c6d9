from typing import Any

from django.conf import settings
from django.db import models

from acquis.assessing.models import Award
from acquis.common.models import OutgoingMail, TenantEntity
from acquis.common.tenancy import Tenancy
from acquis.organizations.models import Organization
from acquis.securing.errors import CredentialIsImmutable
from acquis.securing.models.key import IssuerKey


class Credential(TenantEntity):
    """A signed proof, as bytes. Signed once when the award is decided; served as it is, for ever.

    The row's id is the credential's own: `urn:uuid:<id>`.
    """

    tenancy = Tenancy(organization="organization", person="person")

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="credential")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="credentials"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="credentials"
    )
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="credentials")
    document = models.BinaryField()
    image_png = models.BinaryField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["organization", "created_at", "id"], name="securing_issued")
        ]

    def __str__(self) -> str:
        return f"urn:uuid:{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise CredentialIsImmutable(f"{self} is signed; its row is never written again.")
        super().save(*args, **kwargs)


class Delivery(TenantEntity):
    """How a credential reaches its holder: offered by mail, claimed once.

    `mail` is the last one that carried a link, until it is forgotten.
    """

    tenancy = Tenancy(through="credential")

    credential = models.OneToOneField(Credential, on_delete=models.PROTECT, related_name="delivery")
    email = models.EmailField()
    claimed_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(
        OutgoingMail, on_delete=models.SET_NULL, null=True, related_name="deliveries"
    )
    reminded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.credential} → {self.email}"
