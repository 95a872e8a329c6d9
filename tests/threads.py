"""Acts that really happen at the same time; for tests with `django_db(transaction=True)`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_the_same_time(*acts: Callable[[], T]) -> list[T]:
    """What each act returns, each run in a thread of its own, all started together.

    The threads see the context variables of the test, as a worker sees those of its start.
    """
    start = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        # Each thread acts on behalf of whoever started it.
        contexts = [copy_context() for _ in acts]
        return list(pool.map(lambda context, act: context.run(run, act), contexts, acts))
