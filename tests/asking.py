"""Asking the API as a program does: with a token or without, in a language."""

from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROOT = "/api/v1/"


def ask(
    path: str, token: str | None = None, *, language: str = "en", **parameters: Any
) -> HttpResponse:
    headers = {"Accept-Language": language}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return Client().get(ROOT + path, parameters, headers=headers)


def every_page(
    path: str, token: str | None = None, *, cursor: str = "", **parameters: Any
) -> list[dict[str, Any]]:
    """All items of a list, leafed through to the end."""
    found: list[dict[str, Any]] = []
    while True:
        answer = ask(path, token, **parameters, **({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.content
        page = dict(answer.json())
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = page["next"]


def cost(path: str, token: str | None = None, **parameters: Any) -> int:
    """How many queries it takes, what a first request alone pays left out."""
    ask(path, token, **parameters)
    with CaptureQueriesContext(connection) as queries:
        assert ask(path, token, **parameters).status_code == 200
    return len(queries)


def problem(answer: HttpResponse) -> dict[str, Any]:
    """The refusal's body without the request's number, which must be there and in the header."""
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = dict(answer.json())
    assert body.pop("request_id") == answer["X-Request-ID"]
    assert body.pop("status") == answer.status_code
    assert body.pop("type") == "about:blank"
    return body
