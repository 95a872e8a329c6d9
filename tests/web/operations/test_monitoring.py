"""Health and figures, in the process of the test."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from acquis.common.domain import pulse
from acquis.common.models import EventRecord, OutgoingMail, WorkerPulse
from acquis.web.operations import health

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
TOKEN = "a-token-of-monitoring-0123456789-ABCDEF"


@pytest.fixture(autouse=True)
def nothing_is_known_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just started."""
    monkeypatch.setattr(
        health,
        "_CHECKS",
        {
            "database": health._database,
            "migrations": health._Migrations(),
            "storage": health._Storage(),
        },
    )


def test_a_living_process_says_so_without_a_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = Client().get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_readiness_names_the_part_and_not_the_reason(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    settings.MEDIA_ROOT = tmp_path / "a-file"
    last = MigrationRecorder(connection).migration_qs.filter(app="securing").last()
    assert last is not None
    MigrationRecorder(connection).record_unapplied("securing", last.name)

    response = Client().get("/health/ready")

    assert (response.status_code, response.json()) == (
        503,
        {
            "status": "failed",
            "parts": {"database": "ok", "migrations": "failed", "storage": "failed"},
        },
    )


def test_without_a_worker_pages_are_served_all_the_same() -> None:
    found = []
    for act in (lambda: None, lambda: pulse.beat("a worker")):
        act()
        response = Client().get("/health/ready")
        found.append((response.status_code, response.json()))
    well = {"database": "ok", "migrations": "ok", "storage": "ok"}
    assert found == [
        (200, {"status": "ok", "parts": well | {"worker": "away"}}),
        (200, {"status": "ok", "parts": well | {"worker": "ok"}}),
    ]


def test_figures_say_how_long_workers_have_been_silent(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert figures(Client())["acquis_worker_silent_seconds"] == -1
    pulse.beat("a worker")
    WorkerPulse.objects.update(beat_at=timezone.now() - timezone.timedelta(minutes=2))
    assert 120 <= figures(Client())["acquis_worker_silent_seconds"] < 130


def test_what_is_known_is_not_asked_again(settings: Any, tmp_path: Path) -> None:
    client = Client()
    assert client.get("/health/ready").status_code == 200
    (tmp_path / "a-file").touch()
    settings.MEDIA_ROOT = tmp_path / "a-file"

    started = time.perf_counter()
    assert client.get("/health/ready").status_code == 200

    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
def test_probes_only_read(path: str) -> None:
    assert Client().post(path).status_code == 405


def test_this_machine_reads_figures_where_there_is_no_token(settings: Any) -> None:
    settings.METRICS_TOKEN, settings.SECURE, settings.BEHIND_PROXY = "", False, False

    assert Client().get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="::1").get("/metrics").status_code == 200


@pytest.mark.parametrize(
    ("changes", "request_"),
    [
        pytest.param({}, {"REMOTE_ADDR": "203.0.113.7"}, id="another-machine"),
        pytest.param({}, {"REMOTE_ADDR": "10.0.0.2"}, id="a-neighbour"),
        pytest.param({}, {"REMOTE_ADDR": ""}, id="no-address"),
        pytest.param({}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, id="passed-on"),
        pytest.param({}, {"HTTP_FORWARDED": "for=127.0.0.1"}, id="passed-on-by-the-standard"),
        pytest.param({}, {"HTTP_VIA": "1.1 proxy"}, id="passed-on-by-a-cache"),
        pytest.param({"BEHIND_PROXY": True}, {}, id="behind-a-proxy"),
        pytest.param({"SECURE": True}, {}, id="behind-tls"),
        pytest.param({"METRICS_TOKEN": TOKEN}, {}, id="without-the-token"),
        pytest.param(
            {"METRICS_TOKEN": TOKEN}, {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}, id="wrong-token"
        ),
        pytest.param(
            {"METRICS_TOKEN": TOKEN}, {"HTTP_AUTHORIZATION": f"Basic {TOKEN}"}, id="wrong-scheme"
        ),
        pytest.param({"METRICS_TOKEN": TOKEN}, {"HTTP_AUTHORIZATION": "Bearer é"}, id="no-ascii"),
    ],
)
def test_to_anybody_else_there_are_no_figures(
    settings: Any, changes: dict[str, Any], request_: dict[str, str]
) -> None:
    settings.METRICS_TOKEN, settings.SECURE, settings.BEHIND_PROXY = "", False, False
    for name, value in changes.items():
        setattr(settings, name, value)

    assert Client().get("/metrics", **request_).status_code == 404


def figures(client: Client) -> dict[str, float]:
    text = client.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}").content.decode()
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _space, value in lines}


def test_figures_say_what_waits_for_the_worker(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    EventRecord.objects.create(name="x", subject="x", payload={})
    for _ in range(2):
        OutgoingMail.objects.create(to="a@b.example", subject="x", language="fr")
    EventRecord.objects.update(next_attempt_at=timezone.now() - timezone.timedelta(minutes=2))

    found = figures(Client())

    assert (found['acquis_waiting{kind="event"}'], found['acquis_waiting{kind="mail"}']) == (1, 2)
    assert 120 <= found['acquis_waiting_seconds{kind="event"}'] < 130


def test_a_stranger_cannot_invent_labels(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    Client().generic("INVENTED", "/verify/")
    Client().get("/invented-path/")

    assert [name for name in figures(Client()) if "invented" in name.lower()] == []
