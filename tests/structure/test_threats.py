"""What docs/security/threats.md promises is tested by tests that exist."""

import ast
import re

import pytest

from tests.structure.floors import ROOT

pytestmark = pytest.mark.unit

PAGE = (ROOT / "docs" / "security" / "threats.md").read_text(encoding="utf-8")
ROOMS = ["credentials", "common", "people", "organizations", "modelling", "assessing", "securing",
         "passport", "web and operations"]  # fmt: skip
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def missing(page: str) -> list[str]:
    found = []
    for path, name in NAMED.findall(page):
        file = ROOT / path
        source = file.read_text(encoding="utf-8") if file.is_file() else ""
        functions = {
            node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)
        }
        if name not in functions:
            found.append(f"{path}::{name}")
    return found


def threats() -> list[str]:
    return [
        line
        for line in PAGE.splitlines()
        if line.startswith("| ") and not line.startswith(("| who wants", "| ---"))
    ]


def test_every_named_test_exists() -> None:
    assert missing(PAGE) == []


def test_every_threat_names_a_test() -> None:
    assert [line for line in threats() if not NAMED.search(line)] == []
    assert len(threats()) > 40


def test_every_room_has_its_threats() -> None:
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    with_threats = [text.partition("\n")[0] for text in sections if NAMED.search(text)]
    assert with_threats == ROOMS


@pytest.mark.parametrize(
    "named",
    ["`tests/structure/test_threats.py::test_nothing`", "`tests/nowhere.py::test_every_room`"],
)
def test_a_test_that_does_not_exist_is_found(named: str) -> None:
    assert len(missing(named)) == 1
