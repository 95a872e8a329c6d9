"""Jobs: long work in chunks, which a killed worker loses none of and nobody does twice.

A chunk runs in one transaction together with its progress, with the job's row locked. A worker
that is killed rolls its chunk back; the lease it held between chunks passes after a few seconds,
and any other worker resumes at the last finished chunk. A job is a row of the business database:
written in the transaction of its cause, and rolled back with it.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.common.domain import retries
from acquis.common.enums import JobState
from acquis.common.errors import AcquisError
from acquis.common.models import Job, JobPart
from acquis.common.models.job import ACTIVE
from acquis.common.searching import matching
from acquis.common.tenancy import system_scope

logger = logging.getLogger(__name__)

# How long a worker may be silent between two chunks; in a chunk it holds the row's lock instead.
LEASE = timedelta(seconds=5)
# A worker goes on with one job for this long, then looks at what else waits.
SLICE = timedelta(seconds=1)
# Lets others write between two chunks: SQLite has one lock for all.
PAUSE_SECONDS = 0.005
MOST_ATTEMPTS = 5
FIRST_RETRY = timedelta(seconds=10)
LAST_RETRY = timedelta(minutes=10)

INTERRUPTED = gettext_noop(
    "The work was interrupted again and again. What was finished is kept. Try again; if it stops "
    "at the same place, give your administrator this number: %(number)s"
)
UNEXPECTED = gettext_noop(
    "Something unexpected happened, several times. What was finished is kept. Try again; if it "
    "fails again, give your administrator this number: %(number)s"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: `chunk` does the next part of the work, `daily_at` is a local hour."""

    name: str
    title: str
    chunk: Callable[["Work"], None]
    daily_at: int | None = None


@dataclass(slots=True)
class Work:
    """What a chunk is given, and where it says how far it came.

    `cursor` is the chunk's own note for the next one; it is stored with the chunk's effects.
    """

    job: Job
    finished: bool = field(default=False, init=False)

    @property
    def parameters(self) -> dict[str, Any]:
        found: dict[str, Any] = self.job.parameters
        return found

    @property
    def cursor(self) -> dict[str, Any]:
        found: dict[str, Any] = self.job.cursor
        return found

    def expect(self, total: int) -> None:
        """Say once how much there is to do."""
        self.job.total = total

    def advance(self, by: int, **cursor: Any) -> None:
        """So many more are done; the next chunk finds the cursor as it is given here."""
        self.job.done += by
        self.job.cursor = cursor

    def add_part(self, data: bytes, *, length: int | None = None) -> None:
        """Append to the job's file: the first `length` bytes, all of them if none is given."""
        JobPart.objects.create(
            job=self.job,
            position=self.job.parts.count(),
            data=data,
            length=len(data) if length is None else length,
        )

    def finish(self, **result: Any) -> None:
        """Nothing is left to do once this chunk is stored."""
        self.job.result = result
        self.finished = True


_kinds: dict[str, Kind] = {}


def kind(
    name: str, *, title: str, daily_at: int | None = None
) -> Callable[[Callable[[Work], None]], Callable[[Work], None]]:
    """Let a function do the chunks of all jobs of this kind.

    It is called again until it says `finish`, each time in a transaction of its own; all that it
    changes outside the database must bear to be done again. `title` goes through `gettext_noop`.
    With `daily_at` a job is started every day at this hour, local time.
    """

    def register(chunk: Callable[[Work], None]) -> Callable[[Work], None]:
        _kinds[name] = Kind(name, title, chunk, daily_at)
        return chunk

    return register


def scheduled_kinds() -> list[Kind]:
    return [found for found in _kinds.values() if found.daily_at is not None]


def start(
    name: str,
    /,
    *,
    requested_by: UUID | None = None,
    organization_id: UUID | None = None,
    language: str = "",
    **parameters: Any,
) -> Job:
    """Write the job beside its cause; a worker takes it up after the commit."""
    language = language or settings.LANGUAGE_CODE
    with translation.override(language):
        title = _(_kinds[name].title)
    return Job.objects.create(
        kind=name,
        title=title,
        language=language,
        organization_id=organization_id,
        requested_by=requested_by,
        parameters=parameters,
    )


@transaction.atomic
def cancel(job_id: UUID) -> Job:
    """Stop the job after the chunk that is running; what is finished stays. An ended job stays."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.is_active:
        _end(job, JobState.CANCELLED)
    return job


@transaction.atomic
def retry(job_id: UUID) -> Job:
    """Let a failed or cancelled job go on where it stopped. Any other stays as it is."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.can_be_retried:
        job.state, job.error, job.detail, job.attempts = JobState.QUEUED, "", "", 0
        job.due_at, job.finished_at = timezone.now(), None
        job.save()
    return job


def requested_by(person_id: UUID) -> QuerySet[Job]:
    """A person's own jobs, the newest first."""
    return Job.objects.filter(requested_by=person_id)


def search(jobs: QuerySet[Job], text: str) -> QuerySet[Job]:
    """By title."""
    return matching(jobs, text, columns=["title"])


def due(now: datetime) -> QuerySet[Job]:
    """Jobs that wait for a worker, the one that waited longest first."""
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return Job.objects.filter(free, state__in=ACTIVE, due_at__lte=now).order_by(
        F("worked_at").asc(nulls_first=True), "created_at"
    )


def run_due() -> datetime | None:
    """Work for one slice on the job that waited longest.

    Returns when to come back: now if there may be more to do, later for a job that failed and
    will be tried again, None if nothing was due.
    """
    with system_scope("a job works with the rows that it was started for"):
        job = _claim()
        if job is None:
            return None
        end = time.monotonic() + SLICE.total_seconds()
        while (again := _run_chunk(job)) is None:
            if time.monotonic() >= end:
                _release(job)
                return timezone.now()
            time.sleep(PAUSE_SECONDS)
        return again


def stored_bytes(job: Job) -> Iterable[bytes]:
    """The job's file, part by part: no more than one is in memory."""
    for part_id in list(job.parts.order_by("position").values_list("pk", flat=True)):
        part = JobPart.objects.get(pk=part_id)
        yield bytes(part.data)[: part.length]


@transaction.atomic
def _claim() -> Job | None:
    """The job that waited longest, leased to us; None if nothing is due."""
    now = timezone.now()
    job = due(now).select_for_update(skip_locked=True).first()  # SQLite locks as a whole
    if job is None:
        return None
    if job.leased_until is not None:
        job.attempts += 1
        if job.attempts >= MOST_ATTEMPTS:
            _fail(job, INTERRUPTED, detail="interrupted")
            return None
    job.state, job.worker = JobState.RUNNING, uuid4().hex
    job.leased_until, job.worked_at = now + LEASE, now
    job.started_at = job.started_at or now
    job.save()
    return job


def _run_chunk(leased: Job) -> datetime | None:
    """One chunk with its progress. None if the job goes on, else when to look at jobs again."""
    try:
        with transaction.atomic():
            job = _ours(leased)
            if job is None:  # cancelled, or taken over while this worker was away
                return timezone.now()
            work = Work(job)
            with translation.override(job.language):
                _chunk_of(job)(work)
            job.attempts, job.worked_at = 0, timezone.now()
            job.leased_until = job.worked_at + LEASE
            if work.finished:
                _end(job, JobState.DONE)
            else:
                job.save()
        return timezone.now() if work.finished else None
    except Exception as error:
        logger.exception("%s: a chunk failed", leased)
        return _failed(leased, error)


def _chunk_of(job: Job) -> Callable[[Work], None]:
    try:
        return _kinds[job.kind].chunk
    except KeyError:
        raise LookupError(f"no work is known as {job.kind}: made by another release?") from None


@transaction.atomic
def _failed(leased: Job, error: Exception) -> datetime:
    now = timezone.now()
    job = _ours(leased)
    if job is None:
        return now
    job.attempts += 1
    if isinstance(error, AcquisError):
        with translation.override(job.language):
            message = error.message
        _fail(job, message, detail=repr(error))
    elif job.attempts >= MOST_ATTEMPTS:
        _fail(job, UNEXPECTED, detail=repr(error))
    else:
        job.detail, job.leased_until = repr(error), None
        job.due_at = now + retries.delay(job.attempts, first=FIRST_RETRY, last=LAST_RETRY)
        job.save()
        return job.due_at
    return now


@transaction.atomic
def _release(leased: Job) -> None:
    Job.objects.filter(pk=leased.pk, worker=leased.worker).update(leased_until=None)


def _ours(leased: Job) -> Job | None:
    """The job's row, locked, if it is still ours to work on."""
    rows = Job.objects.select_for_update().filter(pk=leased.pk)
    return rows.filter(state=JobState.RUNNING, worker=leased.worker).first()


def _fail(job: Job, message: str, *, detail: str) -> None:
    with translation.override(job.language):
        job.error = _(message) % {"number": job.pk} if "%(number)s" in message else message
    job.detail = detail
    _end(job, JobState.FAILED)


def _end(job: Job, state: JobState) -> None:
    job.state, job.finished_at = state, timezone.now()
    job.leased_until, job.worker = None, ""
    job.save()
