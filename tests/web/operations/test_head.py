"""HEAD is answered as GET is, without the body."""

from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from acquis.passport.domain import holding
from acquis.web.operations.middleware import head
from tests import factories
from tests.web.pages import signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def kept(response: Any) -> dict[str, str]:
    """Status and headers, without what is another at each request."""
    changing = {"X-Request-ID", "Content-Security-Policy", "Content-Length"}
    found = {name: value for name, value in response.items() if name not in changing}
    return found | {"status": str(response.status_code)}


@pytest.fixture
def paths() -> list[str]:
    version = factories.published(factories.organization("institut"))
    held = factories.held(version)
    share = holding.set_shared(held, active=True)
    achievement = version.achievement.slug
    return [
        "/", "/catalog/", f"/catalog/institut/{achievement}/",
        f"/catalog/institut/{achievement}/apply/",
        reverse("modelling:image_png", args=[version.pk]),
        reverse("passport:shared", args=[share.token]), "/verify/", "/issuers/institut/did.json",
        "/accounts/login/", "/accounts/signup/", "/api/v1/docs", "/api/v1/openapi.json",
        "/api/v1/achievements", "/health/live", "/health/ready", "/passport/", "/nowhere/",
    ]  # fmt: skip


def test_head_says_what_get_says(paths: list[str]) -> None:
    statuses = set()
    for path in paths:
        client = Client()
        client.get(path)  # a first visit sets cookies
        get, asked = client.get(path), client.head(path)
        assert kept(asked) == kept(get), path
        assert asked.content == b"", path
        if not get.streaming and "Content-Length" in get:
            length = abs(int(asked["Content-Length"]) - int(get["Content-Length"]))
            assert length < 64, path  # nonces and tokens differ
        statuses.add(get.status_code)
    assert statuses == {200, 302, 404}


def test_what_is_only_posted_to_stays_so() -> None:
    assert Client().head("/language/").status_code == 405


def test_a_file_is_closed_unread_and_no_part_is_given() -> None:
    item = factories.application(factories.published(factories.organization())).evidence.exclude(
        file=""
    )[0]
    client = signed_in(item.application.candidate)
    answer = client.head(f"/evidence/{item.pk}/", HTTP_RANGE="bytes=0-1")
    assert (answer.status_code, answer["Content-Length"]) == (200, str(item.size))
    assert b"".join(answer.streaming_content) == b""


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_streams_is_not_read_for_head(method: str) -> None:
    read: list[int] = []

    def pieces() -> Any:
        for number in range(3):
            read.append(number)
            yield b"x"

    answer: Any = head(lambda _request: StreamingHttpResponse(pieces()))(
        RequestFactory().generic(method, "/")
    )
    body = b"".join(answer.streaming_content)
    assert (body, read) == ((b"xxx", [0, 1, 2]) if method == "GET" else (b"", []))
