"""The settings, read by a process of their own: unsafe ones are refused with the remedy."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.no_database]

SOURCE = str(Path(__file__).resolve().parents[2] / "src")
SECRET, OTHER = "s" * 32, "k" * 32
PRODUCTION = {
    "ACQUIS_SECRET_KEY": SECRET,
    "ACQUIS_KEY_ENCRYPTION_KEY": OTHER,
    "ACQUIS_BASE_URL": "https://badges.example.org",
    "DATABASE_URL": "postgres://acquis@db.example/acquis",
    "EMAIL_URL": "smtp://mail.example",
}
READ = (
    "import json, sys\nfrom acquis.web import settings\n"
    "print(json.dumps({n: getattr(settings, n, None) for n in sys.argv[1:]}, default=str))"
)
BASE_URL_REFUSED = (
    "ACQUIS_BASE_URL must be the public https address of this system, without a path, "
    "for example https://badges.example.org"
)


def start(
    folder: Path, environment: dict[str, str | None], *names: str
) -> subprocess.CompletedProcess[str]:
    clean = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("ACQUIS_", "DATABASE_", "EMAIL_", "PORT", "COV_"))
    }
    wanted = {key: value for key, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", READ, *names],
        env=clean | {"PYTHONPATH": SOURCE} | wanted,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def read(folder: Path, environment: dict[str, str | None], *names: str) -> dict[str, Any]:
    result = start(folder, environment, *names)
    assert (result.returncode, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refusal(folder: Path, environment: dict[str, str | None]) -> str:
    result = start(folder, environment)
    assert (result.returncode, result.stdout) == (1, "")
    error, _colon, message = result.stderr.strip().splitlines()[-1].partition(": ")
    assert error == "django.core.exceptions.ImproperlyConfigured"
    return message


def test_production_is_strict(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        {**PRODUCTION},
        *("DEBUG", "DEMO", "TESTING", "SECRET_KEY", "KEY_ENCRYPTION_KEY", "ALLOWED_HOSTS"),
        *("CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"),
        *("SESSION_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"),
        *("SECURE_PROXY_SSL_HEADER", "EMAIL_BACKEND", "EMAIL_TIMEOUT"),
    ) == {
        "DEBUG": False,
        "DEMO": False,
        "TESTING": False,
        "SECRET_KEY": SECRET,
        "KEY_ENCRYPTION_KEY": OTHER,
        "ALLOWED_HOSTS": ["badges.example.org"],
        "CSRF_TRUSTED_ORIGINS": ["https://badges.example.org"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": None,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_TIMEOUT": 10,
    }
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["ACQUIS_SECRET_KEY", "ACQUIS_KEY_ENCRYPTION_KEY"])
@pytest.mark.parametrize("value", [None, ""], ids=["missing", "empty"])
def test_production_without_a_secret_is_refused(
    tmp_path: Path, name: str, value: str | None
) -> None:
    assert refusal(tmp_path, PRODUCTION | {name: value}) == (
        f"{name} is not set. Make one with `python3 -c 'import secrets; "
        "print(secrets.token_urlsafe(48))'` and keep it where your other secrets are."
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["ACQUIS_SECRET_KEY", "ACQUIS_KEY_ENCRYPTION_KEY"])
@pytest.mark.parametrize("relaxed", [{}, {"ACQUIS_DEMO": "1"}], ids=["production", "demo"])
def test_a_short_secret_is_refused(tmp_path: Path, name: str, relaxed: dict[str, str]) -> None:
    assert refusal(tmp_path, PRODUCTION | relaxed | {name: "x" * 31}) == (
        f"{name} is too short: give at least 32 random characters."
    )


@pytest.mark.parametrize("relaxed", [{}, {"ACQUIS_DEMO": "1"}], ids=["production", "demo"])
def test_one_secret_for_both_uses_is_refused(tmp_path: Path, relaxed: dict[str, str]) -> None:
    assert refusal(tmp_path, PRODUCTION | relaxed | {"ACQUIS_KEY_ENCRYPTION_KEY": SECRET}) == (
        "ACQUIS_KEY_ENCRYPTION_KEY must differ from ACQUIS_SECRET_KEY: "
        "a leak of the web secret must not open the issuers' keys."
    )


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "badges.example.org",
        "http://badges.example.org",
        "http://localhost:8000",
        "ftp://badges.example.org",
        "https://",
        "https://badges.example.org/acquis",
        "https://badges.example.org/acquis/",
        "https://badges.example.org?a=1",
        "https://badges.example.org#a",
        "https://user:password@badges.example.org",
        "//badges.example.org",
    ],
)
def test_a_base_url_that_people_cannot_rely_on_is_refused(tmp_path: Path, url: str | None) -> None:
    assert refusal(tmp_path, PRODUCTION | {"ACQUIS_BASE_URL": url}) == BASE_URL_REFUSED


@pytest.mark.parametrize(
    ("url", "base", "hosts"),
    [
        ("https://badges.example.org/", "https://badges.example.org", ["badges.example.org"]),
        ("https://b.example:8443", "https://b.example:8443", ["b.example"]),
    ],
)
def test_a_slash_at_the_end_and_a_port_are_taken(
    tmp_path: Path, url: str, base: str, hosts: list[str]
) -> None:
    environment = PRODUCTION | {"ACQUIS_BASE_URL": url}
    assert read(tmp_path, environment, "BASE_URL", "ALLOWED_HOSTS") == {
        "BASE_URL": base,
        "ALLOWED_HOSTS": hosts,
    }


@pytest.mark.parametrize("relaxed", ["ACQUIS_DEMO", "ACQUIS_DEBUG", "ACQUIS_TESTING"])
def test_elsewhere_secrets_are_made_and_kept(tmp_path: Path, relaxed: str) -> None:
    names = ("SECRET_KEY", "KEY_ENCRYPTION_KEY", "BASE_URL", "SECURE")
    first = read(tmp_path, {relaxed: "1", "PORT": "8765"}, *names)
    again = read(tmp_path, {relaxed: "1", "PORT": "8765"}, *names)
    assert first == again
    assert (first["BASE_URL"], first["SECURE"]) == ("http://localhost:8765", False)
    assert len({first["SECRET_KEY"], first["KEY_ENCRYPTION_KEY"]}) == 2
    assert min(len(first["SECRET_KEY"]), len(first["KEY_ENCRYPTION_KEY"])) == 64
    kept = sorted((tmp_path / "var").iterdir())
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in kept] == [
        ("acquis_key_encryption_key.secret", 0o600),
        ("acquis_secret_key.secret", 0o600),
    ]


@pytest.mark.parametrize("url", ["localhost:8000", "http://localhost:8000/acquis", "http://"])
def test_elsewhere_too_the_base_url_is_an_address_without_a_path(tmp_path: Path, url: str) -> None:
    assert refusal(tmp_path, {"ACQUIS_DEMO": "1", "ACQUIS_BASE_URL": url}) == BASE_URL_REFUSED


def test_the_demonstration_writes_to_nobody(tmp_path: Path) -> None:
    environment = {"ACQUIS_DEMO": "1", "EMAIL_URL": "smtp://mail.example"}
    assert read(tmp_path, environment, "EMAIL_BACKEND", "DEBUG") == {
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "DEBUG": False,
    }


def test_mail_leaves_by_the_server_that_is_named(tmp_path: Path) -> None:
    environment = PRODUCTION | {
        "EMAIL_URL": "smtp+tls://user:pass@mail.example:587",
        "ACQUIS_EMAIL_TIMEOUT": "3",
    }
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_TIMEOUT", "DEFAULT_FROM_EMAIL")
    assert read(tmp_path, environment, *names) == {
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 587,
        "EMAIL_USE_TLS": True,
        "EMAIL_TIMEOUT": 3,
        "DEFAULT_FROM_EMAIL": "Acquis <no-reply@badges.example.org>",
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"EMAIL_URL": None},
            "EMAIL_URL must name the mail server, for example "
            "smtp+tls://user:password@mail.example.org:587. "
            "People sign in with codes sent by mail.",
        ),
        (
            {"DATABASE_URL": "mysql://u:secret@db.example/acquis"},
            "DATABASE_URL must be postgres://user:password@host/name, or sqlite:////folder/file.",
        ),
        ({"ACQUIS_DEBUG": "perhaps"}, "ACQUIS_DEBUG must be 1 or 0, not 'perhaps'."),
        (
            {"ACQUIS_EMAIL_TIMEOUT": "0"},
            "ACQUIS_EMAIL_TIMEOUT must be a whole number from 1 up.",
        ),
        (
            {"ACQUIS_METRICS_TOKEN": "short"},
            "ACQUIS_METRICS_TOKEN is too short: give at least 32 random characters.",
        ),
    ],
    ids=["no mail server", "other database", "no flag", "no timeout", "short token"],
)
def test_what_cannot_be_read_is_refused_by_its_name(
    tmp_path: Path, changes: dict[str, str | None], message: str
) -> None:
    assert refusal(tmp_path, PRODUCTION | changes) == message


def test_sqlite_is_used_as_it_serves_best(tmp_path: Path) -> None:
    """How PostgreSQL is used, test_postgresql_options says."""
    url = "sqlite:////srv/acquis.sqlite3"
    found = read(tmp_path, PRODUCTION | {"DATABASE_URL": url}, "DATABASES")["DATABASES"]["default"]
    assert (found["ENGINE"], found["OPTIONS"]) == (
        "django.db.backends.sqlite3",
        {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    )


def test_behind_a_proxy_its_word_on_https_is_taken(tmp_path: Path) -> None:
    environment = PRODUCTION | {"ACQUIS_BEHIND_PROXY": "1", "ACQUIS_SSL_REDIRECT": "0"}
    assert read(tmp_path, environment, "SECURE_PROXY_SSL_HEADER", "SECURE_SSL_REDIRECT") == {
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "SECURE_SSL_REDIRECT": False,
    }


def test_pages_run_only_what_the_system_serves(tmp_path: Path) -> None:
    policy = read(tmp_path, {**PRODUCTION}, "CONTENT_SECURITY_POLICY")["CONTENT_SECURITY_POLICY"]
    directives = policy["DIRECTIVES"]
    assert (directives["default-src"], directives["base-uri"]) == (["'none'"], ["'none'"])
    assert directives["frame-ancestors"] == ["'none'"]
    assert "'unsafe-inline'" not in str(directives)
    assert "'unsafe-eval'" not in str(directives)
    assert "*" not in str(directives)
