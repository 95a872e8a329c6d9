"""The commands as an operator starts and stops them: real processes with their own database."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.running import ROOT, SOURCE, free_port

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        "DATABASE_URL" in os.environ,
        reason="these processes have a SQLite of their own: once is enough",
    ),
]

PATIENCE = 60.0
# One award is decided and nobody has signed it yet.
DECIDE = """
from acquis.web.cli import server
server._setup()
from tests import factories
factories.awarded(factories.application(factories.published(factories.organization("boreal"))))
"""
# A worker that has signed, and is about to commit, when it says so.
HESITANT_WORKER = """
import time
from acquis.web.cli import server
server._setup()
from acquis.securing.domain import issuing
sign = issuing._sign
def hesitate(award):
    credential = sign(award)
    print("signed", flush=True)
    time.sleep(600)
    return credential
issuing._sign = hesitate
server.run("worker", [])
"""


def wait_until(true: Callable[[], bool], *, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.1)


@dataclass
class Site:
    """A data folder, and the processes that were started on it."""

    folder: Path
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("ACQUIS_") and name != "DATABASE_URL"
        }
        return kept | {
            "ACQUIS_TESTING": "1",
            "ACQUIS_DATA_DIR": str(self.folder),
            "EMAIL_URL": "dummymail://",
            "PORT": str(self.port),
            "PYTHONPATH": os.pathsep.join([SOURCE, str(ROOT)]),
        }

    def start(self, arguments: Sequence[str], *, alone: bool = False) -> subprocess.Popen[str]:
        """`alone`: in a group of processes of its own."""
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=alone,
        )
        self.processes.append(process)
        return process

    def acquis(self, *arguments: str, alone: bool = False) -> subprocess.Popen[str]:
        return self.start(["-m", "acquis.web.cli", *arguments], alone=alone)

    def run(self, script: str) -> None:
        assert self.start(["-c", script]).wait(timeout=PATIENCE) == 0

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.folder / "acquis.sqlite3", timeout=20) as database:
            found = database.execute(query).fetchall()
        database.close()
        return found

    def signed(self) -> dict[str, int]:
        queries = {
            "credentials": "select count(*) from securing_credential",
            "deliveries": "select count(*) from securing_delivery",
            "mails sent": "select count(*) from common_outgoingmail"
            " where subject like 'Bravo%' and sent_at is not null",
        }
        return {name: int(str(self.rows(query)[0][0])) for name, query in queries.items()}


NOTHING = {"credentials": 0, "deliveries": 0, "mails sent": 0}
ONCE = {"credentials": 1, "deliveries": 1, "mails sent": 1}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    found = Site(tmp_path)
    try:
        assert found.acquis("manage", "migrate", "--verbosity", "0").wait(timeout=PATIENCE) == 0
        yield found
    finally:
        for process in found.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def children_of(process: subprocess.Popen[str]) -> list[int]:
    pid = process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def answers(site: Site) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{site.port}/verify/").status_code == 200
    except httpx.TransportError:
        return False


def test_a_worker_signs_what_waited_for_it_and_stops_when_told(site: Site) -> None:
    site.run(DECIDE)
    assert site.signed() == NOTHING

    worker = site.acquis("worker")
    wait_until(lambda: site.signed() == ONCE, what="the badge is signed and its mail sent")
    worker.terminate()

    assert worker.wait(timeout=PATIENCE) == 0


def test_a_worker_signs_what_is_decided_while_it_runs(site: Site) -> None:
    worker = site.acquis("worker")

    site.run(DECIDE)

    wait_until(lambda: site.signed() == ONCE, what="the badge is signed and its mail sent")
    assert worker.poll() is None


def test_a_worker_killed_between_award_and_signature_loses_nothing(site: Site) -> None:
    site.run(DECIDE)
    first = site.start(["-c", HESITANT_WORKER])
    assert first.stdout is not None
    assert first.stdout.readline() == "signed\n"

    first.kill()
    first.wait()
    assert site.signed() == NOTHING
    second = site.acquis("worker")

    wait_until(lambda: site.signed() == ONCE, what="another worker signs")
    second.terminate()
    assert second.wait(timeout=PATIENCE) == 0
    assert site.signed() == ONCE
    assert site.rows("select name, delivered_at is null from common_eventrecord order by id")[
        0
    ] == ("assessing.award_decided", 0)


def test_serve_runs_a_server_and_a_worker_and_ends_both_when_told(site: Site) -> None:
    serve = site.acquis("serve")
    wait_until(lambda: answers(site), what="the server answers")
    site.run(DECIDE)
    wait_until(lambda: site.signed() == ONCE, what="the worker beside the server signs")
    children = children_of(serve)
    assert len(children) == 2

    serve.terminate()
    assert serve.wait(timeout=PATIENCE) == 0

    wait_until(lambda: not any(map(lives, children)), what="the children end")
    assert not answers(site)


@pytest.mark.parametrize(
    ("seconds", "number"),
    [(0.0, signal.SIGTERM), (0.5, signal.SIGTERM), (1.5, signal.SIGTERM), (1.5, signal.SIGINT)],
)
def test_serve_told_to_end_right_after_its_start_leaves_nothing_behind(
    site: Site, seconds: float, number: signal.Signals
) -> None:
    serve = site.acquis("serve", alone=True)
    time.sleep(seconds)

    os.kill(serve.pid, number)

    # Before it has heard of signals Python itself ends, without a child.
    ends = {0, -number, 130 if number == signal.SIGINT else 0, 1 if number == signal.SIGINT else 0}
    assert serve.wait(timeout=PATIENCE) in ends
    wait_until(lambda: group_is_empty(serve.pid), what="all that it started ends")


HELD_UP = """
import os, signal, subprocess, sys
from acquis.web.cli import server
start = subprocess.Popen
def told_meanwhile(*arguments, **more):
    child = start(*arguments, **more)
    os.kill(os.getpid(), signal.SIGTERM)  # before the caller has heard of the child
    return child
subprocess.Popen = told_meanwhile
sys.exit(server.run("serve", []))
"""


def test_serve_told_to_end_while_it_starts_a_child_ends_that_child_too(site: Site) -> None:
    serve = site.start(["-c", HELD_UP], alone=True)
    assert serve.wait(timeout=PATIENCE) == 0
    assert group_is_empty(serve.pid)


def group_is_empty(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("which", ["worker", "web"])
def test_serve_ends_when_one_of_the_two_dies(site: Site, which: str) -> None:
    serve = site.acquis("serve")
    wait_until(lambda: answers(site), what="the server answers")
    children = children_of(serve)
    [victim] = [pid for pid in children if ("worker" in command_of(pid)) == (which == "worker")]

    os.kill(victim, signal.SIGKILL)

    assert serve.wait(timeout=PATIENCE) != 0
    wait_until(lambda: not any(map(lives, children)), what="the other one ends")


def test_manage_is_django_s_own_command(site: Site) -> None:
    command = site.acquis("manage", "check")

    assert command.stdout is not None
    assert command.stdout.read() == "System check identified no issues (0 silenced).\n"
    assert command.wait(timeout=PATIENCE) == 0
