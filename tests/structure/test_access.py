"""Every address of the site carries a named permission or a named reason to be open."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path
from ninja import NinjaAPI
from ninja.operation import Operation

from acquis.common.access import Access
from acquis.organizations.api import permitted
from acquis.web.api import operations

pytestmark = pytest.mark.unit

# allauth guards its own pages: those that need a login redirect to it, the others are the login.
BY_ALLAUTH = "accounts/"


def addresses(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route)
        else:
            yield route, entry.callback


def is_operation(view: Callable[..., Any]) -> bool:
    """An address of the API: each of its operations has its own gate, walked apart."""
    return hasattr(view, "api_operations")


def without_access(patterns: list[URLPattern | URLResolver]) -> list[str]:
    return [
        route
        for route, view in addresses(patterns)
        if not route.startswith(BY_ALLAUTH)
        and not is_operation(view)
        and not (isinstance(getattr(view, "access", None), Access) and view.access.detail.strip())
    ]


def test_every_address_has_its_access() -> None:
    assert without_access(get_resolver().url_patterns) == []


def test_an_address_without_access_is_found() -> None:
    def bare(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert without_access([path("bare/", bare)]) == ["bare/"]


def test_every_named_permission_is_declared() -> None:
    from rules.permissions import permissions  # noqa: PLC0415 - filled once the apps are loaded

    named = {
        view.access.detail
        for _route, view in addresses(get_resolver().url_patterns)
        if getattr(view, "access", None) and view.access.kind == "permission"
    }
    assert named - set(permissions) == set()


def ungated(found: Iterable[tuple[str, Operation]]) -> list[str]:
    """Operations without a gate, and those whose gate asks for a permission but no token."""
    bare = []
    for route, operation in found:
        gate = getattr(operation.view_func, "access", None)
        named = isinstance(gate, Access) and gate.detail.strip()
        open_gate = named and gate.kind == "permission" and not operation.auth_callbacks
        if not named or open_gate:
            bare.append(f"{operation.methods[0]} {route}")
    return bare


def test_every_operation_of_the_api_has_its_access() -> None:
    assert ungated(operations()) == []
    assert len(list(operations())) >= 7


def test_every_address_of_the_api_is_an_operation_or_has_its_access() -> None:
    routes = [found for found, view in addresses(get_resolver().url_patterns) if is_operation(view)]
    assert sorted(routes) == sorted(
        "api/v1/" + re.sub(r"{(\w+):(\w+)}", r"<\1:\2>", route) for route, _found in operations()
    )


def test_an_operation_without_access_or_without_a_token_is_found() -> None:
    api = NinjaAPI(urls_namespace="bare")

    @api.get("bare")
    def bare(request: HttpRequest) -> None: ...

    @api.get("tokenless")
    @permitted("securing.view_credentials")
    def tokenless(request: HttpRequest, slug: str) -> None: ...

    assert ungated(operations(api)) == ["GET bare", "GET tokenless"]


def test_every_permission_that_the_api_names_is_declared() -> None:
    from rules.permissions import permissions  # noqa: PLC0415 - filled once the apps are loaded

    gates = [operation.view_func.access for _path, operation in operations()]
    named = {gate.detail for gate in gates if gate.kind == "permission"}
    assert named == {"assessing.view_applications", "securing.fetch_credentials"}
    assert named - set(permissions) == set()
