"""An installation as an operator makes it: production settings, its own data, its own processes."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psycopg
import pytest

SOURCE = str(Path(__file__).resolve().parents[3] / "src")
HOST = "badges.example.org"
SECRETS = {
    "ACQUIS_SECRET_KEY": "a-secret-of-the-web-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ACQUIS_KEY_ENCRYPTION_KEY": "a-secret-of-the-keys-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
METRICS_TOKEN = "a-token-of-monitoring-0123456789-ABCDEF"
BEHIND_TLS = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


@contextlib.contextmanager
def new_database(folder: Path) -> Iterator[str]:
    """An empty database of the engine that this run is about."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / 'acquis.sqlite3'}"
        return
    name = f"installation_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@dataclass
class Server:
    """A running process and what it has written on standard error so far."""

    url: str
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def read(self, stream: IO[str]) -> None:
        for line in stream:
            self.lines.append(line.rstrip("\n"))

    def entries(self) -> list[dict[str, Any]]:
        """Every line as JSON; a line that is none fails."""
        return [json.loads(line) for line in self.lines]

    def requests(self) -> list[dict[str, Any]]:
        return [entry for entry in self.entries() if entry["event"] == "request"]


@dataclass
class Installation:
    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "acquis.web.cli", *arguments],
            env=self.environment | environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def run_module(self, name: str) -> str:
        """A module of these tests in a process of its own, as on a second machine."""
        result = subprocess.run(
            [sys.executable, "-m", f"tests.web.operations.{name}"],
            env=self.environment
            | {
                "PYTHONPATH": f"{SOURCE}{os.pathsep}{Path(SOURCE).parent}",
                "DJANGO_SETTINGS_MODULE": "acquis.web.settings",
            },
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def prepare(self) -> None:
        for command in (["migrate", "-v0"], ["collectstatic", "--no-input", "-v0"]):
            result = self.run("manage", *command)
            assert result.returncode == 0, result.stderr

    @contextlib.contextmanager
    def serving(self, command: str = "web", **environment: str) -> Iterator[Server]:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "acquis.web.cli", command],
            env=self.environment | environment | {"PORT": str(port)},
            cwd=self.folder,
            stderr=subprocess.PIPE,
            text=True,
        )
        server = Server(f"http://127.0.0.1:{port}", process)
        assert process.stderr is not None
        reader = threading.Thread(target=server.read, args=[process.stderr], daemon=True)
        reader.start()
        try:
            wait_for(server)
            yield server
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(timeout=40)
            reader.join(timeout=10)
            process.stderr.close()


@contextlib.contextmanager
def installed(folder: Path, **environment: str) -> Iterator[Installation]:
    folder.mkdir(parents=True, exist_ok=True)
    with new_database(folder) as database:
        yield Installation(
            folder,
            {
                "PATH": os.environ["PATH"],
                "LANG": "C.UTF-8",
                "PYTHONPATH": SOURCE,
                "DATABASE_URL": database,
                "ACQUIS_BASE_URL": f"https://{HOST}",
                "ACQUIS_DATA_DIR": str(folder / "data"),
                "ACQUIS_BEHIND_PROXY": "1",
                "ACQUIS_METRICS_TOKEN": METRICS_TOKEN,
                "EMAIL_URL": "smtp://127.0.0.1:1",
            }
            | SECRETS
            | environment,
        )


def wait_for(server: Server) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if server.process.poll() is not None:
            pytest.fail("the server ended at its start: " + "\n".join(server.lines[-20:]))
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(server.url + "/health/live", trust_env=False).is_success:
                return
        time.sleep(0.1)
    pytest.fail("the server did not answer: " + "\n".join(server.lines[-20:]))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
