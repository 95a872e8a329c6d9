"""The product as processes of their own: a database, a port, an environment, and patience."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = str(ROOT / "src")
START_SECONDS = 90
END_SECONDS = 40
LAST_LINES = 20


def on_postgres() -> str:
    """The address of the PostgreSQL that this run is about; empty when it is about SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    return server if server.startswith("postgres") else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def create_database(folder: Path, *, like: str = "") -> str:
    """The address of a new database of the engine that this run is about: empty, or a copy of the
    one at `like`. On SQLite it is a file in the folder, which whoever copies brings along."""
    server = on_postgres()
    if not server:
        return f"sqlite:///{folder / 'acquis.sqlite3'}"
    name = f"acquis_{uuid4().hex[:12]}"
    _execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{_name(like)}"' if like else ""))
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def drop_database(address: str) -> None:
    if on_postgres():
        _execute(f'DROP DATABASE "{_name(address)}" WITH (FORCE)')


@contextlib.contextmanager
def new_database(folder: Path, *, like: str = "") -> Iterator[str]:
    address = create_database(folder, like=like)
    try:
        yield address
    finally:
        drop_database(address)


def _execute(statement: str) -> None:
    with psycopg.connect(on_postgres(), autocommit=True) as connection:
        connection.execute(statement.encode())


def _name(address: str) -> str:
    return urlsplit(address).path[1:]


def environment(data_dir: Path, database: str, **more: str) -> dict[str, str]:
    """Nothing of the tests' own environment but where programs are."""
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": SOURCE,
        "ACQUIS_DATA_DIR": str(data_dir),
        "DATABASE_URL": database,
        **more,
    }


@dataclass
class Running:
    """A process that answers at `url`, and what it has written on standard error so far."""

    url: str
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, trust_env=False)

    def entries(self) -> list[dict[str, Any]]:
        """Every line as JSON; a line that is none fails."""
        return [json.loads(line) for line in self.lines]

    def read(self, stream: IO[str]) -> None:
        for line in stream:
            self.lines.append(line.rstrip("\n"))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(timeout=END_SECONDS)

    def wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                pytest.fail("it ended at its start: " + self.last_words())
            with contextlib.suppress(httpx.TransportError):
                if self.get("/health/live").is_success:
                    return
            time.sleep(0.1)
        pytest.fail(f"it did not answer within {START_SECONDS} s: " + self.last_words())

    def last_words(self) -> str:
        return "\n".join(self.lines[-LAST_LINES:])


@contextlib.contextmanager
def running(command: str, env: Mapping[str, str], *, folder: Path = ROOT) -> Iterator[Running]:
    """`acquis <command>` on a port of its own, until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "acquis.web.cli", command],
        env={**env, "PORT": str(port)},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    found = Running(f"http://127.0.0.1:{port}", process)
    assert process.stderr is not None
    reader = threading.Thread(target=found.read, args=[process.stderr], daemon=True)
    reader.start()
    try:
        found.wait()
        yield found
    finally:
        found.stop()
        reader.join(timeout=10)
        process.stderr.close()
