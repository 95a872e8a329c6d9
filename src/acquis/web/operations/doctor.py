"""`acquis doctor`: is this installation as it must be, and what is to be done if not.

Each check finds something good to say, or raises `Problem` with the remedy. What a driver or a
library raises is a problem too: the doctor examines all parts, however ill one of them is.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import run_checks
from django.core.checks.messages import WARNING
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone

from acquis.common import immutability as immutable
from acquis.common.domain import files, pulse
from acquis.common.enums import JobState
from acquis.common.models import EventRecord, Job, OutgoingMail
from acquis.people.domain import second_factor
from acquis.securing.domain.keys import signer_for
from acquis.securing.enums import KeyStatus
from acquis.securing.errors import KeyUnavailable
from acquis.securing.models import IssuerKey
from acquis.web.operations.health import pending_migrations

DISK_LEFT_AT_LEAST = 1024**3  # bytes
LATE_AFTER = timedelta(minutes=5)
_MANY = 10_000
_START_A_WORKER = "Start `acquis worker`, and let something restart it when it ends."


class Problem(Exception):
    """What is wrong, in one sentence, and the remedy in another."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    check: str
    ok: bool
    message: str
    remedy: str = ""

    def to_json(self) -> dict[str, object]:
        return asdict(self)


def examine() -> Iterator[Finding]:
    """One finding for each check, in an order in which the first problem explains later ones.

    Run it inside the system's scope.
    """
    away = False
    for name, (check, remedy) in CHECKS.items():
        if away and name in _NEED_THE_DATABASE:
            yield Finding(check=name, ok=False, message="Not examined.", remedy=remedy)
            continue
        try:
            yield Finding(check=name, ok=True, message=check())
        except Problem as problem:
            yield Finding(check=name, ok=False, message=problem.message, remedy=problem.remedy)
        except Exception as error:  # noqa: BLE001 - whatever a driver raises is the finding
            said = f"{type(error).__name__}: {str(error).strip() or 'no reason given'}"
            yield Finding(check=name, ok=False, message=" ".join(said.split()), remedy=remedy)
            away = away or name == "database"  # each of the others would wait for it in vain


def configuration() -> str:
    loose = [name for name in ("DEMO", "DEBUG", "TESTING") if getattr(settings, name)]
    if loose:
        names = ", ".join(f"ACQUIS_{name}" for name in loose)
        raise Problem(f"{names} is set: this is not for others.", f"Unset {names}.")
    found = [item for item in run_checks(include_deployment_checks=True) if item.level >= WARNING]
    if found:
        raise Problem(
            "; ".join(f"{item.id}: {item.msg}" for item in found),
            "Correct the settings named; docs/operators.md has the table.",
        )
    return "read, typed and safe"


def base_url() -> str:
    parts = urlsplit(settings.BASE_URL)
    if parts.scheme != "https":
        raise Problem(
            f"{settings.BASE_URL} is not https: issuers' did:web identifiers need it.",
            "Set ACQUIS_BASE_URL to the public https address.",
        )
    if parts.hostname not in settings.ALLOWED_HOSTS:
        raise Problem(
            f"{parts.hostname} is not among ACQUIS_ALLOWED_HOSTS.",
            "Add it, or leave ACQUIS_ALLOWED_HOSTS unset.",
        )
    if not settings.BEHIND_PROXY and settings.SECURE_SSL_REDIRECT:
        raise Problem(
            "The web process has no TLS and trusts no proxy: it would redirect for ever.",
            "Put a proxy with TLS in front of it and set ACQUIS_BEHIND_PROXY=1.",
        )
    return settings.BASE_URL


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if _is_postgresql() else "SELECT sqlite_version()")
        version = str(cursor.fetchone()[0]).split(" on ")[0]
    return version if _is_postgresql() else f"SQLite {version}; for others, use PostgreSQL"


def migrations() -> str:
    lacking = pending_migrations()
    if lacking:
        raise Problem(
            f"{len(lacking)} migrations are not applied, the first is {lacking[0]}.",
            "Run `acquis manage migrate`.",
        )
    return "all applied"


def row_security() -> str:
    """The second wall between tenants stands only if the role cannot step over it."""
    if not _is_postgresql():
        return "SQLite has none: the managers alone keep tenants apart"
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        superuser, bypasses = cursor.fetchone()
        cursor.execute(
            "SELECT relname, relforcerowsecurity FROM pg_class WHERE relrowsecurity "
            "AND relnamespace = current_schema()::regnamespace ORDER BY relname"
        )
        tables = dict(cursor.fetchall())
    if superuser or bypasses:
        what = "is superuser" if superuser else "has BYPASSRLS"
        raise Problem(
            f"The database's role {what}: row-level security does not bind it.",
            "Give the system a role of its own: CREATE ROLE acquis LOGIN NOSUPERUSER NOBYPASSRLS, "
            "owner of its database.",
        )
    unforced = [name for name, forced in tables.items() if not forced]
    if unforced or not tables:
        raise Problem(
            f"Row-level security is not forced on {', '.join(unforced) or 'any table'}.",
            "Run `acquis manage migrate`; if that says nothing, restore the table's definition.",
        )
    return f"forced on {len(tables)} tables, and the role is bound by it"


def immutability() -> str:
    """The second wall around what is decided stands only as long as its triggers are there."""
    lacking = immutable.missing(connection)
    if lacking:
        raise Problem(
            f"{len(lacking)} triggers that protect what is decided are gone, the first is "
            f"{lacking[0]}.",
            "Look for who took them away and what was changed meanwhile (`acquis audit`), then "
            "restore the tables' definitions from a backup.",
        )
    return "its triggers are there"


def mail() -> str:
    """Connects and, where there is a password, signs in; sends nothing."""
    if settings.MAIL_SERVICE:
        return f"through {settings.MAIL_SERVICE}, which only a letter can examine"
    server: Any = get_connection()
    if not hasattr(server, "open") or not getattr(server, "host", ""):
        raise Problem(
            f"Mail goes to {type(server).__module__}, not to a server.",
            "Set EMAIL_URL, for example smtp+tls://user:password@mail.example.org:587",
        )
    server.open()
    server.close()
    secured = server.use_tls or server.use_ssl
    return f"{server.host}:{server.port} answers, {'with' if secured else 'without'} TLS"


def storage() -> str:
    files.probe()
    return f"bucket {settings.FILES_BUCKET}" if settings.FILES_BUCKET else str(settings.MEDIA_ROOT)


def stored_files() -> str:
    lost = list(islice(files.missing(), _MANY))
    if lost:
        raise Problem(
            f"{len(lost)} files that rows refer to are not in the store, the first is {lost[0]}.",
            "Restore them from a backup of the same time as the database.",
        )
    kept = list(islice(files.orphans(), _MANY))
    if kept:
        raise Problem(
            f"{len(kept)} stored files belong to no row.",
            "List them with `acquis manage orphans`; with --delete they go.",
        )
    return "every file has its row, and every row its file"


def keys() -> str:
    active = IssuerKey.objects.filter(status=KeyStatus.ACTIVE).select_related("profile")
    closed = []
    for key in active.iterator():
        try:
            signer_for(key)
        except KeyUnavailable:
            closed.append(key.verification_method)
    if closed:
        raise Problem(
            f"{len(closed)} issuers' keys do not open, the first is {closed[0]}.",
            "Start with the ACQUIS_KEY_ENCRYPTION_KEY under which they were sealed; if it is lost, "
            "rotate these keys: what they signed stays valid.",
        )
    return f"{active.count()} open"


def second_factors() -> str:
    closed = second_factor.closed()
    if closed:
        raise Problem(
            f"{len(closed)} second factors (authenticator apps, recovery codes) do not open.",
            "Start with the ACQUIS_KEY_ENCRYPTION_KEY under which they were sealed; if it is lost, "
            "`acquis manage second_factors --remove-closed` lets these people set them up again.",
        )
    lying_open = second_factor.unsealed()
    if lying_open:
        raise Problem(
            f"{len(lying_open)} second factors lie open in the database.",
            "Run `acquis manage second_factors --seal`.",
        )
    return "sealed, and each opens"


def static_files() -> str:
    root = settings.STATIC_ROOT
    if root is None:
        return "served from where they lie"
    if not (Path(root) / "staticfiles.json").is_file():
        raise Problem(
            f"They are not collected in {root}.",
            "Run `acquis manage collectstatic --no-input`.",
        )
    return f"collected in {root}"


def worker() -> str:
    """What has been due for long, and was never tried, shows that nobody does it; so does the
    silence of all workers."""
    due_before = timezone.now() - LATE_AFTER
    events = EventRecord.objects.filter(delivered_at=None)
    late = {
        "events": events.filter(attempts=0, next_attempt_at__lt=due_before).count(),
        "letters": OutgoingMail.objects.filter(
            sent_at=None, attempts=0, next_attempt_at__lt=due_before
        ).count(),
        "jobs": Job.objects.filter(
            state=JobState.QUEUED, attempts=0, due_at__lt=due_before
        ).count(),
    }
    if any(late.values()):
        said = ", ".join(f"{count} {name}" for name, count in late.items() if count)
        raise Problem(
            f"{said} have been waiting for more than {LATE_AFTER.seconds // 60} minutes.",
            _START_A_WORKER,
        )
    if pulse.is_away():
        last = pulse.last_beat()
        said = f"since {last:%Y-%m-%d %H:%M:%S %Z}" if last else "for a day, or it was stopped"
        raise Problem(f"No worker has been heard of {said}.", _START_A_WORKER)
    return "nothing is late, and a worker lives"


def disk_space() -> str:
    folder = settings.DATA_DIR
    while not folder.exists():
        folder = folder.parent
    left = shutil.disk_usage(folder).free
    said = f"{left / 1024**3:.1f} GiB left for {settings.DATA_DIR}"
    if left < DISK_LEFT_AT_LEAST:
        raise Problem(said, "Make room, or move ACQUIS_DATA_DIR to a larger disk.")
    return said


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


# For each: what to do when it ends in an error that is not ours.
CHECKS: dict[str, tuple[Callable[[], str], str]] = {
    "configuration": (configuration, "Correct the settings; docs/operators.md has the table."),
    "base URL": (base_url, "Correct ACQUIS_BASE_URL."),
    "database": (database, "Start the database, or correct DATABASE_URL."),
    "migrations": (migrations, "Look at the database first."),
    "row security": (row_security, "Look at the database first."),
    "immutability": (immutability, "Look at the database first."),
    "mail": (mail, "Correct EMAIL_URL: host, port, TLS, user and password."),
    "storage": (storage, "Let this user write there, or correct ACQUIS_FILES_*."),
    "stored files": (stored_files, "Look at the store and the database first."),
    "keys": (keys, "Look at the database first."),
    "second factors": (second_factors, "Look at the database first."),
    "static files": (static_files, "Run `acquis manage collectstatic --no-input`."),
    "worker": (worker, "Look at the database first."),
    "disk space": (disk_space, "Let this user see ACQUIS_DATA_DIR."),
}
_NEED_THE_DATABASE = {
    "migrations",
    "row security",
    "immutability",
    "stored files",
    "keys",
    "second factors",
    "worker",
}
