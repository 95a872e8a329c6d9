"""Every refusal of the API in one shape: RFC 9457 problem details, in the caller's language."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("django.request")
_TITLES = {
    400: gettext_lazy("This request cannot be read"),
    401: gettext_lazy("A token is needed"),
    403: gettext_lazy("You may not do this"),
    404: gettext_lazy("There is nothing here"),
    405: gettext_lazy("This method is not offered here"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("This kind of content is not taken"),
    422: gettext_lazy("Something in the request is not right"),
    429: gettext_lazy("Too often"),
    500: gettext_lazy("Something failed here"),
}
# By the type of pydantic's error; its context fills the places.
_REASONS = {
    "missing": gettext_noop("This is needed."),
    "int_parsing": gettext_noop("Give a whole number."),
    "bool_parsing": gettext_noop("Give true or false."),
    "greater_than_equal": gettext_noop("Give at least %(ge)s."),
    "less_than_equal": gettext_noop("Give at most %(le)s."),
    "string_too_long": gettext_noop("Give at most %(max_length)s characters."),
    "string_pattern_mismatch": gettext_noop("This has characters that are not allowed here."),
    "enum": gettext_noop("Give one of these: %(expected)s."),
    "literal_error": gettext_noop("Give one of these: %(expected)s."),
}
_TIME = gettext_noop("Give a moment with its zone, for example 2026-01-31T09:00:00Z.")
_OTHER = gettext_noop("This value is not accepted.")


class FieldError(Schema):
    field: str
    message: str


class Problem(Schema):
    """`errors` names the fields that are not right; `request_id` is what we find it by."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[FieldError] | None = None


class TooMany(HttpError):
    """Beyond what may be done so often; `wait` in seconds."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(429, _("Come back in %(seconds)d seconds.") % {"seconds": wait})


class FieldRefused(Exception):
    """One field of the request is not right, for a reason that its type cannot say."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def problem(
    request: HttpRequest,
    status: int,
    detail: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(_TITLES[status]),
        "status": status,
        "detail": detail,
        "request_id": getattr(request, "request_id", ""),
    }
    if errors:
        body["errors"] = list(errors)
    text = json.dumps(body, ensure_ascii=False)
    response = HttpResponse(text, status=status, content_type=MEDIA_TYPE, headers=headers)
    response["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest) -> HttpResponse:
    """The same for what does not exist, for what is another's and for an address unknown."""
    return problem(request, 404, _("It does not exist, or your token does not reach it."))


def not_allowed(request: HttpRequest, allow: str) -> HttpResponse:
    detail = _("Offered here: %(methods)s.") % {"methods": allow}
    return problem(request, 405, detail, headers={"Allow": allow})


def answer_problems(api: NinjaAPI) -> None:
    """Let the API answer whatever is raised in it as a problem."""
    api.add_exception_handler(Http404, lambda request, _error: not_found(request))
    for kind in (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        api.add_exception_handler(kind, _unreadable)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    api.add_exception_handler(PermissionDenied, _forbidden)
    api.add_exception_handler(AuthenticationError, _unauthenticated)
    api.add_exception_handler(HttpError, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(FieldRefused, _field_refused)
    api.add_exception_handler(Exception, _failed)


def _unreadable(request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(request, 400, _("What was sent is incomplete or not what its headers say."))


def _too_large(request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(request, 413, _("What was sent is larger than what is taken here."))


def _forbidden(request: HttpRequest, _error: Any) -> HttpResponse:
    detail = _("The person for whom this token acts lacks the role that is needed here.")
    return problem(request, 403, detail)


def _unauthenticated(request: HttpRequest, _error: Any) -> HttpResponse:
    """RFC 6750, 3: the scheme, and what is wrong with a token if there was one."""
    challenge = 'Bearer realm="Acquis"'
    if "Authorization" in request.headers:
        challenge += ', error="invalid_token"'
        detail = _("This token is unknown, expired or withdrawn. Make a new one.")
    else:
        detail = _("Send a token of your organisation as “Authorization: Bearer …”.")
    return problem(request, 401, detail, headers={"WWW-Authenticate": challenge})


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    headers = {"Retry-After": str(error.wait)} if isinstance(error, TooMany) else None
    return problem(request, error.status_code, error.message, headers=headers)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [
        {"field": ".".join(map(str, entry["loc"][1:])), "message": _reason(entry)}
        for entry in error.errors
    ]
    return _with_errors(request, errors)


def _field_refused(request: HttpRequest, error: Any) -> HttpResponse:
    return _with_errors(request, [{"field": error.field, "message": error.message}])


def _with_errors(request: HttpRequest, errors: list[dict[str, str]]) -> HttpResponse:
    detail = " ".join(f"{entry['field']}: {entry['message']}" for entry in errors)
    return problem(request, 422, detail, errors=errors)


def _reason(entry: Mapping[str, Any]) -> str:
    kind = entry["type"]
    if kind.startswith(("datetime", "timezone", "date_")):
        return _(_TIME)
    return str(_(_REASONS.get(kind, _OTHER)) % entry.get("ctx", {}))


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    _log.error("The API failed at %s", request.path, exc_info=error)
    return problem(request, 500, _("It is recorded. Tell us the request's number if it lasts."))
