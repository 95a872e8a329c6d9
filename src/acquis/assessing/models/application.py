import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from acquis.assessing.enums import ApplicationStatus, EvidenceKind
from acquis.common.models import TenantEntity
from acquis.common.tenancy import Tenancy
from acquis.modelling.models import AchievementVersion
from acquis.organizations.models import Organization


class Application(TenantEntity):
    """A person asks that she be recognised for one version of an achievement."""

    tenancy = Tenancy(organization="organization", person="candidate")

    version = models.ForeignKey(
        AchievementVersion, on_delete=models.PROTECT, related_name="applications"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="applications"
    )
    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications"
    )
    # The name she gave with this application: what the credential will call her.
    candidate_name = models.CharField(_("your name"), max_length=150)
    email = models.EmailField(_("your e-mail address"))
    statement = models.TextField(_("what you did and what it shows"), max_length=5000)
    status = models.CharField(
        max_length=12,
        choices=ApplicationStatus.choices,
        default=ApplicationStatus.UNCONFIRMED,
    )
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["organization", "status", "submitted_at"], name="assessing_queue"),
            models.Index(fields=["organization", "submitted_at", "id"], name="assessing_handed_in"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "candidate"],
                condition=models.Q(status__in=["submitted", "questioned"]),
                name="assessing_one_open_application",
                violation_error_message=_("You have already applied for this achievement."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate_name} · {self.version}"


def evidence_path(_evidence: "Evidence", _filename: str) -> str:
    """A name that says nothing and cannot be guessed; the person's own is kept in the row."""
    name = uuid.uuid4().hex
    return f"evidence/{name[:2]}/{name}"


class Evidence(TenantEntity):
    """A file or a link that supports an application, hers and private to the assessors."""

    tenancy = Tenancy(through="application")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    name = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("link"), max_length=1000, blank=True)
    file = models.FileField(upload_to=evidence_path, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("evidence")

    def __str__(self) -> str:
        return self.name


class Message(TenantEntity):
    """An assessor's question or the candidate's answer, about one application."""

    tenancy = Tenancy(through="application")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(max_length=5000)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.text[:50]
