from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from acquis.common.models import TenantEntity
from acquis.common.tenancy import Tenancy
from acquis.organizations.enums import InvitationStatus, Role
from acquis.organizations.models.organization import Organization


class Invitation(TenantEntity):
    """An offer to belong to an organisation, sent to one address.

    At most one is open for an address and an organisation; inviting again renews it. The link in
    its mail is a `MailLink` whose target it is.
    """

    tenancy = Tenancy(organization="organization")

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    roles = models.JSONField(default=list)
    unit = models.CharField(_("unit"), max_length=150, blank=True)
    job = models.CharField(_("job"), max_length=150, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="invitations_sent",
    )
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="organizations_invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.organization}"

    @property
    def status(self) -> InvitationStatus:
        if self.accepted_at is not None:
            return InvitationStatus.ACCEPTED
        if self.revoked_at is not None:
            return InvitationStatus.REVOKED
        if self.expires_at <= timezone.now():
            return InvitationStatus.EXPIRED
        return InvitationStatus.PENDING

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles]
