from django.conf import settings
from django.db import models

from acquis.common.models import Entity


class MailLink(Entity):
    """A link sent to one address: whoever follows it shows that she reads that address.

    Only the SHA-256 of its token is kept. It serves once, for one `purpose` and one `target`.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_links"
    )
    email = models.EmailField()
    purpose = models.CharField(max_length=50)
    target = models.UUIDField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "target"], name="people_mail_link_target")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.target}"
