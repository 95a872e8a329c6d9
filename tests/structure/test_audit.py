"""The audit of the lock never takes silence for an answer."""

import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from tools import audit

pytestmark = pytest.mark.unit

# As pip-audit prints them (its documentation, "JSON").
WELL = {"name": "six", "version": "1.17.0", "vulns": []}
ILL = {
    "name": "jinja2",
    "version": "2.10",
    "vulns": [
        {"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"], "aliases": ["CVE-2019-10906"]},
        {"id": "GHSA-0", "fix_versions": []},
    ],
}
SKIPPED = {"name": "acquis", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("found", "status", "lines"),
    [
        ([WELL], audit.CLEAN, ["1 packages examined, 0 not"]),
        (
            [WELL, ILL],
            audit.VULNERABLE,
            [
                "jinja2 2.10: PYSEC-2019-217, CVE-2019-10906; mended in 2.10.1",
                "jinja2 2.10: GHSA-0; mended in no release yet",
                "2 packages examined, 0 not",
            ],
        ),
        (
            [WELL, SKIPPED],
            audit.UNREACHED,
            ["not examined: acquis: Dependency not found", "1 packages examined, 1 not"],
        ),
        ([], audit.UNREACHED, ["0 packages examined, 0 not"]),
    ],
    ids=["well", "ill", "passed-over", "nothing"],
)
def test_only_what_was_examined_counts(
    found: list[dict[str, Any]], status: int, lines: list[str]
) -> None:
    assert audit.conclude(found) == (status, lines)


def pip_audit(folder: Path, answer: str) -> None:
    """Something that stands where pip-audit does, and prints this."""
    program = folder / "bin" / "pip-audit"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nprint({answer!r})\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    "answer",
    ["", "Traceback", "{}", "null", json.dumps({"dependencies": [SKIPPED]}),
     json.dumps({"dependencies": [WELL]})],
    ids=["nothing", "an-error", "no-list", "null", "passed-over", "knows-nothing"],
)  # fmt: skip
def test_a_source_that_does_not_know_what_is_known_is_not_asked_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str
) -> None:
    monkeypatch.setattr(audit, "FOLDER", tmp_path)
    pip_audit(tmp_path, answer)
    assert audit.main() == audit.UNREACHED
    said = capsys.readouterr()
    assert (said.out, "NOTHING WAS EXAMINED" in said.err) == ("", True)


def test_a_source_that_knows_is_asked_about_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "FOLDER", tmp_path)
    pip_audit(tmp_path, json.dumps({"dependencies": [ILL, WELL]}))
    assert audit.main() == audit.VULNERABLE
    assert capsys.readouterr().out.endswith("2 packages examined, 0 not\n")
