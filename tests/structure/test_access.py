"""Every address of the site carries a named permission or a named reason to be open."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from acquis.common.access import Access

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


def without_access(patterns: list[URLPattern | URLResolver]) -> list[str]:
    return [
        route
        for route, view in addresses(patterns)
        if not route.startswith(BY_ALLAUTH)
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
