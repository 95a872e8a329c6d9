"""Wake the worker for what was just written. Enqueued in the same transaction: all or nothing.

And hear what a mail service tells of the mail that it was given.
"""

from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, tracking
from django.db.models.signals import post_save
from django.dispatch import receiver

from acquis.common import tasks
from acquis.common.domain import mail
from acquis.common.enums import JobState
from acquis.common.models import EventRecord, Job, OutgoingMail

NEVER_ARRIVED = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}


@receiver(post_save, sender=EventRecord)
def wake_for_event(*, created: bool, **_kwargs: Any) -> None:
    if created:
        tasks.deliver_events.enqueue()


@receiver(post_save, sender=OutgoingMail)
def wake_for_mail(*, created: bool, **_kwargs: Any) -> None:
    if created:
        tasks.send_mail.enqueue()


@receiver(post_save, sender=Job)
def wake_for_job(*, instance: Job, **_kwargs: Any) -> None:
    """Also for one that is tried again."""
    if instance.state == JobState.QUEUED:
        tasks.run_jobs.enqueue()


@receiver(tracking)
def hear_of_mail(*, event: AnymailTrackingEvent, **_kwargs: Any) -> None:
    if event.event_type in NEVER_ARRIVED:
        reason = event.mta_response or event.description or event.reject_reason or ""
        mail.note_bounce(event.message_id or "", reason=reason)
