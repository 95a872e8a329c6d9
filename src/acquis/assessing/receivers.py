"""A piece of evidence does not outlive its row, however the row came to be deleted."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from acquis.assessing.domain import evidence
from acquis.assessing.models import Evidence


@receiver(post_delete, sender=Evidence)
def forget_file(*, instance: Evidence, **_kwargs: Any) -> None:
    if instance.file.name:
        evidence.forget_file(instance.file.name)
