"""Typed readers: what cannot be read as its type is refused by its name, never by its content."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from acquis.web import environment

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("given", "read"),
    [("1", True), ("true", True), ("Yes", True), (" on ", True), ("0", False), ("no", False),
     ("off", False), ("", False)],
)  # fmt: skip
def test_a_flag(monkeypatch: pytest.MonkeyPatch, given: str, read: bool) -> None:
    monkeypatch.setenv("ACQUIS_X", given)
    assert environment.flag("ACQUIS_X", default=not read) is read


@pytest.mark.parametrize("default", [True, False])
def test_a_flag_that_is_not_set(default: bool) -> None:
    assert environment.flag("ACQUIS_X", default=default) is default


@pytest.mark.parametrize("given", ["maybe", "2", "tru", "ja"])
def test_a_flag_that_says_neither_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("ACQUIS_X", given)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.flag("ACQUIS_X", default=False)
    assert str(refusal.value) == f"ACQUIS_X must be 1 or 0, not {given!r}."


def test_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.number("ACQUIS_X", default=7) == 7
    monkeypatch.setenv("ACQUIS_X", " 12 ")
    assert environment.number("ACQUIS_X", default=7) == 12


@pytest.mark.parametrize("given", ["", "10MB", "-1", "1.5", "0", "4", "٧"])
def test_what_is_no_number_or_too_small_is_refused(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("ACQUIS_X", given)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.number("ACQUIS_X", default=7, at_least=5)
    assert str(refusal.value) == "ACQUIS_X must be a whole number from 5 up."


@pytest.mark.parametrize(
    ("given", "read"),
    [
        pytest.param(
            "postgres://acquis:s3cret@db.example:6432/acquis",
            ("django.db.backends.postgresql", "acquis", "db.example", 6432, "acquis", "s3cret"),
            id="postgresql",
        ),
        pytest.param(
            "sqlite:////data/acquis.sqlite3",
            ("django.db.backends.sqlite3", "/data/acquis.sqlite3", "", "", "", ""),
            id="sqlite",
        ),
    ],
)
def test_a_database(
    monkeypatch: pytest.MonkeyPatch, given: str, read: tuple[str | int, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    found = environment.database("sqlite:////default")
    assert tuple(
        found[name] for name in ("ENGINE", "NAME", "HOST", "PORT", "USER", "PASSWORD")
    ) == read  # fmt: skip


@pytest.mark.parametrize(
    "given",
    ["mysql://acquis:s3cret@db.example/acquis", "oracle://acquis:s3cret@db.example/acquis",
     "nonsense", "postgres://acquis:s3cret@db.example", "s3cret://"],
)  # fmt: skip
def test_no_database_of_ours_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    assert refusal_of(environment.database, monkeypatch, "DATABASE_URL", given) == (
        "DATABASE_URL must be postgres://user:password@host/name, or sqlite:////folder/file."
    )


@pytest.mark.parametrize(
    "given",
    ["", "https://mail.example", "smtp+tls://u:s3cret@mail.example:port", "mail.example:25"],
)
def test_no_mail_server_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    assert refusal_of(environment.mail_server, monkeypatch, "EMAIL_URL", given) == (
        "EMAIL_URL must name the mail server, for example "
        "smtp+tls://user:password@mail.example.org:587. People sign in with codes sent by mail."
    )


def test_a_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://acquis:s3cret@mail.example:587")
    found = environment.mail_server("")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == (
        "mail.example", 587, True,
    )  # fmt: skip


def refusal_of(reader: Any, monkeypatch: pytest.MonkeyPatch, name: str, given: str) -> str:
    monkeypatch.setenv(name, given)
    with pytest.raises(ImproperlyConfigured) as refusal:
        reader("")
    assert refusal.value.__cause__ is None
    return str(refusal.value)
