from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from acquis.common.models import TenantEntity
from acquis.common.tenancy import Tenancy, TenantManager
from acquis.organizations.enums import Role
from acquis.organizations.models.organization import Organization


class Unit(TenantEntity):
    """A part of an organisation in which people work: a department, a site, a team."""

    tenancy = Tenancy(organization="organization")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(_("name"), max_length=150)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"], name="organizations_unit_once_by_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(TenantEntity):
    """A person in an organisation. Ending it takes nothing from what she has earned."""

    tenancy = Tenancy(organization="organization", person="person")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    job = models.CharField(_("job"), max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization"], name="organizations_membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organization}"


class MembershipRole(models.Model):
    tenancy = Tenancy(through="membership")

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)

    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "role"], name="organizations_role_once")
        ]

    def __str__(self) -> str:
        return self.get_role_display()
