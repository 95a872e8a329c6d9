"""The web process under load: large files pass through it, and connections come back."""

import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.running import Running
from tests.web.operations.installation import (
    BEHIND_TLS,
    HOST,
    METRICS_TOKEN,
    Installation,
    installed,
)

pytestmark = pytest.mark.integration

SIZE = 64 * 1024 * 1024
# What the process may grow by while the file passes: buffers, not files.
MAY_GROW = 24 * 1024 * 1024
POOL = 8


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("installation")
    with installed(folder, ACQUIS_EVIDENCE_MAX_BYTES=str(2 * SIZE)) as found:
        found.prepare()
        yield found


@pytest.fixture(scope="module")
def server(installation: Installation) -> Iterator[Running]:
    with installation.serving() as found:
        yield found


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    headers = BEHIND_TLS | {"Referer": f"https://{HOST}/"}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=60) as found:
        yield found


def web_process(server: Running) -> Path:
    """gunicorn's one child, which answers."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    [child] = children.read_text().split()
    return Path("/proc") / child


def peak(process: Path) -> int:
    """The most memory that the process has had since `forget_peak`, in bytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", (process / "status").read_text())
    assert found is not None
    return int(found[1]) * 1024


def forget_peak(process: Path) -> int:
    (process / "clear_refs").write_text("5")
    return peak(process)


@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="needs Linux")
def test_a_large_film_passes_in_and_out_with_flat_memory(
    installation: Installation, server: Running, client: httpx.Client, tmp_path: Path
) -> None:
    entered = json.loads(installation.run_module("enter"))
    client.headers["Cookie"] = entered["cookie"]
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.write(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")
        file.truncate(SIZE)
    page = client.get(entered["path"])
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    cookies = "; ".join(value.partition(";")[0] for value in
                        page.headers.get_list("set-cookie"))  # fmt: skip
    client.headers["Cookie"] = f"{entered['cookie']}; {cookies}"
    process = web_process(server)
    assert token is not None

    before = forget_peak(process)
    with film.open("rb") as file:
        sent = client.post(
            entered["path"],
            data={"csrfmiddlewaretoken": token[1], "name": "Zoé", "email": entered["email"],
                  "statement": "Un film."},
            files={"files": ("film.mp4", file, "video/mp4")},
        )  # fmt: skip
    assert sent.status_code == 302, sent.text
    grown_in = peak(process) - before

    address = re.search(r'href="(/evidence/[\w-]+/)"', client.get(sent.headers["location"]).text)
    assert address is not None
    before, length = forget_peak(process), 0
    with client.stream("GET", address[1]) as answer:
        for piece in answer.iter_raw():
            length += len(piece)
    grown_out = peak(process) - before
    part = client.get(address[1], headers={"Range": "bytes=4-11"})

    assert (length, part.status_code, part.content) == (SIZE, 206, b"ftypmp42")
    print(f"in: {grown_in / 2**20:.1f} MiB, out: {grown_out / 2**20:.1f} MiB")  # noqa: T201 - measured
    assert (grown_in < MAY_GROW, grown_out < MAY_GROW) == (True, True), (grown_in, grown_out)


def test_connections_to_the_database_come_back(installation: Installation, server: Running) -> None:
    database = installation.environment["DATABASE_URL"]
    if not database.startswith("postgres"):
        pytest.skip("SQLite has no connections to lose")

    def ask(number: int) -> int:
        path = ["/catalog/", "/health/ready", "/nothing/", "/accounts/login/"][number % 4]
        return httpx.get(
            server.url + path, headers=BEHIND_TLS, trust_env=False, timeout=30
        ).status_code

    with ThreadPoolExecutor(max_workers=8) as pool:
        answers = sorted(set(pool.map(ask, range(200))))

    assert answers == [200, 404]
    with psycopg.connect(database) as connection:
        states = connection.execute(
            "SELECT state, count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() GROUP BY state"
        ).fetchall()
    assert dict(states).keys() == {"idle"}
    assert sum(dict(states).values()) <= POOL


def test_several_processes_give_their_figures_together(installation: Installation) -> None:
    with installation.serving(WEB_CONCURRENCY="2") as server:
        for _ in range(20):
            httpx.get(server.url + "/verify/", headers=BEHIND_TLS, trust_env=False)
        text = httpx.get(
            server.url + "/metrics",
            headers={"Authorization": f"Bearer {METRICS_TOKEN}"},
            trust_env=False,
        ).text

    [line] = [
        line
        for line in text.splitlines()
        if line.startswith("django_http_responses_total_by_status_view_method_total{")
        and 'view="passport:verify"' in line
    ]
    assert line.endswith(" 20.0")
