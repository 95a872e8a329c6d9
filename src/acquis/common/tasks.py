"""What the queue wakes the worker for. The rows are the truth: a wake that is lost loses nothing,
because each worker looks at them from time to time (`look_around`)."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from acquis.common.domain import (
    events,
    files,  # noqa: F401 - has a job kind
    jobs,
    mail,
    schedules,
    upkeep,  # noqa: F401 - has a job kind
)
from acquis.common.tenancy import system_scope

# What was written this long ago and is still due has lost its wake, with a worker that was killed.
LOST_AFTER = timedelta(seconds=3)


@task()
def deliver_events() -> None:
    with system_scope("events concern whoever is subscribed"):
        retry_at = events.deliver_pending()
    if retry_at is not None:
        deliver_events.using(run_after=retry_at).enqueue()


@task()
def send_mail() -> None:
    retry_at = mail.send_pending()
    if retry_at is not None:
        send_mail.using(run_after=retry_at).enqueue()


# Behind events and mail, which wait for nobody's long work.
@task(priority=-10)
def run_jobs() -> None:
    retry_at = jobs.run_due()
    if retry_at is None:
        return
    if retry_at > timezone.now():
        run_jobs.using(run_after=retry_at).enqueue()
    else:
        run_jobs.enqueue()


def look_around() -> None:
    """Start what is scheduled, and wake workers for what is due and has lost its wake."""
    schedules.start_due()
    lost = timezone.now() - LOST_AFTER
    if events.pending(lost).exists():
        deliver_events.enqueue()
    if mail.pending(lost).exists():
        send_mail.enqueue()
    if jobs.due(timezone.now()).exists():
        run_jobs.enqueue()
