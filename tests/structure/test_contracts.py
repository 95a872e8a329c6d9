"""Each import contract is broken on a copy of the code, and import-linter must say so."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.structure.floors import ROOT, contracts

pytestmark = pytest.mark.unit

# The contract's id, the module that breaks it, and the line that does.
BREACHES = {
    "a lower app imports a higher one": (
        "floors", "modelling/domain/achievements.py", "import acquis.assessing.models"),
    "an app that is placed nowhere": ("floors", "gossip/__init__.py", ""),
    "a model imports a domain": (
        "inside", "modelling/models/achievement.py", "import acquis.modelling.domain.images"),
    "a domain imports a form": (
        "inside", "assessing/domain/judging.py", "import acquis.assessing.forms"),
    "a module that is placed nowhere": ("inside", "people/leftovers.py", ""),
    "the core imports Django": ("credentials-alone", "credentials/issue.py", "import django.utils"),
    "the core imports a socket": ("credentials-alone", "credentials/keys.py", "import socket"),
    "the core imports ours": (
        "credentials-alone", "credentials/keys.py", "import acquis.common.text"),
    "a view uses the core": (
        "credentials-users", "passport/views/holder.py", "import acquis.credentials"),
    "a domain of common uses the core": (
        "credentials-users", "common/domain/files.py", "import acquis.credentials"),
    "an app does cryptography": ("cryptography", "securing/domain/keys.py", "import nacl.signing"),
    "an app does JSON-LD": ("cryptography", "passport/domain/reading.py", "import pyld"),
    "an app opens a connection": ("outgoing", "modelling/domain/images.py", "import httpx"),
    "a domain knows the page library": (
        "domain-no-http", "assessing/domain/judging.py", "import django_htmx"),
    "the fetcher needs Django": ("net-no-django", "common/net/fetcher.py", "import django.conf"),
}  # fmt: skip


def lint(folder: Path, contract: str) -> tuple[int, str]:
    result = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--contract", contract, "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "src",
        tmp_path / "src",
        ignore=shutil.ignore_patterns("__pycache__", "static", "locale", "templates", "*.ttf"),
    )
    return tmp_path


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_found(copy: Path, breach: str) -> None:
    contract, module, line = BREACHES[breach]
    file = copy / "src" / "acquis" / module
    file.parent.mkdir(exist_ok=True)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{before}\n{line}\n", encoding="utf-8")

    code, output = lint(copy, contract)

    assert code == 1, output
    assert "0 kept, 1 broken" in output


def test_every_contract_is_broken_once_and_kept_in_the_code(copy: Path) -> None:
    assert {contract for contract, _module, _line in BREACHES.values()} == {
        contract["id"] for contract in contracts()
    }
    for contract in contracts():
        assert "1 kept, 0 broken" in lint(copy, contract["id"])[1]


def test_no_import_is_exempted() -> None:
    assert [c["id"] for c in contracts() if "ignore_imports" in c] == []
