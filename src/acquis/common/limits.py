"""How often somebody may do what costs us something, and the page that says when to go on.

The counting is allauth's, in the shared cache, so that several processes count together. This is
the one border to that part of it. Rates are in `settings.RATE_LIMITS`, by action.
"""

import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

APP = "acquis"
# What allauth's own pages say: none of their limits that answer 429 looks back further.
WINDOW_SECONDS = 60


def limited(action: str, *, reading: bool = False) -> Callable[[View[P]], View[P]]:
    """Answer 429 beyond the action's rates; reading (GET, HEAD) counts only if `reading`."""

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            counts = reading or request.method not in {"GET", "HEAD"}
            wait = take(request, action) if counts else 0
            if wait:
                return too_many(request, wait=wait)
            return view(request, *args, **kwargs)

        return cast("View[P]", guarded)

    return mark


def too_many(request: HttpRequest, *, wait: int = WINDOW_SECONDS) -> HttpResponse:
    """The page that says in how many seconds to come back (RFC 6585, 4; RFC 9110, 10.2.3)."""
    context = {"seconds": wait, "minutes": math.ceil(wait / 60)}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def take(request: HttpRequest, action: str) -> int:
    """Counts one more; returns 0 when it may go on, else the seconds until the next may."""
    used = ratelimit.consume(
        request, app=APP, action=action, config=settings.RATE_LIMITS, limit_get=True
    )
    return _wait(request, action) if used is None else 0


def _wait(request: HttpRequest, action: str) -> int:
    """Seconds until every rate of the action lets the next one through, at least 1."""
    waits = [_wait_of(request, action, rate) for rate in _rates(action)]
    return max([1, *waits])


def _rates(action: str) -> list[Any]:
    found: list[Any] = ratelimit.get_rates(app=APP, action=action, config=settings.RATE_LIMITS)
    return found


def _wait_of(request: HttpRequest, action: str, rate: Any) -> int:
    key = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate)
    history = cache.get(key, [])
    if len(history) < rate.amount:
        return 0
    # The newest comes first: the last one that counts makes room when it leaves the window.
    return math.ceil(float(history[rate.amount - 1] + rate.duration - time.time()))
