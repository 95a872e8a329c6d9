"""What a person reads when something does not work, and the number that finds it in the logs."""

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from acquis.organizations.enums import Role
from acquis.web.operations.logs import json_formatter
from acquis.web.urls import handler400, handler403, handler404, handler500  # noqa: F401 - read by Django
from acquis.web.urls import urlpatterns as real
from tests import factories
from tests.web.pages import signed_in

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.urls(__name__),
    pytest.mark.filterwarnings("ignore:.*:ResourceWarning"),
]


def fails(_request: HttpRequest) -> HttpResponse:
    logging.getLogger("acquis.test").warning("about to fail")
    raise RuntimeError("a secret detail")


def refuses(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("not you")


def suspects(_request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("odd")


def chokes(_request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig("much")


urlpatterns = [
    path("fails/", fails),
    path("refuses/", refuses),
    path("suspects/", suspects),
    path("chokes/", chokes),
    *real,
]


def answered(url: str, language: str = "fr") -> tuple[int, str, str]:
    """Status, main heading, and whether the page shows the answer's number."""
    client = Client(raise_request_exception=False, headers={"Accept-Language": language})
    response = client.get(url)
    text = response.content.decode()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
    assert heading is not None
    assert f"<code>{response['X-Request-ID']}</code>" in text
    assert "secret detail" not in text
    return response.status_code, heading[1].strip(), text


@pytest.mark.parametrize(
    ("url", "language", "status", "heading", "remedy"),
    [
        ("/suspects/", "en", 400, "This request makes no sense to us", "Go back and try again"),
        ("/suspects/", "fr", 400, "Nous ne comprenons pas cette requête", "Revenez"),
        ("/refuses/", "en", 403, "You may not do this", "Ask an owner"),
        ("/nowhere/", "en", 404, "There is nothing here", "sign in first"),
        ("/nowhere/", "fr", 404, "Il n’y a rien ici", "connectez-vous"),
        ("/chokes/", "en", 413, "This is too large", "Make the file smaller"),
        ("/chokes/", "fr", 413, "C’est trop volumineux", "Réduisez"),
        ("/fails/", "en", 500, "Quelque chose s’est mal passé de notre côté.", "try again"),
    ],
)
def test_a_page_says_what_happened_and_what_to_do(
    url: str, language: str, status: int, heading: str, remedy: str
) -> None:
    code, shown, text = answered(url, language)

    assert (code, shown) == (status, heading)
    assert remedy in text


def test_what_is_too_large_for_the_door_gets_the_same_page(settings: LazySettings) -> None:
    settings.REQUEST_MAX_BYTES = 10

    response = Client().post("/verify/", {"text": "x" * 100})

    assert response.status_code == 413
    assert f"<code>{response['X-Request-ID']}</code>" in response.content.decode()


def test_a_member_without_the_right_learns_whom_to_ask() -> None:
    organization = factories.organization("boreal")
    response = signed_in(factories.member(organization, Role.VIEWER)).get("/o/boreal/profile/")

    assert response.status_code == 403
    assert "propriétaire" in response.content.decode()


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    target = io.StringIO()
    handler = logging.StreamHandler(target)
    handler.setFormatter(json_formatter())
    loggers = [logging.getLogger("acquis.test"), logging.getLogger("django.request")]
    for logger in loggers:
        logger.addHandler(handler)
    yield target
    for logger in loggers:
        logger.removeHandler(handler)


def test_every_line_of_a_request_carries_its_number(lines: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    numbers = [client.get("/fails/")["X-Request-ID"] for _ in range(2)]

    logged = [json.loads(line) for line in lines.getvalue().splitlines()]

    assert numbers[0] != numbers[1]
    assert [(line["event"], line["request_id"]) for line in logged] == [
        (said, number)
        for number in numbers
        for said in ("about to fail", "Internal Server Error: /fails/")
    ]


@pytest.mark.parametrize(
    ("behind", "given", "kept"),
    [
        (True, "0123abcd-trace", True),
        (False, "0123abcd-trace", False),
        (True, "short", False),
        (True, "x" * 65, False),
        (True, "0123abcd <b>", False),
        (True, "0123abcd\u0661", False),
    ],
)
def test_only_a_proxy_gives_the_number_and_only_a_plain_one(
    settings: LazySettings, *, behind: bool, given: str, kept: bool
) -> None:
    settings.BEHIND_PROXY = behind

    response = Client().get("/verify/", headers={"X-Request-ID": given})

    assert (response["X-Request-ID"] == given) is kept
