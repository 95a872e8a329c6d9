"""One JSON object a line, and nothing in it that opens something."""

import json
import logging
from typing import Any

import pytest
import structlog
from django.core.exceptions import ImproperlyConfigured

from acquis.web.operations import logs

pytestmark = pytest.mark.unit

SECRET = "mE0Yy0dPz5uQm1mK6p5X3q8mQw9b0aJ2v7Tt4LrZx1c"
ROW = "0b3c3a34-5f5e-4f0a-9d8e-0d6f4f1f7a11"


def written(record: logging.LogRecord) -> dict[str, Any]:
    line = logs.json_formatter().format(record)
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found


def record(message: str, *args: object, **extra: Any) -> logging.LogRecord:
    return logging.getLogger("acquis.test").makeRecord(
        "acquis.test", logging.WARNING, __file__, 1, message, args, None, extra=extra
    )


def test_a_line_says_when_who_how_grave_and_what() -> None:
    found = written(record("badge %s\nis signed", "é"))

    moment = found.pop("timestamp")
    assert found == {"event": "badge é\nis signed", "level": "warning", "logger": "acquis.test"}
    assert moment.endswith("Z")


def test_a_line_carries_what_is_bound_to_the_request() -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        assert written(record("x"))["request_id"] == "r-1"


def test_extras_that_may_hold_a_whole_request_are_left_out() -> None:
    found = written(record("x", status_code=404, request=object()))
    assert {name for name in found if name != "timestamp"} == {
        "event", "level", "logger", "status_code",
    }  # fmt: skip


def test_an_exception_is_part_of_the_line() -> None:
    entry = record("it failed")
    try:
        int(f"/applications/confirm/{SECRET}/")
    except ValueError as error:
        entry.exc_info = (ValueError, error, error.__traceback__)

    found = written(entry)

    assert found["exception"].splitlines()[-1] == (
        "ValueError: invalid literal for int() with base 10: '/applications/confirm/***/'"
    )


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        pytest.param(f"/applications/confirm/{SECRET}/", "/applications/confirm/***/", id="secret"),
        pytest.param(f"/claim/{SECRET}", "/claim/***", id="secret-at-the-end"),
        pytest.param(f"Not Found: /claim/{SECRET}?a=b", "Not Found: /claim/***?a=b", id="sentence"),
        pytest.param(f"/evidence/{ROW}/", f"/evidence/{ROW}/", id="row"),
        pytest.param("/catalog/org/" + "a-long-name" * 5, "/catalog/org/" + "a-long-name" * 5,
                     id="slug"),
        pytest.param("/" + "d" * 31 + "/x", "/" + "d" * 31 + "/x", id="short"),
        pytest.param(f"/x/{ROW.replace('-', '').upper()}/", "/x/***/", id="row-in-another-form"),
    ],
)  # fmt: skip
def test_secrets_in_paths_are_masked(path: str, shown: str) -> None:
    assert logs.masked(path) == shown
    assert written(record(path))["event"] == shown
    assert logs.PlainFormatter("%(message)s").format(record(path)) == shown


def test_a_level_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        logs.configuration(plain=False, level="LOUD")
    assert str(refusal.value) == (
        "ACQUIS_LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL."
    )


@pytest.mark.parametrize(("plain", "shown"), [(True, "plain"), (False, "json")])
def test_people_read_lines_and_machines_json(plain: bool, shown: str) -> None:
    handlers = logs.configuration(plain=plain, level="INFO")["handlers"]
    assert {name: handler["formatter"] for name, handler in handlers.items()} == {
        "stderr": shown, "jobs": shown,
    }  # fmt: skip
