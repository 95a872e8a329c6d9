from django.db import models

from acquis.common.models import Entity
from acquis.organizations.models import Profile
from acquis.securing.enums import KeyStatus


class IssuerKey(Entity):
    """An issuer's Ed25519 key pair. Rows are never overwritten: old proofs need old keys.

    `sealed_seed` is the private seed sealed under ACQUIS_KEY_ENCRYPTION_KEY; only
    `securing.domain.keys` opens it, for the time of one signature.
    """

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="keys")
    fragment = models.CharField(max_length=50)
    public_key = models.BinaryField(max_length=32)
    sealed_seed = models.BinaryField(max_length=200)
    status = models.CharField(max_length=10, choices=KeyStatus.choices, default=KeyStatus.ACTIVE)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "fragment"], name="securing_key_fragment_once"
            ),
            models.UniqueConstraint(
                fields=["profile"],
                condition=models.Q(status="active"),
                name="securing_one_active_key",
            ),
        ]

    def __str__(self) -> str:
        return self.verification_method

    @property
    def verification_method(self) -> str:
        """The DID URL by which proofs name this key."""
        return f"{self.profile.did}#{self.fragment}"
