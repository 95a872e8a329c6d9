"""What happens when somebody has signed in, or calls our mail spam."""

import time
from typing import Any

from allauth.account.signals import user_logged_in
from anymail.signals import AnymailTrackingEvent, EventType, tracking
from django.dispatch import receiver
from django.http import HttpRequest

from acquis.people.domain import reminders

SEEN = "acquis_seen_at"


@receiver(user_logged_in)
def note_device(request: HttpRequest, **_more: Any) -> None:
    """From here on the session is one of the devices that the account page lists."""
    request.session[SEEN] = time.time()


@receiver(tracking)
def hear_of_complaint(*, event: AnymailTrackingEvent, **_more: Any) -> None:
    if event.event_type == EventType.COMPLAINED:
        reminders.end_after_complaint(event.message_id or "")
