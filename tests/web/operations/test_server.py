"""The web process as it runs for others: headers, logs, figures, limits, a restart with manners."""

import contextlib
import json
import signal
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.running import Running
from tests.web.operations.installation import (
    BEHIND_TLS,
    HOST,
    METRICS_TOKEN,
    Installation,
    installed,
    requests,
)

pytestmark = [pytest.mark.integration, pytest.mark.no_database]

SECRET = "mE0Yy0dPz5uQm1mK6p5X3q8mQw9b0aJ2v7Tt4LrZx1c"
PERMITTED = "camera=()"
HEADERS = {
    "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("installation")) as found:
        found.prepare()
        yield found


@pytest.fixture(scope="module")
def server(installation: Installation) -> Iterator[Running]:
    with installation.serving() as found:
        yield found


def get(server: Running, path: str, **headers: str) -> httpx.Response:
    return httpx.get(server.url + path, headers=BEHIND_TLS | headers, trust_env=False)


def directives(response: httpx.Response) -> dict[str, str]:
    pairs = (part.strip().partition(" ") for part in
             response.headers["content-security-policy"].split(";"))  # fmt: skip
    return {name: value for name, _space, value in pairs if name}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/", 200, id="page"),
        pytest.param("/accounts/login/", 200, id="login"),
        pytest.param("/nothing-here/", 404, id="not-found"),
        pytest.param("/home/", 302, id="redirect"),
        pytest.param("/static/nothing.css", 404, id="static-that-is-not-there"),
        pytest.param("/health/ready", 200, id="probe"),
    ],
)
def test_every_answer_has_the_headers_of_safety(server: Running, path: str, status: int) -> None:
    response = get(server, path)

    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert PERMITTED in response.headers["permissions-policy"]
    policy = directives(response)
    assert (policy["default-src"], policy["frame-ancestors"], policy["base-uri"]) == (
        "'none'", "'none'", "'none'",
    )  # fmt: skip
    assert [source for source in (policy["script-src"] + policy["style-src"]).split()
            if "unsafe" in source] == []  # fmt: skip


def test_a_host_that_is_not_ours_is_refused_under_the_same_policy(server: Running) -> None:
    response = get(server, "/", Host="evil.example")

    assert response.status_code == 400
    assert directives(response)["default-src"] == "'none'"


def test_without_tls_one_is_sent_to_it(server: Running) -> None:
    response = httpx.get(server.url + "/verify/", headers={"Host": HOST}, trust_env=False)

    assert (response.status_code, response.headers["location"]) == (301, f"https://{HOST}/verify/")


def test_cookies_travel_over_tls_alone_and_no_script_reads_them(server: Running) -> None:
    response = get(server, "/accounts/login/")

    for cookie in response.headers.get_list("set-cookie"):
        attributes = {part.strip().split("=")[0].lower() for part in cookie.split(";")[1:]}
        assert {"secure", "samesite", "path"} <= attributes, cookie
    assert response.headers.get_list("set-cookie") != []


def test_probes_come_by_address_and_without_tls(server: Running) -> None:
    live = httpx.get(server.url + "/health/live", trust_env=False)
    ready = httpx.get(server.url + "/health/ready", trust_env=False)

    assert (live.status_code, live.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()) == (
        200,
        {
            "status": "ok",
            "parts": {"database": "ok", "migrations": "ok", "storage": "ok", "worker": "away"},
        },
    )


def test_head_is_answered_without_a_body(server: Running) -> None:
    with httpx.Client(base_url=server.url, trust_env=False, headers=BEHIND_TLS) as client:
        for path in ("/", "/verify/", "/health/live"):
            asked, got = client.head(path), client.get(path)  # on one connection: nothing is left
            assert (asked.status_code, got.status_code, asked.content) == (200, 200, b""), path
            assert asked.headers["Content-Type"] == got.headers["Content-Type"]


def test_figures_are_for_who_has_the_token(server: Running) -> None:
    assert httpx.get(server.url + "/metrics", trust_env=False).status_code == 404
    assert get(server, "/metrics").status_code == 404
    assert get(server, "/metrics", Authorization="Bearer wrong").status_code == 404

    response = get(server, "/metrics", Authorization=f"Bearer {METRICS_TOKEN}")

    assert response.status_code == 200
    assert 'acquis_waiting{kind="event"} 0.0' in response.text.splitlines()
    assert "django_http_requests_before_middlewares_total" in response.text


def test_logs_are_json_and_say_nothing_that_opens(server: Running) -> None:
    response = get(
        server, f"/applications/confirm/{SECRET}/?code={SECRET}", Referer=f"https://x/{SECRET}/"
    )

    entry = wait_for_the_line_of(server, response)

    assert SECRET not in json.dumps(server.entries())
    assert {"timestamp", "milliseconds", "bytes", "request_id"} <= entry.keys()
    assert {
        name: value
        for name, value in entry.items()
        if name not in {"timestamp", "milliseconds", "bytes", "request_id"}
    } == {
        "event": "request", "level": "info", "logger": "gunicorn.access", "method": "GET",
        "path": "/applications/confirm/***/", "status": 410, "address": "127.0.0.1",
        "agent": entry["agent"],
    }  # fmt: skip


def test_what_is_too_large_is_refused_before_it_is_read(installation: Installation) -> None:
    with (
        installation.serving(
            ACQUIS_REQUEST_MAX_BYTES="100000",
            ACQUIS_EVIDENCE_MAX_BYTES="50000",
            ACQUIS_VERIFY_MAX_BYTES="50000",
        ) as server,
        socket.create_connection(("127.0.0.1", urlsplit(server.url).port)) as connection,
    ):
        connection.sendall(head("POST", "/verify/", 100_001))  # and not a byte of the body

        answer = everything(connection)

    assert answer.splitlines()[0] == "HTTP/1.1 413 Request Entity Too Large"
    assert "What you send is too large: at most 97.7\xa0KB at once." in answer


def test_a_request_under_way_ends_before_the_process_does(installation: Installation) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n'
    with (
        installation.serving() as server,
        socket.create_connection(("127.0.0.1", urlsplit(server.url).port)) as connection,
    ):
        connection.settimeout(20)
        connection.sendall(head("POST", "/verify/", len(body)) + body[:20])
        httpx.get(server.url + "/health/live", trust_env=False)  # the other is being handled

        server.process.send_signal(signal.SIGTERM)
        wait_until_nobody_else_is_let_in(server)
        assert server.process.poll() is None
        connection.sendall(body[20:])
        answer = everything(connection)

        assert answer.splitlines()[0] == "HTTP/1.1 403 Forbidden"  # a form without its token
        assert server.process.wait(timeout=20) == 0


def wait_for_the_line_of(server: Running, response: httpx.Response) -> dict[str, Any]:
    """It is written once the answer has left."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        for entry in requests(server):
            if entry["request_id"] == response.headers["x-request-id"]:
                return entry
        time.sleep(0.05)
    pytest.fail("the request left no line")


def wait_until_nobody_else_is_let_in(server: Running) -> None:
    with contextlib.suppress(httpx.TransportError):
        for _ in range(200):
            httpx.get(server.url + "/health/live", trust_env=False, timeout=1)
        pytest.fail("it still takes requests")


def everything(connection: socket.socket) -> str:
    """What the server says until it hangs up."""
    found = b""
    while piece := connection.recv(65536):
        found += piece
    return found.decode()


def head(method: str, path: str, length: int) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in BEHIND_TLS.items()),
        "Content-Type: multipart/form-data; boundary=b", f"Content-Length: {length}",
        "Accept-Language: en", "Connection: close", "", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("command", ["web", "serve", "worker", "doctor", "backup"])
def test_settings_that_are_wrong_are_said_in_one_line(
    installation: Installation, command: str
) -> None:
    arguments = [command, "x.tar.gz"] if command == "backup" else [command]
    result = installation.run(*arguments, ACQUIS_BASE_URL="http://badges.example.org")

    said = (result.stdout + result.stderr).strip()
    assert result.returncode == 1
    assert "ACQUIS_BASE_URL must be the public https address" in said
    assert "Traceback" not in said
