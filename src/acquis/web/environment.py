"""Typed readers of the environment. What cannot be read as its type is refused, by its name."""

import json
from contextlib import suppress
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

_SCHEMES = ("postgres://", "postgresql://", "sqlite://")
_ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
# What django-anymail speaks to, by the names of its modules.
_MAIL_SERVICES = (
    "amazon_ses", "brevo", "mailersend", "mailgun", "mailjet", "mailtrap", "mandrill", "postal",
    "postmark", "resend", "scaleway", "sendgrid", "sparkpost", "unisender_go",
)  # fmt: skip
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def flag(name: str, *, default: bool) -> bool:
    given: str = env.str(name, default="1" if default else "0").strip().lower()
    if given not in _YES | _NO:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {given!r}.")
    return given in _YES


def number(name: str, *, default: int, at_least: int = 1) -> int:
    given: str = env.str(name, default=str(default)).strip()
    if not given.isascii() or not given.isdigit() or int(given) < at_least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {at_least} up.")
    return int(given)


def database(default: str) -> dict[str, Any]:
    """`DATABASE_URL` as Django wants it. The address is never repeated: it holds a password."""
    found: dict[str, Any] = {}
    # django-environ warns of a scheme it does not know, and repeats what follows it.
    if env.str("DATABASE_URL", default=default).startswith(_SCHEMES):
        with suppress(ImproperlyConfigured, KeyError, ValueError):
            found = env.db_url("DATABASE_URL", default=default)
    if found.get("ENGINE") not in _ENGINES or not found.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL must be postgres://user:password@host/name, or sqlite:////folder/file."
        )
    return found


# Both sides notice within about a minute and a half that the other one's machine is gone: else a
# lock that it held would stay for hours.
_ALIVE = {"keepalives": 1, "keepalives_idle": 60, "keepalives_interval": 10, "keepalives_count": 3}
_SERVER_ALIVE = {
    "tcp_keepalives_idle": 60, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3,
}  # fmt: skip


def postgresql_options(statement: str, idle: str, *, given: dict[str, Any]) -> dict[str, Any]:
    """Psycopg's parameters: those of the address (`?sslmode=require`), and how long to wait.

    `statement` and `idle` name the settings that limit a statement and an idle transaction, in
    seconds. Zero for both sends the server no parameters at all, which suits a PgBouncer
    that takes none.
    """
    limits = {
        "statement_timeout": number(statement, default=60, at_least=0),
        "idle_in_transaction_session_timeout": number(idle, default=120, at_least=0),
    }
    found = _ALIVE | {"connect_timeout": 10} | given
    if any(limits.values()):
        parameters = _SERVER_ALIVE | {name: seconds * 1000 for name, seconds in limits.items()}
        ours = " ".join(f"-c {name}={value}" for name, value in parameters.items())
        found["options"] = f"{ours} {given.get('options', '')}".strip()
    return found


def mail_server(default: str) -> dict[str, Any]:
    """`EMAIL_URL` as Django wants it. The address is never repeated: it holds a password."""
    try:
        found: dict[str, Any] = env.email_url("EMAIL_URL", default=default)
    except (ImproperlyConfigured, KeyError, ValueError):
        found = {}
    if not found.get("EMAIL_BACKEND"):
        raise ImproperlyConfigured(
            "EMAIL_URL must name the mail server, for example "
            "smtp+tls://user:password@mail.example.org:587. People sign in with codes sent by mail."
        )
    return found


def mail_service(name: str, settings: str) -> tuple[str, dict[str, Any]]:
    """A mail service to send through instead of SMTP, and django-anymail's settings for it.

    The settings are never repeated: they hold keys.
    """
    service: str = env.str(name, default="").strip().lower()
    if not service:
        return "", {}
    if service not in _MAIL_SERVICES:
        raise ImproperlyConfigured(
            f"{name} must be one of {', '.join(_MAIL_SERVICES)}, not {service!r}."
        )
    try:
        found = json.loads(env.str(settings, default="{}"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ImproperlyConfigured(
            f"{settings} must be a JSON object with django-anymail's settings, "
            'for example {"POSTMARK_SERVER_TOKEN": "...", "WEBHOOK_SECRET": "name:password"}.'
        )
    return service, found
