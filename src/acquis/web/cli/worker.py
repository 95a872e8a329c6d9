"""One worker: does what the queue wakes it for, and looks around from time to time.

It ends on SIGTERM or SIGINT once the task in hand is done (a slice of a job lasts about a second);
a second signal ends it at once. The queue's own worker takes SQLite's one lock at each look; this
one asks first whether there is anything to take.
"""

import logging
import time
from contextlib import suppress
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from acquis.common import tasks
from acquis.common.domain import pulse
from acquis.common.tenancy import SYSTEM, enter

logger = logging.getLogger(__name__)

INTERVAL_SECONDS = 0.3
LOOK_AROUND_SECONDS = 2.0
# After a lost database: it may be starting again.
RECONNECT_SECONDS = 2.0


class HouseWorker(Worker):
    """The queue's worker, which also looks around while the queue is never empty."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        self._looked_at = float("-inf")
        self._beat_at = float("-inf")

    def run_task(self, db_task_result: DBTaskResult[..., Any]) -> None:
        super().run_task(db_task_result)
        self.look_around()

    def look_around(self) -> None:
        if time.monotonic() - self._beat_at >= pulse.BEAT_EVERY.total_seconds():
            self._beat_at = time.monotonic()
            pulse.beat(self.worker_id)
        if time.monotonic() - self._looked_at >= LOOK_AROUND_SECONDS:
            self._looked_at = time.monotonic()
            tasks.look_around()


def run() -> int:
    enter(SYSTEM)  # a worker does what all tenants wait for
    worker = HouseWorker()
    worker.configure_signals()
    while worker.running:
        try:
            close_old_connections()
            worker.look_around()
            if DBTaskResult.objects.ready().exists():
                worker.run()
            pause = INTERVAL_SECONDS
        except (OperationalError, InterfaceError):
            logger.exception("the database does not answer, the worker tries again")
            connection.close()
            pause = RECONNECT_SECONDS
        if worker.running:
            time.sleep(pause)
    with suppress(OperationalError, InterfaceError):  # the row is forgotten a day later then
        pulse.end(worker.worker_id)
    return 0
