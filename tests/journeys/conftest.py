"""The running product (server, worker, demonstration) and a real browser in front of it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
PICTURES = ROOT / ".cache" / "pictures"
# Pictures are for people: `ACQUIS_PICTURES=1 make test ARGS=tests/journeys`.
PICTURES_WANTED = bool(os.environ.get("ACQUIS_PICTURES"))
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
START_SECONDS = 90
# A page looks the same on every engine: it is looked at on the first.
LOOKS = not os.environ.get("DATABASE_URL", "").startswith("postgres")
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not on this machine (Debian: apt-get install chromium)")
    # Names end here: nothing that a page or the browser itself asks for leaves the machine.
    rules = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", rules, *quiet],
    }


@dataclass
class Product:
    """`acquis demo` as its own processes, with its own data."""

    url: str
    data_dir: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """Ctrl+C, as the person who started it would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=20)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One for the journeys of a file; each of them comes with people of her own."""
    with running_product(tmp_path_factory.mktemp("product") / "data") as found:
        yield found


@contextlib.contextmanager
def running_product(data_dir: Path, **environment: str) -> Iterator[Product]:
    with _database(data_dir) as database:
        port = _free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "acquis.web.cli", "demo"],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "LANG": "C.UTF-8",
                "PORT": str(port),
                "ACQUIS_DATA_DIR": str(data_dir),
                "DATABASE_URL": database,
                **environment,
            },
        )
        started = Product(f"http://localhost:{port}", data_dir, process)
        try:
            _wait_for(started)
            yield started
        finally:
            started.stop()


@contextlib.contextmanager
def _database(data_dir: Path) -> Iterator[str]:
    """A database of the engine that this run is about."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{data_dir / 'journey.sqlite3'}"
        return
    name = f"journey_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _wait_for(product: Product) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if product.process.poll() is not None:
            pytest.fail(f"the product ended at its start with {product.process.returncode}")
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(product.url, trust_env=False).status_code == httpx.codes.OK:
                return
        time.sleep(0.2)
    pytest.fail(f"the product did not answer within {START_SECONDS} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Visitor:
    """One person's browser."""

    page: Page
    url: str

    def open(self, path: str) -> None:
        response = self.page.goto(self.url + path)
        assert response is not None
        assert response.ok, f"{path} answered {response.status}"

    def sign_in(self, email: str, password: str = "acquis-demo") -> None:
        self.open("/accounts/login/")
        self.page.get_by_label("Adresse e-mail").fill(email)
        self.page.get_by_label("Mot de passe").fill(password)
        self.page.get_by_role("button", name="Se connecter", exact=True).click()
        self.page.wait_for_url(self.url + "/home/")

    def look(self, name: str) -> None:
        """Let axe look at the page at both widths; take its pictures where they are wanted."""
        if not LOOKS:
            return
        for kind, (width, height) in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_load_state("load")
            self.page.wait_for_function("!document.querySelector('.htmx-request')")
            overflow = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0, f"{name} is {overflow} px too wide at {width} px"
            if PICTURES_WANTED:
                PICTURES.mkdir(parents=True, exist_ok=True)
                self.page.evaluate("scrollTo(0, 0)")
                self.page.screenshot(path=PICTURES / f"{name}-{kind}.png", full_page=True)
            found = Axe().run(self.page, options=WCAG)
            problems = [
                f"{rule['id']}: {node['html'][:200]} ({node['failureSummary']})"
                for rule in found.response["violations"]
                for node in rule["nodes"]
            ]
            assert problems == [], f"axe on {name} at {width} px"
        width, height = WIDTHS["desktop"]
        self.page.set_viewport_size({"width": width, "height": height})


@pytest.fixture
def visitor(browser: Browser, product: Product) -> Iterator[Callable[..., Visitor]]:
    """Lets a new person come, with a browser that knows nothing yet."""
    contexts = []

    def come(*, locale: str = "fr-FR", theme: str = "light") -> Visitor:
        context = browser.new_context(
            locale=locale,
            timezone_id="Europe/Paris",
            color_scheme=theme,
            accept_downloads=True,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
        return Visitor(page, product.url)

    yield come
    for context in contexts:
        context.close()
