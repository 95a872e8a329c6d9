"""Copying a whole database out and in, with each engine's own tool."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from acquis.common.tenancy import SYSTEM, scoped
from acquis.web.operations.archive import BackupError


@contextmanager
def copy_out(target: Path) -> Iterator[dict[str, int]]:
    """Copy the database into the file as it is at one moment; gives the number of rows by table.

    Raises:
        BackupError: the engine's tool is not there, or failed.
    """
    if connection.vendor == "postgresql":
        # The dump reads the very snapshot in which the rows are counted.
        with transaction.atomic(), scoped(SYSTEM):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SELECT pg_export_snapshot()")
                snapshot = str(cursor.fetchone()[0])
            rows = count_rows()
            # As the system, the policies show everything; without it, the dump would have gaps.
            _run(
                "pg_dump", "--format=custom", "--no-owner", "--no-acl", "--enable-row-security",
                f"--snapshot={snapshot}", f"--file={target}",
            )  # fmt: skip
        yield rows
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        rows = {
            table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - ours
            for (table,) in copy.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' "
                "AND name NOT LIKE 'sqlite_%' ORDER BY name"
            ).fetchall()
        }
    yield rows


def copy_in(source: Path) -> dict[str, int]:
    """Fill the empty database from the file; gives the number of rows by table.

    Raises:
        BackupError: the engine's tool is not there, or failed; then the database is as before.
    """
    if connection.vendor == "postgresql":
        connection.close()
        _run(
            "pg_restore", "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction",
            f"--dbname={settings.DATABASES['default']['NAME']}", str(source),
        )  # fmt: skip
    else:
        connection.ensure_connection()
        with closing(sqlite3.connect(source)) as copy:
            copy.backup(connection.connection)
        connection.close()
    with scoped(SYSTEM):
        return count_rows()


def demand_empty() -> None:
    """Raises `BackupError` if the database has a table: a restore replaces nothing."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if tables:
        raise BackupError(
            f"The database has {len(tables)} tables. Restore into an empty one: create it anew "
            "(on SQLite, move the file away), and do not migrate it before."
        )


def count_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - ours
            found[table] = int(cursor.fetchone()[0])
        return found


def _run(tool: str, *arguments: str) -> None:
    path = shutil.which(tool)
    if path is None:
        raise BackupError(
            f"{tool} is not on the PATH. Install PostgreSQL's client of the server's version."
        )
    wanted = settings.DATABASES["default"]
    # In the environment and not on the command line, where every user of the machine reads it.
    environment = {
        "PGHOST": str(wanted["HOST"]),
        "PGPORT": str(wanted["PORT"] or 5432),
        "PGUSER": str(wanted["USER"]),
        "PGPASSWORD": str(wanted["PASSWORD"]),
        "PGDATABASE": str(wanted["NAME"]),
        "PGOPTIONS": "-c acquis.system=on",
    }
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "HOME"}}
    result = subprocess.run(  # noqa: S603 - PostgreSQL's own tool
        [path, *arguments],
        env=kept | {name: value for name, value in environment.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise BackupError(f"{tool} failed: {' '.join(result.stderr.split())}")
