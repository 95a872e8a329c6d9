import string

import pytest

from acquis.credentials import REASONS, Check, CheckName, Outcome, Report, Verdict

pytestmark = pytest.mark.unit

PASSED = Check(CheckName.STRUCTURE, Outcome.PASSED, "well_formed")
OPEN = Check(CheckName.STATUS, Outcome.UNDECIDED, "status_unsupported", {"type": "x"})
FAILED = Check(CheckName.DATES, Outcome.FAILED, "expired", {"until": "2026-01-01T00:00:00Z"})
ASIDE = Check(CheckName.PROOF, Outcome.NOT_APPLICABLE, "not_checked")


@pytest.mark.parametrize(
    ("checks", "verdict", "deciding"),
    [
        ((), Verdict.VALID, None),
        ((PASSED, ASIDE), Verdict.VALID, None),
        ((PASSED, OPEN), Verdict.UNDECIDED, OPEN),
        ((OPEN, FAILED), Verdict.INVALID, FAILED),
        ((FAILED, OPEN, PASSED), Verdict.INVALID, FAILED),
    ],
)
def test_the_worst_outcome_is_the_verdict(
    checks: tuple[Check, ...], verdict: Verdict, deciding: Check | None
) -> None:
    report = Report(checks)
    assert (report.verdict, report.deciding) == (verdict, deciding)


def test_a_report_is_written_with_codes_and_sentences() -> None:
    assert Report((PASSED, FAILED)).to_json() == {
        "verdict": "invalid",
        "kind": None,
        "checks": [
            {
                "check": "structure",
                "outcome": "passed",
                "reason": "well_formed",
                "text": "The document is a complete Open Badge 3.0.",
            },
            {
                "check": "dates",
                "outcome": "failed",
                "reason": "expired",
                "text": "Expired on 2026-01-01T00:00:00Z.",
            },
        ],
    }


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_a_whole_sentence(reason: str) -> None:
    text = REASONS[reason]
    assert text[0] in string.ascii_uppercase
    assert text.endswith((".", ": %(detail)s", ": %(message)s", ": %(subject)s"))
