"""Scheduled jobs: once a day, whichever worker comes first; what lost its wake is found again."""

import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from acquis.common import tasks
from acquis.common.domain import jobs, schedules
from acquis.common.domain.mail import Letter, post
from acquis.common.models import EventRecord, Job, OutgoingMail, ScheduledRun
from tests.threads import at_the_same_time

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

# Paris is at UTC+1 in winter and UTC+2 in summer.
WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _one_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_kinds", {})
    jobs.kind("tests.daily", title="Daily", daily_at=8)(lambda work: work.finish())
    jobs.kind("tests.on_demand", title="On demand")(lambda work: work.finish())


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (WINTER.replace(hour=6, minute=59), date(2026, 1, 14)),
        (WINTER.replace(hour=7), date(2026, 1, 15)),
        (SUMMER.replace(hour=5, minute=59), date(2026, 7, 14)),
        (SUMMER.replace(hour=6), date(2026, 7, 15)),
        (SUMMER.replace(hour=23), date(2026, 7, 15)),
    ],
)
def test_a_day_begins_at_its_hour_in_local_time(moment: datetime, day: date) -> None:
    assert schedules.start_due(moment) == ["tests.daily"]
    assert [(run.kind, run.day) for run in ScheduledRun.objects.all()] == [("tests.daily", day)]


def test_a_job_is_started_once_a_day() -> None:
    first = WINTER.replace(hour=9)
    assert schedules.start_due(first) == ["tests.daily"]
    assert schedules.start_due(first + timedelta(hours=14)) == []
    assert schedules.start_due(first + timedelta(hours=23)) == ["tests.daily"]
    assert [(job.kind, job.requested_by, job.title) for job in Job.objects.all()] == [
        ("tests.daily", None, "Daily")
    ] * 2


def test_days_on_which_nothing_ran_are_not_made_up_for() -> None:
    schedules.start_due(WINTER)
    schedules.start_due(WINTER + timedelta(days=30))
    assert Job.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_start_it_once() -> None:
    """The second looks while the first has written its row and not yet committed it."""
    written = threading.Event()

    def first() -> list[str]:
        with transaction.atomic():
            started = schedules.start_due(WINTER)
            written.set()
            time.sleep(0.5)
        return started

    def second() -> list[str]:
        written.wait(10)
        return schedules.start_due(WINTER)

    assert at_the_same_time(first, second) == [["tests.daily"], []]
    assert Job.objects.count() == 1


def wakes() -> list[str]:
    rows = DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", flat=True)
    return [path.rpartition(".")[2] for path in rows]


def test_looking_around_finds_nothing_where_nothing_is_due() -> None:
    schedules.start_due()
    jobs.run_due()
    DBTaskResult.objects.all().delete()
    tasks.look_around()
    assert wakes() == []


@pytest.mark.parametrize(("age", "found"), [(0, False), (5, True)])
def test_looking_around_wakes_for_what_has_lost_its_wake(age: int, found: bool) -> None:
    """The wake was in the hands of a worker that was killed."""
    schedules.start_due()
    jobs.run_due()
    post(Letter(subject="Bonjour", paragraphs=("Un mot.",)), to="a@b.example", language="fr")
    EventRecord.objects.create(name="tests.x", subject="x", payload={})
    then = timezone.now() - timedelta(seconds=age)
    OutgoingMail.objects.update(next_attempt_at=then)
    EventRecord.objects.update(next_attempt_at=then)
    DBTaskResult.objects.all().delete()

    tasks.look_around()

    assert wakes() == (["deliver_events", "send_mail"] if found else [])


def test_looking_around_wakes_for_a_job_whose_lease_has_passed() -> None:
    job = jobs.start("tests.on_demand")
    assert jobs._claim() is not None
    schedules.start_due()
    Job.objects.exclude(pk=job.pk).delete()
    DBTaskResult.objects.all().delete()
    tasks.look_around()
    assert wakes() == []

    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    tasks.look_around()
    assert wakes() == ["run_jobs"]


def test_the_product_s_own_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    found: dict[str, int | None] = {kind.name: kind.daily_at for kind in jobs.scheduled_kinds()}
    assert found == {
        "common.forget": 3,
        "common.remove_orphans": 4,
        "people.forget_links": 3,
        "securing.remind_unclaimed": 8,
        "passport.notify_expiry": 8,
    }
    assert settings.TIME_ZONE == "Europe/Paris"
