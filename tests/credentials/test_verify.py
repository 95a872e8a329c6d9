"""The whole report, and the checks of dates, status and identity."""

from datetime import UTC, datetime, timedelta

import pytest

from acquis.credentials import (
    Check,
    CheckName,
    CredentialInvalid,
    CredentialUndecided,
    Kind,
    Outcome,
    Verdict,
    examine,
    verify,
)
from tests.credentials import samples
from tests.credentials.samples import DID, DOCUMENTS, EMAIL, NOW, parsed
from tests.credentials.tampering import Change, both, drop, judged, put

pytestmark = pytest.mark.unit


def test_a_good_credential_passes_every_check() -> None:
    report = verify(samples.signed(), now=NOW, did_documents=DOCUMENTS, expected_email=EMAIL)
    assert report.verdict == Verdict.VALID
    assert report.deciding is None
    assert report.document == parsed()
    assert (report.kind, report.endorsements, report.credentials) == (Kind.OPEN_BADGE, (), ())
    since, until = "2026-03-01T09:00:00Z", "2028-03-01T09:00:00Z"
    assert report.checks == (
        Check(CheckName.STRUCTURE, Outcome.PASSED, "well_formed"),
        Check(CheckName.CONTEXT, Outcome.PASSED, "context_known"),
        Check(CheckName.PROOF, Outcome.PASSED, "proof_matches"),
        Check(CheckName.ISSUER_KEY, Outcome.PASSED, "key_belongs", {"issuer": DID}),
        Check(CheckName.DATES, Outcome.PASSED, "dates_until", {"since": since, "until": until}),
        Check(CheckName.STATUS, Outcome.NOT_APPLICABLE, "no_status"),
        Check(CheckName.ENDORSEMENTS, Outcome.NOT_APPLICABLE, "no_endorsement"),
        Check(CheckName.IDENTITY, Outcome.PASSED, "identity_matches"),
    )


def test_every_check_is_listed_even_when_an_early_one_fails() -> None:
    report = examine(b"{}", now=NOW)
    assert report.document is None
    assert [(check.name, check.outcome, check.reason) for check in report.checks] == [
        (CheckName.STRUCTURE, Outcome.FAILED, "not_a_credential"),
        (CheckName.CONTEXT, Outcome.NOT_APPLICABLE, "not_checked"),
        (CheckName.PROOF, Outcome.NOT_APPLICABLE, "not_checked"),
        (CheckName.ISSUER_KEY, Outcome.NOT_APPLICABLE, "not_checked"),
        (CheckName.DATES, Outcome.NOT_APPLICABLE, "not_checked"),
        (CheckName.STATUS, Outcome.NOT_APPLICABLE, "not_checked"),
        (CheckName.ENDORSEMENTS, Outcome.NOT_APPLICABLE, "not_checked"),
    ]


@pytest.mark.parametrize(
    ("now", "change", "expected"),
    [
        (
            samples.ISSUED - timedelta(seconds=1),
            put("name", parsed()["name"]),
            (
                "invalid",
                "dates",
                "failed",
                "not_yet_valid",
                "Valid only from 2026-03-01T09:00:00Z.",
            ),
        ),
        (
            samples.UNTIL,
            put("name", parsed()["name"]),
            ("invalid", "dates", "failed", "expired", "Expired on 2028-03-01T09:00:00Z."),
        ),
        *(
            (
                NOW,
                put(name, value),
                (
                    "invalid",
                    "dates",
                    "failed",
                    "dates_malformed",
                    f"A date cannot be read: {name}: {value!r}",
                ),
            )
            for name, value in [
                ("validUntil", "2028-03-01"),
                ("validUntil", "2028-03-01T09:00:00"),
                ("validUntil", "9999-12-31T23:59:59-01:00"),
                ("validUntil", ["2028-03-01T09:00:00Z"]),
                ("validUntil", 5),
                ("validUntil", None),
                ("validFrom", "yesterday"),
            ]
        ),
    ],
)
def test_the_present_must_lie_within_the_dates(
    now: datetime, change: Change, expected: tuple[str, ...]
) -> None:
    assert judged(samples.resigned(change), now=now) == expected


@pytest.mark.parametrize(
    "now", [samples.ISSUED, samples.UNTIL - timedelta(seconds=1)], ids=["first", "last"]
)
def test_the_dates_include_their_first_second_and_exclude_their_end(now: datetime) -> None:
    assert verify(samples.signed(), now=now, did_documents=DOCUMENTS).verdict == Verdict.VALID


def test_a_credential_without_an_end_says_so() -> None:
    report = verify(
        samples.resigned(drop("validUntil")),
        now=datetime(2999, 1, 1, tzinfo=UTC),
        did_documents=DOCUMENTS,
    )
    (dates,) = [check for check in report.checks if check.name == CheckName.DATES]
    assert (dates.reason, dates.text) == (
        "dates_current",
        "Valid since 2026-03-01T09:00:00Z, without end.",
    )


@pytest.mark.parametrize(
    ("change", "outcome", "reason"),
    [
        (put("name", "x"), "failed", "identity_differs"),
        (drop("credentialSubject/identifier"), "undecided", "identity_absent"),
        (
            put("credentialSubject/identifier/0/identityType", "name"),
            "undecided",
            "identity_absent",
        ),
        (
            put("credentialSubject/identifier", parsed()["credentialSubject"]["identifier"][0]),
            "failed",
            "identity_differs",
        ),
        (
            put("credentialSubject/identifier/0/identityHash", "other@courriel.example"),
            "failed",
            "identity_differs",
        ),
    ],
)
def test_another_address_or_none_is_told_apart(change: Change, outcome: str, reason: str) -> None:
    document = samples.resigned(change)
    found = judged(document, expected_email="other@courriel.example")
    assert found[1:4] == ("identity", outcome, reason)


def test_an_address_in_clear_is_compared_too() -> None:
    change = both(
        put("credentialSubject/identifier/0/hashed", False),
        put("credentialSubject/identifier/0/identityHash", " Zoe@Courriel.example "),
    )
    document = samples.resigned(change)
    verify(document, now=NOW, did_documents=DOCUMENTS, expected_email=EMAIL)
    found = judged(document, expected_email="other@courriel.example")
    assert found[1:4] == ("identity", "failed", "identity_differs")


def test_verify_raises_with_the_report() -> None:
    with pytest.raises(CredentialInvalid) as invalid:
        verify(b"", now=NOW)
    assert str(invalid.value) == invalid.value.report.checks[0].text
    assert invalid.value.report == examine(b"", now=NOW)
    with pytest.raises(CredentialUndecided) as undecided:
        verify(samples.signed(), now=NOW)
    assert str(undecided.value) == "The signature cannot be checked without the issuer's key."
    assert undecided.value.report == examine(samples.signed(), now=NOW)


def test_a_failure_outweighs_what_is_open() -> None:
    report = examine(samples.signed(), now=samples.UNTIL)
    assert report.verdict == Verdict.INVALID
    assert report.deciding == Check(
        CheckName.DATES,
        Outcome.FAILED,
        "expired",
        {"since": "2026-03-01T09:00:00Z", "until": "2028-03-01T09:00:00Z"},
    )
