import uuid
from typing import ClassVar

from django.db import models

from acquis.common.tenancy import Tenancy, TenantManager


class Entity(models.Model):
    """What every row of ours has: an identifier that tells nothing, and when it came to be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        abstract = True


class TenantEntity(Entity):
    """A row that belongs to somebody: `objects` shows it to those who may see it, and to nobody
    when nobody has said who is looking. `tenancy` says whose it is."""

    tenancy: ClassVar[Tenancy]

    objects = TenantManager()

    class Meta(Entity.Meta):
        abstract = True
