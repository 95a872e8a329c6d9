"""What has served is forgotten after its time; everything else stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from acquis.common import tasks
from acquis.common.domain import jobs, upkeep
from acquis.common.enums import JobState
from acquis.common.models import EventRecord, Job, JobPart, OutgoingMail, ScheduledRun

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def days_ago(days: float) -> Any:
    return timezone.now() - timedelta(days=days)


def forget() -> Job:
    job = jobs.start("common.forget")
    while Job.objects.get(pk=job.pk).is_active:
        jobs.run_due()
    return Job.objects.get(pk=job.pk)


def event(about: str, **fields: Any) -> None:
    EventRecord.objects.create(name="tests.x", subject=about, payload={}, **fields)


def mail(to: str, **fields: Any) -> None:
    OutgoingMail.objects.create(to=f"{to}@courriel.example", **fields)


def ended(days: float, *, parts: int = 0) -> Job:
    job = Job.objects.create(kind="tests.x", state=JobState.DONE, finished_at=days_ago(days))
    for position in range(parts):
        JobPart.objects.create(job=job, position=position, data=b"x", length=1)
    return job


def test_delivered_events_and_sent_mail_are_forgotten_and_nothing_else(settings: Any) -> None:
    settings.KEEP_DAYS = 30
    event("old", delivered_at=days_ago(31))
    event("young", delivered_at=days_ago(29))
    event("waiting")
    mail("old", sent_at=days_ago(31))
    mail("bounced", bounced_at=days_ago(31))
    mail("young", sent_at=days_ago(29))
    mail("waiting", last_error="OSError()")
    EventRecord.objects.update(created_at=days_ago(400))
    OutgoingMail.objects.update(created_at=days_ago(400))

    job = forget()

    assert sorted(EventRecord.objects.values_list("subject", flat=True)) == ["waiting", "young"]
    assert sorted(row.to[:-17] for row in OutgoingMail.objects.all()) == ["waiting", "young"]
    assert (job.state, job.result) == (JobState.DONE, {"forgotten": 3})


def test_a_job_s_file_is_forgotten_after_a_week_and_the_job_in_its_time(settings: Any) -> None:
    settings.KEEP_DAYS = 30
    young, week, old = ended(6, parts=2), ended(8, parts=2), ended(31)
    active = Job.objects.create(kind="tests.x", due_at=days_ago(-1))
    Job.objects.filter(pk=active.pk).update(created_at=days_ago(400), due_at=days_ago(-1))

    job = forget()

    assert set(Job.objects.all()) == {young, week, active, job}
    assert old not in Job.objects.all()
    assert {part.job for part in JobPart.objects.all()} == {young}


def test_wakes_are_forgotten_those_of_killed_workers_too() -> None:
    for _ in range(3):
        tasks.send_mail.enqueue()
    done, stuck, ready = DBTaskResult.objects.order_by("enqueued_at")
    DBTaskResult.objects.filter(pk=done.pk).update(status="SUCCESSFUL")
    DBTaskResult.objects.filter(pk=stuck.pk).update(status="RUNNING")
    DBTaskResult.objects.update(enqueued_at=days_ago(2))
    tasks.send_mail.enqueue()

    forget()

    left = DBTaskResult.objects.filter(task_path__endswith="send_mail")
    assert left.filter(pk=ready.pk).count() == 1
    assert left.count() == 2


def test_more_than_a_batch_is_forgotten_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 2)
    for number in range(5):
        event(str(number), delivered_at=days_ago(400))
    ScheduledRun.objects.create(kind="tests.x", day="2020-01-01")
    ScheduledRun.objects.update(started_at=days_ago(400))
    assert forget().result == {"forgotten": 6}
    assert (EventRecord.objects.count(), ScheduledRun.objects.count()) == (0, 0)
