from typing import Any

from django.db import models

from acquis.common.tenancy import Tenancy, TenantManager
from acquis.organizations.errors import AuditIsAppendOnly
from acquis.organizations.models.organization import Organization


class AuditChain(models.Model):
    """Where an organisation's chain stands: its last number and digest.

    Its row is locked while a record is added, so that the numbers have no gap; it shows a chain
    whose end was cut off.
    """

    tenancy = Tenancy(organization="organization")

    organization = models.OneToOneField(
        Organization, on_delete=models.PROTECT, related_name="audit_chain", primary_key=True
    )
    length = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.organization}: {self.length}"


class AuditRecord(models.Model):
    """One act, written once in the transaction of the act itself.

    It names people and things by their ids only: what is personal stays where it can be erased.
    `digest` is over all the other fields and the digest before it.
    """

    tenancy = Tenancy(organization="organization")

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="audit_records"
    )
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    actor = models.UUIDField(null=True)
    target_type = models.CharField(max_length=60)
    target = models.UUIDField()
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = TenantManager()

    class Meta:
        ordering = ["organization", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "number"], name="organizations_audit_number_once"
            )
        ]
        indexes = [models.Index(fields=["target", "number"], name="organizations_audit_target")]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditIsAppendOnly("A record of the audit trail is written once.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AuditIsAppendOnly("A record of the audit trail is never removed.")
