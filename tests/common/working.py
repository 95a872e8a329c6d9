"""A worker as its own process, with kinds of jobs of the tests' own.

The worker is the product's, started as the product starts it: `python -m tests.common.working`.
"""

import os
import time

from acquis.web.cli import server

CHUNKS = 12


def count(work) -> None:  # type: ignore[no-untyped-def] # read by tests only
    """One chunk writes one row and takes a while, so that a kill falls into it."""
    from acquis.common.models import ScheduledRun  # noqa: PLC0415 - needs settings

    number = work.job.done
    if work.job.total is None:
        work.expect(CHUNKS)
    ScheduledRun.objects.create(
        kind=f"{work.parameters['name']}:{number}:{os.getpid()}", day="2026-01-01"
    )
    if work.parameters.get("deadly") == number:
        os.kill(os.getpid(), 9)
    time.sleep(work.parameters.get("seconds", 0.15))
    work.advance(1)
    if work.job.done == CHUNKS:
        work.finish(counted=CHUNKS)


def hear(event) -> None:  # type: ignore[no-untyped-def] # read by tests only
    from acquis.common.models import ScheduledRun  # noqa: PLC0415 - needs settings

    ScheduledRun.objects.create(kind=f"heard:{event.about}:{event.number}", day="2026-01-01")
    time.sleep(0.01)


def register() -> None:
    from acquis.common.domain import events, jobs  # noqa: PLC0415 - needs settings
    from tests.common.conftest import Happened  # noqa: PLC0415 - as above

    jobs.kind("tests.count", title="Count")(count)
    events.subscribe(Happened)(hear)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.web.settings")
    import django

    django.setup()
    register()
    print("ready", flush=True)  # noqa: T201 - said to the test
    raise SystemExit(server.run("worker", []))
