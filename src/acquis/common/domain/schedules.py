"""Jobs that start every day by themselves, once however many workers there are."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from acquis.common.domain import jobs
from acquis.common.models import ScheduledRun


def start_due(now: datetime | None = None) -> list[str]:
    """Start what is due today; the row for kind and day decides which worker does.

    A day that was missed is not made up for: the latest one alone counts. Returns what was started.
    """
    moment = timezone.localtime(now)
    return [kind.name for kind in jobs.scheduled_kinds() if _start(kind, _day(kind, moment))]


def _day(kind: jobs.Kind, moment: datetime) -> date:
    """The latest day whose hour for this kind has come."""
    early = moment.hour < (kind.daily_at or 0)
    return (moment - timedelta(days=1)).date() if early else moment.date()


def _start(kind: jobs.Kind, day: date) -> bool:
    if ScheduledRun.objects.filter(kind=kind.name, day=day).exists():
        return False
    with transaction.atomic():
        _run, first = ScheduledRun.objects.get_or_create(kind=kind.name, day=day)
        if first:
            jobs.start(kind.name)
    return first
