"""A file is sent whole or in part, under headers that disarm it."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory

from acquis.common.views.files import PLAYER_POLICY, POLICY, send_file

pytestmark = pytest.mark.unit
CONTENT = b"0123456789"


def send(
    content: bytes = CONTENT,
    *,
    method: str = "GET",
    inline: bool = True,
    media_type: str = "application/pdf",
    **meta: str,
) -> Any:
    return send_file(
        RequestFactory().generic(method, "/", **meta),
        ContentFile(content, name="stored"),
        media_type=media_type,
        name="été.pdf",
        inline=inline,
    )


def test_the_whole_file_under_its_own_name() -> None:
    response = send()

    assert (response.status_code, b"".join(response.streaming_content)) == (200, CONTENT)
    assert dict(response.items()) == {
        "Content-Type": "application/pdf",
        "Content-Length": "10",
        "Content-Disposition": "inline; filename*=utf-8''%C3%A9t%C3%A9.pdf",
        "Accept-Ranges": "bytes",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert send(inline=False)["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("asked", "range_", "body"),
    [
        ("bytes=0-0", "bytes 0-0/10", b"0"),
        ("bytes=2-4", "bytes 2-4/10", b"234"),
        ("bytes=7-", "bytes 7-9/10", b"789"),
        ("bytes=7-99", "bytes 7-9/10", b"789"),
        ("bytes=-3", "bytes 7-9/10", b"789"),
        ("bytes=-99", "bytes 0-9/10", CONTENT),
    ],
)
def test_a_part(asked: str, range_: str, body: bytes) -> None:
    response = send(HTTP_RANGE=asked)

    assert (response.status_code, response["Content-Range"]) == (206, range_)
    assert response["Content-Length"] == str(len(body))
    assert b"".join(response.streaming_content) == body
    assert response["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize(
    "asked",
    ["bytes=4-2", "bytes=-", "bytes=a-b", "bytes=0-1,4-5", "items=0-1", "bytes=0x1-2", "", "bytes"],
)
def test_what_is_no_single_part_gets_the_whole(asked: str) -> None:
    response = send(HTTP_RANGE=asked)

    assert (response.status_code, b"".join(response.streaming_content)) == (200, CONTENT)


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_part_behind_the_end(asked: str) -> None:
    response = send(HTTP_RANGE=asked)

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10")


def test_a_part_on_a_condition_that_we_cannot_check_is_the_whole() -> None:
    assert send(HTTP_RANGE="bytes=2-4", HTTP_IF_RANGE='"x"').status_code == 200
    assert send(method="HEAD", HTTP_RANGE="bytes=2-4").status_code == 200


@pytest.mark.parametrize(
    ("media_type", "policy"),
    [("video/mp4", PLAYER_POLICY), ("audio/ogg", PLAYER_POLICY), ("image/png", POLICY),
     ("text/plain", POLICY), ("text/html", POLICY), ("image/svg+xml", POLICY)],
)  # fmt: skip
def test_only_the_player_of_films_is_let_out_of_the_sandbox(media_type: str, policy: str) -> None:
    assert send(media_type=media_type)["Content-Security-Policy"] == policy
    assert "script" not in policy


def test_an_empty_file() -> None:
    response = send(b"")
    assert (response.status_code, response["Content-Length"]) == (200, "0")
    assert send(b"", HTTP_RANGE="bytes=0-").status_code == 416
