"""Two workers as real processes, killed in the middle of their work, on the engine of this run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from acquis.common.domain import events, jobs
from acquis.common.enums import JobState
from acquis.common.models import EventRecord, Job, ScheduledRun
from tests.common import working
from tests.common.conftest import Happened

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
EVERYTHING = list(range(working.CHUNKS))


def database_url() -> str:
    """The address of this test's own database."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test writes what the workers do; it runs none of it, and nothing is due by itself."""
    counting = jobs.Kind("tests.count", "Count", working.count)
    monkeypatch.setattr(jobs, "_kinds", {"tests.count": counting})


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []

    def worker() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.common.working"],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
                "ACQUIS_TESTING": "1",
                "ACQUIS_SECRET_KEY": settings.SECRET_KEY,
                "ACQUIS_KEY_ENCRYPTION_KEY": settings.KEY_ENCRYPTION_KEY,
                "ACQUIS_DATA_DIR": str(tmp_path),
                "DATABASE_URL": database_url(),
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield worker
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def until(condition: Callable[[], Any], seconds: float = 30) -> float:
    """How long it took until the condition held."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, "it did not happen in time"
        time.sleep(0.03)
    return time.monotonic() - started


def done_by(name: str) -> list[tuple[int, int]]:
    """Each chunk that was done, and by which process."""
    rows = ScheduledRun.objects.filter(kind__startswith=f"{name}:").order_by("pk")
    parts = [row.kind.split(":") for row in rows]
    return [(int(number), int(pid)) for _name, number, pid in parts]


def chunks(name: str) -> list[int]:
    return sorted(number for number, _pid in done_by(name))


def test_a_job_of_a_killed_worker_is_finished_by_another_and_no_chunk_is_doubled(
    start: Callable[[], "subprocess.Popen[str]"],
) -> None:
    workers = {process.pid: process for process in (start(), start())}
    job = jobs.start("tests.count", name="killed")
    until(lambda: len(done_by("killed")) >= 4)

    victim = workers.pop(done_by("killed")[-1][1])
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    seconds = until(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)

    assert chunks("killed") == EVERYTHING
    job.refresh_from_db()
    assert (job.done, job.total, job.result) == (12, 12, {"counted": 12})
    assert done_by("killed")[-1][1] in workers
    assert seconds < 15


def test_a_job_whose_worker_dies_inside_a_chunk_rolls_the_chunk_back_and_gives_up_in_the_end(
    start: Callable[[], "subprocess.Popen[str]"],
) -> None:
    """A chunk that kills every worker must not take them all: after five, the job has failed."""
    job = jobs.start("tests.count", name="deadly", deadly=2, seconds=0)
    for _ in range(jobs.MOST_ATTEMPTS):
        assert start().wait(timeout=30) == -signal.SIGKILL
        # The lease passes; what a person would wait for is not what this test is about.
        Job.objects.filter(pk=job.pk).update(leased_until="2026-01-01T00:00:00Z")
    survivor = start()
    until(lambda: Job.objects.get(pk=job.pk).state == JobState.FAILED)

    job.refresh_from_db()
    assert chunks("deadly") == [0, 1]
    assert (job.done, job.detail) == (2, "interrupted")
    assert str(job.pk) in job.error
    assert survivor.poll() is None


def test_what_was_rolled_back_is_never_done(
    start: Callable[[], "subprocess.Popen[str]"],
) -> None:
    start()
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the act itself
        jobs.start("tests.count", name="never", seconds=0)
        raise ZeroDivisionError
    jobs.start("tests.count", name="after", seconds=0)

    until(lambda: chunks("after") == EVERYTHING)
    assert chunks("never") == []


def test_two_workers_share_jobs_and_double_nothing(
    start: Callable[[], "subprocess.Popen[str]"],
) -> None:
    pids = {start().pid, start().pid}
    names = [f"job{number}" for number in range(6)]
    for name in names:
        jobs.start("tests.count", name=name, seconds=0.03)

    until(lambda: not Job.objects.exclude(state=JobState.DONE).exists())
    assert {name: chunks(name) for name in names} == dict.fromkeys(names, EVERYTHING)
    assert {pid for name in names for _number, pid in done_by(name)} == pids


def test_a_worker_that_is_asked_to_stop_finishes_its_chunk_and_leaves_the_rest(
    start: Callable[[], "subprocess.Popen[str]"],
) -> None:
    first = start()
    job = jobs.start("tests.count", name="handed-over", seconds=0.4)
    until(lambda: len(done_by("handed-over")) >= 2)

    first.send_signal(signal.SIGTERM)
    seconds = until(lambda: first.poll() is not None)

    assert first.returncode == 0
    assert seconds < 10
    job.refresh_from_db()
    assert (job.state, job.leased_until) == (JobState.RUNNING, None)
    assert chunks("handed-over") == list(range(job.done))
    start()
    until(lambda: chunks("handed-over") == EVERYTHING)


def test_an_idle_worker_stops_at_once(start: Callable[[], "subprocess.Popen[str]"]) -> None:
    worker = start()
    time.sleep(1)
    worker.send_signal(signal.SIGTERM)

    assert until(lambda: worker.poll() is not None) < 10
    assert worker.returncode == 0


def test_events_arrive_in_order_while_workers_are_killed(
    start: Callable[[], "subprocess.Popen[str]"],
) -> None:
    """At least once in general, and once for what a consumer writes into the database."""
    workers = [start(), start()]
    with transaction.atomic():
        for number in range(30):
            for about in ("a", "b"):
                events.publish(Happened(about=about, number=number))
    until(lambda: ScheduledRun.objects.filter(kind__startswith="heard:").count() >= 10)
    workers[0].kill()
    workers[0].wait()

    until(lambda: not EventRecord.objects.filter(delivered_at=None).exists(), seconds=40)
    rows = ScheduledRun.objects.filter(kind__startswith="heard:").order_by("pk")
    heard = [row.kind.split(":")[1:] for row in rows]
    for about in ("a", "b"):
        assert [int(number) for found, number in heard if found == about] == list(range(30))
