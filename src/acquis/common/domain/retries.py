"""When to try again what has just failed."""

from datetime import timedelta

# Doubling stops here, far beyond every `last`: an eternal failure must not overflow.
_MOST_DOUBLINGS = 20


def delay(attempts: int, *, first: timedelta, last: timedelta) -> timedelta:
    """How long to wait after so many failures: `first`, then twice as long each time, up to
    `last`."""
    wait: timedelta = first * 2 ** min(attempts - 1, _MOST_DOUBLINGS)
    return min(wait, last)
