import re
import uuid
from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager

from acquis.organizations.enums import OrganizationKind

if TYPE_CHECKING:
    from acquis.organizations.models.profile import Profile

hex_colour = RegexValidator(re.compile(r"^#[0-9a-fA-F]{6}\Z"), _("Give a colour as #rrggbb."))


class Organization(MP_Node):  # type: ignore[misc] # treebeard has no types
    """A tenant. Organisations form trees: a role at a node reaches the nodes below it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=OrganizationKind.choices,
        default=OrganizationKind.COMPANY,
    )
    primary_colour = models.CharField(
        _("main colour"), max_length=7, default="#3a2ec2", validators=[hex_colour]
    )
    accent_colour = models.CharField(
        _("second colour"), max_length=7, default="#f2a541", validators=[hex_colour]
    )

    node_order_by = ["name"]
    objects = MP_NodeManager()
    profile: "Profile"

    class Meta:
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.name

    @property
    def lineage(self) -> list[str]:
        """The tree paths of this node and of every node above it, the root first."""
        step = self.steplen
        return [self.path[:end] for end in range(step, len(self.path) + 1, step)]
