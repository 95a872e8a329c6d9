"""Wake the worker for what was just written. Enqueued in the same transaction: all or nothing."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from acquis.common import tasks
from acquis.common.models import EventRecord, OutgoingMail


@receiver(post_save, sender=EventRecord)
def wake_for_event(*, created: bool, **_kwargs: Any) -> None:
    if created:
        tasks.deliver_events.enqueue()


@receiver(post_save, sender=OutgoingMail)
def wake_for_mail(*, created: bool, **_kwargs: Any) -> None:
    if created:
        tasks.send_mail.enqueue()
