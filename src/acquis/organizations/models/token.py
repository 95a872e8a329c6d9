from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from acquis.common.models import TenantEntity
from acquis.common.tenancy import Tenancy
from acquis.organizations.enums import TokenStatus
from acquis.organizations.models.organization import Organization


class ApiToken(TenantEntity):
    """What a program shows to act for the person who made it, in one organisation and below it.

    Only the SHA-256 digest is kept: the text is shown once, and a reader of the database can
    open nothing with what is here. Without the person the token is nothing, so it goes with her.
    """

    tenancy = Tenancy(organization="organization")

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(_("name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens"
    )
    expires_at = models.DateTimeField()
    # The minute (since 1970) of the last request, and how many came in it: `domain.tokens` counts.
    minute = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)
    requests = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def status(self) -> TokenStatus:
        if self.revoked_at is not None:
            return TokenStatus.REVOKED
        if self.expires_at <= timezone.now():
            return TokenStatus.EXPIRED
        return TokenStatus.ACTIVE if self.created_by.is_active else TokenStatus.ORPHANED
