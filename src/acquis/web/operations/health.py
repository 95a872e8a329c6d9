"""Is this process alive, and is it of use: what load balancers ask. The answer has no secret."""

import logging
import time
from collections.abc import Callable
from threading import Lock

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from acquis.common.domain import files, pulse

logger = logging.getLogger(__name__)

STORAGE_CHECKED_EVERY = 30.0  # seconds: a probe of a bucket costs three requests


class NotReady(Exception):
    """A part is missing without which pages cannot be served."""


def pending_migrations() -> list[str]:
    """What this release needs and the database lacks. A newer database is no problem."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def readiness() -> dict[str, str]:
    """`ok` or `failed` for each part; why it failed is in the log, not in the answer.

    `worker` is `ok` or `away`: without one, pages can still be served.
    """
    parts = {name: _outcome(name, check) for name, check in _CHECKS.items()}
    if "failed" not in parts.values():  # else it would wait for the same database again
        parts["worker"] = "away" if pulse.is_away() else "ok"
    return parts


def _outcome(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Exception:  # whatever a driver or a store raises means the same to who asks
        logger.exception("not ready: %s", name)
        return "failed"
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


class _Migrations:
    """Once applied they stay applied: the graph is not read again for each question."""

    def __init__(self) -> None:
        self._applied = False

    def __call__(self) -> None:
        if self._applied:
            return
        lacking = pending_migrations()
        if lacking:
            raise NotReady(f"migrations are not applied: {', '.join(lacking)}")
        self._applied = True


class _Storage:
    """Probed now and then, however often it is asked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._good_until = 0.0

    def __call__(self) -> None:
        with self._lock:
            if time.monotonic() < self._good_until:
                return
            files.probe()
            self._good_until = time.monotonic() + STORAGE_CHECKED_EVERY


_CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _Migrations(),
    "storage": _Storage(),
}
