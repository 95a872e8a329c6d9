"""An installation as an operator makes it: production settings, its own data, its own processes."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.running import SOURCE, Running, environment, new_database, running

HOST = "badges.example.org"
SECRETS = {
    "ACQUIS_SECRET_KEY": "a-secret-of-the-web-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ACQUIS_KEY_ENCRYPTION_KEY": "a-secret-of-the-keys-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
METRICS_TOKEN = "a-token-of-monitoring-0123456789-ABCDEF"
BEHIND_TLS = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


def requests(server: Running) -> list[dict[str, Any]]:
    """What its log says of each request."""
    return [entry for entry in server.entries() if entry["event"] == "request"]


@dataclass
class Installation:
    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "acquis.web.cli", *arguments],
            env=self.environment | more,
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

    def serving(
        self, command: str = "web", **more: str
    ) -> contextlib.AbstractContextManager[Running]:
        return running(command, self.environment | more, folder=self.folder)


@contextlib.contextmanager
def installed(folder: Path, **more: str) -> Iterator[Installation]:
    folder.mkdir(parents=True, exist_ok=True)
    with new_database(folder) as database:
        yield Installation(
            folder,
            environment(
                folder / "data",
                database,
                ACQUIS_BASE_URL=f"https://{HOST}",
                ACQUIS_BEHIND_PROXY="1",
                ACQUIS_METRICS_TOKEN=METRICS_TOKEN,
                EMAIL_URL="smtp://127.0.0.1:1",
            )
            | SECRETS
            | more,
        )
