"""What `pip install acquis` gives to somebody who runs no server: a library and one command."""

import json
import resource
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from acquis.credentials import Profile, Verdict, bake_png, examine, extract, issue
from tests.credentials import samples

pytestmark = [pytest.mark.integration, pytest.mark.no_database]

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 0.3
ALWAYS = datetime(2020, 1, 1, tzinfo=UTC)
BADGE = bake_png(
    samples.PNG,
    issue(
        samples.credential(
            issuer=Profile(id=samples.DID_KEY, name="Campus Élan"),
            valid_from=ALWAYS,
            valid_until=None,
        ),
        samples.DID_KEY_SIGNER,
        created=ALWAYS,
    ),
)


def uv(*arguments: str | Path) -> str:
    """Runs uv on what it has already fetched; only if that is not enough, on the registry."""
    program = ROOT / ".tools" / "bin" / "uv"
    command = [str(program) if program.exists() else shutil.which("uv") or "uv"]
    for offline in (["--offline"], []):
        done = subprocess.run(
            [*command, *offline, *arguments], capture_output=True, text=True, check=False, cwd=ROOT
        )
        if done.returncode == 0:
            return done.stdout
    raise AssertionError(done.stderr)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel and what it needs, and no more."""
    folder = tmp_path_factory.mktemp("bare")
    uv("build", "--quiet", "--wheel", "--out-dir", folder / "dist")
    (wheel,) = (folder / "dist").glob("*.whl")
    uv("venv", "--quiet", folder / "venv")
    programs = folder / "venv" / "bin"
    uv(
        *("pip", "install", "--quiet", "--compile-bytecode", "--python", programs / "python"),
        *("--constraint", ROOT / "requirements.lock", wheel),
    )
    return programs


def run(programs: Path, *arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    done = subprocess.run(
        [programs / "acquis", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=programs,  # far from the sources
        env={"PYTHONUTF8": "1", "LANG": "fr_FR.UTF-8"},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_it_verifies_a_badge(bare: Path) -> None:
    report = examine(extract(BADGE), now=datetime.now(tz=UTC))
    assert report.verdict == Verdict.VALID
    code, output, errors = run(bare, "verify", "-", "--offline", "--json", stdin=BADGE)
    assert (code, json.loads(output), errors) == (0, report.to_json(), "")


def test_it_speaks_french(bare: Path) -> None:
    code, output, errors = run(bare, "verify", "-", "--offline", stdin=BADGE)
    assert (code, errors) == (0, "")
    assert output.splitlines()[0] == "VALIDE : ce badge est authentique."


def test_it_looks_keys_up_and_not_at_addresses_that_are_not_public(bare: Path) -> None:
    issuer = Profile(id="did:web:localhost%3A8443", name="Campus")
    signer = samples.LocalSigner(samples.SEED, f"{issuer.id}#key-1")
    document = issue(
        samples.credential(issuer=issuer, valid_from=ALWAYS), signer, created=samples.ISSUED
    )
    code, output, _ = run(bare, "verify", "-", "--json", "--lang", "en", stdin=document)
    url = "https://localhost:8443/.well-known/did.json"
    (key,) = [check for check in json.loads(output)["checks"] if check["check"] == "issuer_key"]
    assert (code, key["text"]) == (
        2,
        f"The issuer's keys could not be looked up: {url} could not be fetched: "
        "localhost is not a public address.",
    )


def test_nothing_of_the_server_is_installed(bare: Path) -> None:
    listed = json.loads(uv("pip", "list", "--format", "json", "--python", bare / "python"))
    names = {package["name"] for package in listed}
    assert names >= {"acquis", "httpx", "pyld", "pynacl"}
    assert {name for name in names if name.startswith(("django", "gunicorn", "psycopg"))} == set()


def test_it_starts_at_once(bare: Path) -> None:
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert run(bare, "verify", "--help")[0] == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < START_SECONDS
