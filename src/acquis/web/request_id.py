"""One identifier for each request: in the answer, in every log line, and on the error pages."""

import re
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Request-ID"
_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}\Z", re.ASCII)


def request_id(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Gives the request its identifier; a proxy in front of us may have given one already.

    Nobody else may: an identifier that a stranger chooses could point at another person's lines.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
        found = given if _ACCEPTED.match(given) else uuid4().hex
        request.request_id = found  # type: ignore[attr-defined] # read by the error pages
        with structlog.contextvars.bound_contextvars(request_id=found):
            response = get_response(request)
        response[HEADER] = found
        return response

    return middleware
