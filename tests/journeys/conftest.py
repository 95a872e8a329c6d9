"""The running product (server, worker, demonstration) and a real browser in front of it."""

import contextlib
import fcntl
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.running import (
    ROOT,
    Running,
    create_database,
    drop_database,
    environment,
    new_database,
    on_postgres,
    running,
)

# Nobody listens there: every request comes through a product's own port.
PUBLIC = "http://localhost:48000"
CHROMIUM = shutil.which("chromium")
PICTURES = ROOT / ".cache" / "pictures"
# Pictures are for people: `ACQUIS_PICTURES=1 make test ARGS=tests/journeys`.
PICTURES_WANTED = bool(os.environ.get("ACQUIS_PICTURES"))
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
# A page looks the same on every engine: it is looked at on the first.
LOOKS = not on_postgres()
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


@dataclass(frozen=True)
class Demonstration:
    """What `acquis demo` has built, and nobody is using: each product starts from a copy."""

    data_dir: Path
    database: str


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Built once in a run, by whichever process of the tests comes first."""
    base = tmp_path_factory.getbasetemp()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    folder = (base.parent if worker else base) / "demonstration"
    folder.mkdir(exist_ok=True)
    mine = folder / f"user-{worker}"
    with _alone(folder):
        if not (folder / "database").exists():
            _build(folder)
        mine.touch()
    yield Demonstration(folder / "data", (folder / "database").read_text(encoding="utf-8"))
    with _alone(folder):
        mine.unlink()
        if not list(folder.glob("user-*")):
            drop_database((folder / "database").read_text(encoding="utf-8"))
            (folder / "database").unlink()
            shutil.rmtree(folder / "data")


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(folder: Path) -> None:
    """`acquis demo` itself, until it answers, and then Ctrl+C, as whoever tries it would."""
    data_dir = folder / "data"
    data_dir.mkdir()
    database = create_database(data_dir)
    with running("demo", environment(data_dir, database, ACQUIS_BASE_URL=PUBLIC)) as found:
        found.stop(signal.SIGINT)
    (folder / "database").write_text(database, encoding="utf-8")


@dataclass
class Product:
    """The product as its own processes, with its own data.

    It answers at a port of its own and is known by one address to all: the demonstration's badges
    name their issuers by it. Whoever comes to it does so as through a proxy.
    """

    server: Running
    url: str = PUBLIC

    @property
    def proxy(self) -> str:
        return self.server.url

    def get(self, path: str, **headers: str) -> httpx.Response:
        """As another system asks, with no cookie."""
        url = self.url + path
        return httpx.get(url, headers=headers, proxy=self.proxy, trust_env=False)

    def stop(self) -> None:
        self.server.stop()


@pytest.fixture(scope="module")
def product(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """One for the journeys of a file; each of them comes with people of her own."""
    with running_product(demonstration, tmp_path_factory.mktemp("product") / "data") as found:
        yield found


@contextlib.contextmanager
def running_product(demonstration: Demonstration, data_dir: Path, **more: str) -> Iterator[Product]:
    shutil.copytree(demonstration.data_dir, data_dir)
    with new_database(data_dir, like=demonstration.database) as database:
        env = environment(data_dir, database, ACQUIS_DEMO="1", ACQUIS_BASE_URL=PUBLIC, **more)
        with running("serve", env) as server:
            yield Product(server)


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
            # Not a function that waits in the page: its policy lets nothing be evaluated there.
            expect(self.page.locator(".htmx-request")).to_have_count(0)
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

    def come(*, locale: str = "fr-FR", theme: str = "light", scripts: bool = True) -> Visitor:
        context = browser.new_context(
            proxy={"server": product.proxy},
            java_script_enabled=scripts,
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
