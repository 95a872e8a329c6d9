"""Who may read the figures: monitoring, by its token; on a machine of one's own, the machine."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare

from acquis.common.access import Access

# Whoever passes a request on says so in one of these.
_PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP",
              "Via")  # fmt: skip


def monitoring(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For whoever sends ACQUIS_METRICS_TOKEN as bearer; to anybody else the page does not exist.

    Without a token, only this machine may, and only where no proxy with TLS is in front: behind
    one, everybody seems to come from it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_monitor(request):
            raise Http404
        return view(request, *args, **kwargs)

    guarded.access = Access("monitoring", "reads figures about the system and nobody's data")  # type: ignore[attr-defined] # read by the walk
    return guarded


def may_monitor(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        return kind == "Bearer" and constant_time_compare(token, settings.METRICS_TOKEN)
    if settings.SECURE or settings.BEHIND_PROXY:
        return False
    if any(name in request.headers for name in _PASSED_ON):
        return False
    return _is_this_machine(request.META.get("REMOTE_ADDR", ""))


def _is_this_machine(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
