"""Forgetting what has served: delivered events, sent mail, ended jobs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult

from acquis.common.domain import jobs
from acquis.common.models import EventRecord, Job, JobPart, OutgoingMail, ScheduledRun

BATCH = 500
FILES_KEPT = timedelta(days=7)
WAKES_KEPT = timedelta(days=1)


def _events(before: datetime) -> "QuerySet[Any]":
    return EventRecord.objects.filter(delivered_at__lt=before)


def _mails(before: datetime) -> "QuerySet[Any]":
    return OutgoingMail.objects.filter(Q(sent_at__lt=before) | Q(bounced_at__lt=before))


def _files(_before: datetime) -> "QuerySet[Any]":
    return JobPart.objects.filter(job__finished_at__lt=timezone.now() - FILES_KEPT)


def _jobs(before: datetime) -> "QuerySet[Any]":
    return Job.objects.filter(finished_at__lt=before)


def _runs(before: datetime) -> "QuerySet[Any]":
    return ScheduledRun.objects.filter(started_at__lt=before)


def _wakes(_before: datetime) -> "QuerySet[Any]":
    """What the queue has finished, and what a killed worker left behind in it."""
    old = timezone.now() - WAKES_KEPT
    return DBTaskResult.objects.filter(enqueued_at__lt=old).exclude(status="READY")


# Rows of other rooms are forgotten by jobs of their own.
STEPS: tuple[Callable[[datetime], "QuerySet[Any]"], ...] = (
    _events, _mails, _files, _jobs, _runs, _wakes,
)  # fmt: skip


@jobs.kind("common.forget", title=gettext_noop("Forget what has served"), daily_at=3)
def forget(work: jobs.Work) -> None:
    step = work.cursor.get("step", 0)
    before = timezone.now() - timedelta(days=settings.KEEP_DAYS)
    forgotten = delete_some(STEPS[step](before))
    step = step if forgotten == BATCH else step + 1
    work.advance(forgotten, step=step)
    if step == len(STEPS):
        work.finish(forgotten=work.job.done)


def delete_some(rows: "QuerySet[Any]") -> int:
    """Delete at most `BATCH` of the rows; returns how many."""
    chosen = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    rows.model._base_manager.filter(pk__in=chosen).delete()  # noqa: SLF001 - public, see Django
    return len(chosen)
