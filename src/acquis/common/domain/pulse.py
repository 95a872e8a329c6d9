"""Workers' signs of life, in the database that they share with whoever asks."""

import platform
from datetime import datetime, timedelta

from django.utils import timezone

from acquis.common.models import WorkerPulse

BEAT_EVERY = timedelta(seconds=10)
# A chunk of work lasts about a second, a statement a minute at most: who is silent longer is away.
AWAY_AFTER = timedelta(seconds=60)
_FORGOTTEN_AFTER = timedelta(days=1)


def beat(name: str) -> None:
    """The worker of this name lives. Silent ones of days past are forgotten on the way."""
    now = timezone.now()
    WorkerPulse.objects.update_or_create(
        name=name, defaults={"host": platform.node()[:255], "beat_at": now}
    )
    WorkerPulse.objects.filter(beat_at__lt=now - _FORGOTTEN_AFTER).delete()


def end(name: str) -> None:
    """The worker of this name ends as it should."""
    WorkerPulse.objects.filter(name=name).delete()


def last_beat() -> datetime | None:
    """When any worker was last heard of; None if none has been within a day, or all have ended."""
    return WorkerPulse.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()


def is_away() -> bool:
    """No worker has given a sign of life lately."""
    found = last_beat()
    return found is None or found < timezone.now() - AWAY_AFTER
