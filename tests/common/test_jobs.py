"""Jobs: chunks, progress, failures, cancelling, trying again, leases."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from acquis.common import tasks
from acquis.common.domain import jobs
from acquis.common.enums import JobState
from acquis.common.errors import AcquisError
from acquis.common.models import Job, JobPart

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

Chunk = Callable[[jobs.Work], None]


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[Chunk], Job]:
    """Makes a job of a kind that does this."""
    monkeypatch.setattr(jobs, "_kinds", {})

    def make(chunk: Chunk) -> Job:
        jobs.kind("tests.work", title="Work")(chunk)
        return jobs.start("tests.work", requested_by=uuid4(), language="fr", size=3)

    return make


def three(work: jobs.Work) -> None:
    """Three chunks, each of which leaves a part."""
    if work.job.total is None:
        work.expect(work.parameters["size"])
    work.add_part(b"%d" % work.cursor.get("next", 0))
    work.advance(1, next=work.cursor.get("next", 0) + 1)
    if work.job.done == work.job.total:
        work.finish(answer=42)


def expire_lease(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_job_is_done_chunk_by_chunk(kind: Callable[[Chunk], Job]) -> None:
    job = kind(three)
    assert (job.state, job.percent, job.is_active) == (JobState.QUEUED, None, True)

    assert jobs.run_due() is not None
    assert jobs.run_due() is None

    done = again(job)
    assert (done.state, done.done, done.total, done.percent) == (JobState.DONE, 3, 3, 100)
    assert (done.result, done.cursor, done.attempts, done.error) == (
        {"answer": 42}, {"next": 3}, 0, "",
    )  # fmt: skip
    assert done.started_at is not None
    assert done.finished_at is not None
    assert (done.leased_until, done.worker, done.is_active) == (None, "", False)
    assert b"".join(jobs.stored_bytes(done)) == b"012"


def test_a_part_counts_as_far_as_its_length(kind: Callable[[Chunk], Job]) -> None:
    def parts(work: jobs.Work) -> None:
        work.add_part(b"abcd", length=2)
        work.add_part(b"ef")
        work.finish()

    job = kind(parts)
    jobs.run_due()
    assert b"".join(jobs.stored_bytes(job)) == b"abef"


def test_a_long_job_gives_way_after_its_slice(
    kind: Callable[[Chunk], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SLICE", timedelta())
    job = kind(three)

    before = timezone.now()
    retry = jobs.run_due()

    assert retry is not None
    assert before <= retry <= timezone.now()
    assert (again(job).done, again(job).state, again(job).leased_until) == (1, "running", None)


def test_the_job_that_waited_longest_is_next(
    kind: Callable[[Chunk], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SLICE", timedelta())
    first = kind(three)
    second = jobs.start("tests.work", size=3)
    for _ in range(4):
        jobs.run_due()
    assert [again(first).done, again(second).done] == [2, 2]


def test_a_chunk_that_fails_leaves_nothing_and_is_tried_again_later(
    kind: Callable[[Chunk], Job],
) -> None:
    broken = [True]

    def sometimes(work: jobs.Work) -> None:
        work.add_part(b"x")
        work.advance(1)
        if work.job.done == 2 and broken:
            raise RuntimeError("the network is away")
        if work.job.done == 2:
            work.finish()

    job = kind(sometimes)
    before = timezone.now()
    retry = jobs.run_due()

    failed = again(job)
    assert (failed.state, failed.done, failed.attempts) == (JobState.RUNNING, 1, 1)
    assert (failed.error, failed.detail) == ("", "RuntimeError('the network is away')")
    assert JobPart.objects.count() == 1
    assert retry == failed.due_at
    assert 10 <= (failed.due_at - before).total_seconds() < 20
    assert jobs.run_due() is None

    broken.clear()
    Job.objects.update(due_at=timezone.now())
    jobs.run_due()
    assert (again(job).state, again(job).done, JobPart.objects.count()) == (JobState.DONE, 2, 2)


def test_what_fails_again_and_again_has_failed_and_says_what_to_do(
    kind: Callable[[Chunk], Job],
) -> None:
    def never(work: jobs.Work) -> None:
        raise RuntimeError("secret detail")

    job = kind(never)
    for _ in range(jobs.MOST_ATTEMPTS):
        jobs.run_due()
        Job.objects.update(due_at=timezone.now())

    failed = again(job)
    assert (failed.state, failed.attempts, failed.detail) == (
        JobState.FAILED, 5, "RuntimeError('secret detail')",
    )  # fmt: skip
    assert failed.error == (
        "Une erreur inattendue s’est répétée. Ce qui était terminé est conservé. "
        "Réessayez\N{NO-BREAK SPACE}; si "
        f"l’échec se répète, donnez ce numéro à votre administrateur\N{NO-BREAK SPACE}: {job.pk}"
    )
    assert jobs.run_due() is None


def test_a_refusal_is_told_as_it_is_and_not_tried_again(kind: Callable[[Chunk], Job]) -> None:
    def refuse(work: jobs.Work) -> None:
        raise AcquisError("100 % of the keys are lost. Restore them.")

    job = kind(refuse)
    jobs.run_due()
    failed = again(job)
    assert (failed.state, failed.error, failed.attempts) == (
        JobState.FAILED, "100 % of the keys are lost. Restore them.", 1,
    )  # fmt: skip


def test_a_job_of_an_unknown_kind_waits_for_the_release_that_knows_it(
    kind: Callable[[Chunk], Job],
) -> None:
    job = kind(three)
    Job.objects.update(kind="tests.from_tomorrow")
    jobs.run_due()
    assert (again(job).state, again(job).attempts) == (JobState.RUNNING, 1)
    assert "tests.from_tomorrow" in again(job).detail


def test_chunks_speak_the_language_of_whoever_asked(kind: Callable[[Chunk], Job]) -> None:
    from django.utils.translation import get_language  # noqa: PLC0415 - said where it is used

    heard: list[str | None] = []

    def listen(work: jobs.Work) -> None:
        heard.append(get_language())
        work.finish()

    kind(listen)
    jobs.run_due()
    assert heard == ["fr"]


def test_a_lease_keeps_others_away_until_it_has_passed(
    kind: Callable[[Chunk], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = kind(three)
    held = jobs._claim()
    assert held is not None
    assert jobs.run_due() is None

    expire_lease(job)
    jobs.run_due()
    assert (again(job).state, again(job).done) == (JobState.DONE, 3)
    # The worker that was away finds that the job is no longer its own, and changes nothing.
    assert jobs._run_chunk(held) is not None
    assert (again(job).done, JobPart.objects.count()) == (3, 3)


def test_a_worker_that_was_away_does_not_double_a_chunk(kind: Callable[[Chunk], Job]) -> None:
    job = kind(three)
    slow = jobs._claim()
    assert slow is not None
    expire_lease(job)
    quick = jobs._claim()
    assert quick is not None

    jobs._run_chunk(slow)
    assert again(job).done == 0
    jobs._run_chunk(quick)
    assert again(job).done == 1
    jobs._release(slow)
    assert again(job).leased_until is not None


def test_a_late_failure_of_a_lost_job_changes_nothing(kind: Callable[[Chunk], Job]) -> None:
    job = kind(three)
    slow = jobs._claim()
    assert slow is not None
    expire_lease(job)
    jobs.run_due()
    jobs._failed(slow, RuntimeError())
    assert (again(job).state, again(job).detail) == (JobState.DONE, "")


def test_a_job_that_is_interrupted_again_and_again_has_failed(
    kind: Callable[[Chunk], Job],
) -> None:
    job = kind(three)
    for _ in range(jobs.MOST_ATTEMPTS):
        assert jobs._claim() is not None
        expire_lease(job)
    assert jobs._claim() is None
    assert (again(job).state, again(job).detail) == (JobState.FAILED, "interrupted")
    assert again(job).error.startswith("Le travail a été interrompu plusieurs fois.")


def test_a_finished_chunk_forgives_interruptions(
    kind: Callable[[Chunk], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SLICE", timedelta())
    job = kind(three)
    jobs._claim()
    expire_lease(job)
    jobs.run_due()
    assert again(job).attempts == 0


def test_a_cancelled_job_stops_after_its_chunk_and_keeps_what_is_done(
    kind: Callable[[Chunk], Job],
) -> None:
    def cancelled_meanwhile(work: jobs.Work) -> None:
        three(work)

    job = kind(cancelled_meanwhile)
    held = jobs._claim()
    assert held is not None
    jobs._run_chunk(held)
    jobs.cancel(job.pk)
    jobs._run_chunk(held)

    stopped = again(job)
    assert (stopped.state, stopped.done, JobPart.objects.count()) == (JobState.CANCELLED, 1, 1)
    assert stopped.finished_at is not None
    assert jobs.run_due() is None


def test_an_ended_job_is_not_cancelled(kind: Callable[[Chunk], Job]) -> None:
    job = kind(three)
    jobs.run_due()
    assert jobs.cancel(job.pk).state == JobState.DONE


def test_a_cancelled_job_goes_on_where_it_stopped(kind: Callable[[Chunk], Job]) -> None:
    job = kind(three)
    held = jobs._claim()
    assert held is not None
    jobs._run_chunk(held)
    jobs.cancel(job.pk)

    assert jobs.retry(job.pk).state == JobState.QUEUED
    jobs.run_due()
    assert (again(job).state, b"".join(jobs.stored_bytes(job))) == (JobState.DONE, b"012")


@pytest.mark.parametrize("state", [JobState.DONE, JobState.QUEUED, JobState.RUNNING])
def test_only_what_has_failed_or_was_cancelled_is_tried_again(
    kind: Callable[[Chunk], Job], state: JobState
) -> None:
    job = kind(three)
    Job.objects.update(state=state)
    jobs.retry(job.pk)
    assert again(job).state == state


def woken() -> int:
    return DBTaskResult.objects.filter(task_path="acquis.common.tasks.run_jobs").count()


def test_a_job_wakes_a_worker_and_so_does_another_try(kind: Callable[[Chunk], Job]) -> None:
    job = kind(three)
    assert woken() == 1
    jobs.run_due()
    jobs.cancel(job.pk)
    assert woken() == 1
    Job.objects.update(state=JobState.FAILED)
    jobs.retry(job.pk)
    assert woken() == 2


def test_a_job_is_rolled_back_with_its_cause(kind: Callable[[Chunk], Job]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the act itself
        kind(three)
        raise ZeroDivisionError
    assert (Job.objects.count(), woken()) == (0, 0)


def test_the_queue_comes_back_for_the_next_slice_behind_events_and_mail(
    kind: Callable[[Chunk], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SLICE", timedelta())
    kind(three)
    for expected in (2, 3, 4):
        tasks.run_jobs.call()
        assert woken() == expected
    tasks.run_jobs.call()
    assert woken() == 4
    tasks.deliver_events.enqueue()
    first = DBTaskResult.objects.ready().get_locked()
    assert first is not None
    assert first.task_path == "acquis.common.tasks.deliver_events"


def test_the_queue_comes_back_later_for_what_failed(kind: Callable[[Chunk], Job]) -> None:
    def never(work: jobs.Work) -> None:
        raise RuntimeError

    job = kind(never)
    tasks.run_jobs.call()
    later = DBTaskResult.objects.order_by("enqueued_at").last()
    assert later is not None
    assert later.run_after == again(job).due_at


def test_a_person_finds_her_own_jobs_the_newest_first(kind: Callable[[Chunk], Job]) -> None:
    other = kind(three)
    mine = [jobs.start("tests.work", requested_by=uuid4()) for _ in range(2)]
    Job.objects.filter(pk__in=[job.pk for job in mine]).update(requested_by=mine[0].requested_by)
    assert mine[0].requested_by is not None
    assert list(jobs.requested_by(mine[0].requested_by)) == mine[::-1]
    assert str(other) == f"tests.work {other.pk}"


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, None, None), (0, 0, 100), (1, 3, 33), (3, 3, 100)]
)
def test_how_much_is_done(done: int, total: int | None, percent: int | None) -> None:
    assert Job(done=done, total=total).percent == percent
