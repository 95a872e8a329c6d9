"""The repository agrees with itself."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.structure.floors import ROOT

pytestmark = pytest.mark.unit

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINE_LIMIT = 1000


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tracked(*patterns: str) -> list[Path]:
    result = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if result.returncode:
        pytest.skip("this is no git checkout")
    files = [ROOT / name for name in result.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;~! ]", requirement)[0] for requirement in requirements}


def test_every_dependency_says_what_it_is_for() -> None:
    wanted = names(
        PROJECT["project"]["dependencies"]
        + PROJECT["project"]["optional-dependencies"]["server"]
        + PROJECT["dependency-groups"]["dev"]
    )
    said = {
        name
        for line in read("docs/dependencies.md").splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([\w-]+)`", line.split("|")[1])
    }
    assert said == wanted


def test_the_lock_names_no_registry_and_has_a_hash_for_each_package() -> None:
    lock = read("requirements.lock")
    assert "://" not in lock
    packages = re.findall(r"^[\w.-]+==\S+", lock, flags=re.MULTILINE)
    blocks = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]
    assert len(packages) == len(blocks) > 50
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_every_setting_of_the_environment_is_documented() -> None:
    used = set(re.findall(r'"(ACQUIS_[A-Z_]+)"', read("src/acquis/web/settings.py")))
    said = set(re.findall(r"ACQUIS_[A-Z_]+", read("docs/operators.md")))
    assert used - said == set()
    assert said - used == set()


def test_the_readme_shows_its_commands_and_its_picture_exists() -> None:
    text = read("README.md")
    assert [command for command in ("make run", "make test") if command not in text] == []
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_no_file_of_code_has_two_jobs() -> None:
    long = {
        file.relative_to(ROOT).as_posix(): count
        for file in tracked("*.py")
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > LINE_LIMIT
    }
    assert long == {}


def test_decisions_are_numbered_without_a_gap() -> None:
    found = sorted(file.name for file in (ROOT / "docs" / "adr").glob("*.md"))
    assert [int(name[:4]) for name in found] == list(range(1, len(found) + 1))


def test_every_suppression_carries_its_reason() -> None:
    """`# noqa: X - why`, `# type: ignore[x] # why`."""
    bare = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in tracked("src/*.py")
        if "migrations" not in file.parts
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"# noqa(: [A-Z0-9, ]+)?\s*$", line)
        or re.search(r"# type: ignore(\[[\w, -]+\])?\s*$", line)
    ]
    assert bare == []


def test_the_style_sheet_reads_the_templates_of_every_app() -> None:
    """Utilities that only an unread template uses would be missing from the style sheet."""
    read_from = set(
        re.findall(r'@source "([^"]+)/\*\*/\*\.html"', read("src/acquis/web/styles/app.css"))
    )
    there = {
        "../templates" if folder.parent.name == "web" else f"../../{folder.parent.name}/templates"
        for folder in (ROOT / "src" / "acquis").glob("*/templates")
    }
    assert read_from == there
