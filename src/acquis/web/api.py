"""The API of all apps together, at /api/v1/, with its description."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.operation import Operation

from acquis.assessing.api import router as applications
from acquis.common.api.problems import MEDIA_TYPE, answer_problems, not_allowed
from acquis.modelling.api import router as achievements
from acquis.passport.api import router as verification
from acquis.securing.api import router as credentials

ROOT = "/api/v1/"
_PROBLEM_FROM = 400
_DESCRIPTION = (
    "Reads what an Acquis site has published and what your organisation has issued, and verifies "
    "badges. Refusals are problem details (RFC 9457) in the language of Accept-Language."
)

api = NinjaAPI(
    title="Acquis",
    version="1",
    description=_DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
for _router in (achievements, verification, credentials, applications):
    api.add_router("", _router)
answer_problems(api)


def operations(of: NinjaAPI = api) -> Iterator[tuple[str, Operation]]:
    """Every operation, with the path below the root."""
    for bound in of._get_bound_routers():  # noqa: SLF001 - ninja has no public walk
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                yield path, operation


def operation_urls() -> list[URLPattern]:
    """The addresses of the operations, without ninja's own page at the root."""
    found = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = _guarded(pattern.callback)
            found.append(pattern)
    return found


def _guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refusals that ninja words by itself become problems; what a token opened is kept nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            return not_allowed(request, response["Allow"])
        if "Authorization" in request.headers:
            response.setdefault("Cache-Control", "private, no-store")
        return response

    guarded.api_operations = True  # type: ignore[attr-defined] # read by the walk of addresses
    return guarded


@cache
def schema() -> dict[str, Any]:
    """OpenAPI 3.1. Every refusal has the media type of a problem."""
    found: dict[str, Any] = deepcopy(dict(api.get_openapi_schema(path_prefix=ROOT.lstrip("/"))))
    for path in found["paths"].values():
        for operation in path.values():
            operation["responses"] = {
                str(status): _as_problem(answer) if int(status) >= _PROBLEM_FROM else answer
                for status, answer in operation["responses"].items()
            }
    return found


def _as_problem(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"content": {MEDIA_TYPE: answer["content"]["application/json"]}}
