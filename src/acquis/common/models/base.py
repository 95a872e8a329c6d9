import uuid

from django.db import models


class Entity(models.Model):
    """What every row of ours has: an identifier that tells nothing, and when it came to be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        abstract = True
