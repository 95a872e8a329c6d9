"""How long PostgreSQL waits for us, and how soon it notices that we are gone."""

import os
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from acquis.web.environment import postgresql_options
from tests.web.test_settings import PRODUCTION, read, refusal

pytestmark = pytest.mark.integration

BOTH = ("ACQUIS_DB_STATEMENT_SECONDS", "ACQUIS_DB_IDLE_TRANSACTION_SECONDS")


@pytest.mark.no_database
def test_the_address_s_own_parameters_stay(tmp_path: Path) -> None:
    url = "postgres://acquis@db.example/acquis?sslmode=verify-full&application_name=acquis"
    found = read(tmp_path, {**PRODUCTION, "DATABASE_URL": url}, "DATABASES")
    assert found["DATABASES"]["default"]["OPTIONS"] == {
        "sslmode": "verify-full",
        "application_name": "acquis",
        "keepalives": 1,
        "keepalives_idle": 60,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "connect_timeout": 10,
        "options": "-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 "
        "-c tcp_keepalives_count=3 -c statement_timeout=60000 "
        "-c idle_in_transaction_session_timeout=120000",
        "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
    }


@pytest.mark.no_database
def test_no_limit_sends_no_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BOTH:
        monkeypatch.setenv(name, "0")
    assert "options" not in postgresql_options(*BOTH, given={})
    assert postgresql_options(*BOTH, given={"options": "-c jit=off"})["options"] == "-c jit=off"
    monkeypatch.setenv(BOTH[0], "5")
    assert postgresql_options(*BOTH, given={"options": "-c jit=off"})["options"].endswith(
        "-c statement_timeout=5000 -c idle_in_transaction_session_timeout=0 -c jit=off"
    )


@pytest.mark.no_database
@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("value", ["-1", "soon", "1.5"])
def test_a_limit_is_a_whole_number(tmp_path: Path, name: str, value: str) -> None:
    assert refusal(tmp_path, PRODUCTION | {name: value}) == (
        f"{name} must be a whole number from 0 up."
    )


@pytest.mark.django_db
@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="SQLite is in this process")
def test_the_server_has_heard_it() -> None:
    names = (
        "statement_timeout", "idle_in_transaction_session_timeout", "tcp_keepalives_idle",
        "tcp_keepalives_interval", "tcp_keepalives_count",
    )  # fmt: skip
    with connection.cursor() as cursor:
        said = {}
        for name in names:
            cursor.execute(f"SHOW {name}")
            said[name] = cursor.fetchone()[0]
    assert said == dict(zip(names, ["1min", "2min", "60", "10", "3"], strict=True))


@pytest.mark.django_db
@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="SQLite is in this process")
def test_a_statement_without_end_is_ended() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '100ms'")
        with pytest.raises(OperationalError, match="statement timeout"), transaction.atomic():
            cursor.execute("SELECT pg_sleep(5)")
