"""Each hostile file, and exactly what is said of it."""

import json
import time
from pathlib import Path

import pytest

from acquis.credentials import NotBakeable, Outcome, examine, extract
from acquis.web.cli import main
from tests.credentials.hostile.expected import EXPECTED, REFUSED, VALID, Expected
from tests.credentials.hostile.making import DOCUMENT, MADE
from tests.credentials.samples import DID, NOW

pytestmark = pytest.mark.unit

HERE = Path(__file__).parent
FILES = HERE / "files"
# Whatever a file was made to do, this much CPU is enough to see through it.
MAX_SECONDS = 1.0


def said_of(file: Path) -> Expected:
    try:
        report = examine(extract(file.read_bytes()), now=NOW, did_documents={DID: DOCUMENT})
    except NotBakeable as error:
        return Expected(REFUSED, refusal=str(error))
    assert all(check.text for check in report.checks)
    reasons = {
        check.name.value: check.reason
        for check in report.checks
        if check.outcome in {Outcome.FAILED, Outcome.UNDECIDED}
    }
    return Expected(report.verdict.value, tuple(reasons.items()))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_file_gets_the_verdict_it_deserves(name: str) -> None:
    started = time.process_time()
    assert said_of(FILES / name) == EXPECTED[name]
    assert time.process_time() - started < MAX_SECONDS


def test_every_file_has_its_line_and_every_line_its_file() -> None:
    assert {file.name for file in FILES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", MADE)
def test_a_file_that_was_made_is_made_the_same_again(name: str) -> None:
    assert MADE[name]() == (FILES / name).read_bytes()


def test_the_issuers_document_is_the_one_that_is_published_here() -> None:
    assert json.loads((HERE / "did.json").read_bytes()) == DOCUMENT


# The command reads the real clock, by which some of them will have become true.
OF_TIME = {"dates-not-yet-valid.json", "proof-future.json"}
BAD = [name for name, found in EXPECTED.items() if found != VALID and name not in OF_TIME]


@pytest.mark.parametrize("name", BAD)
def test_the_command_never_takes_it_for_valid(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--json", "--offline", "--did-document", str(HERE / "did.json")]
    status = main(["verify", str(FILES / name), *options])
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    assert (found["verdict"], captured.err) == ({1: "invalid", 2: "undecided"}[status], "")
