"""Whom to trust is the caller's to say, in rules that compose."""

import pytest

from acquis.credentials import (
    AllOf,
    AnyIssuer,
    AnyOf,
    CredentialInvalid,
    CredentialUndecided,
    NotTrusted,
    Policy,
    Report,
    TrustedIssuers,
    examine,
    verify,
)
from tests.credentials import samples
from tests.credentials.samples import DID, DOCUMENTS, NOW

pytestmark = pytest.mark.unit

OTHER = "did:web:other.example"
SEVERAL = TrustedIssuers([OTHER, DID])
NOBODY = TrustedIssuers(())
NOT_AMONG = f"The issuer {DID} is not among those that you trust."
NONE_GIVEN = "No policy was given, so that nothing is trusted."


class Refuses:
    """A caller's own rule."""

    def verify(self, report: Report) -> None:
        raise NotTrusted("Not on Sundays.", report)


def judge(policy: Policy | None) -> str:
    """Why the sample is not trusted; empty when it is."""
    report = examine(samples.signed(), now=NOW, did_documents=DOCUMENTS)
    try:
        found = verify(samples.signed(), now=NOW, did_documents=DOCUMENTS, policy=policy)
    except NotTrusted as error:
        return str(error) if error.report == report else "another report"
    assert found == report
    return ""


@pytest.mark.parametrize(
    ("policy", "refusal"),
    [
        (None, ""),
        (AnyIssuer(), ""),
        (TrustedIssuers({DID}), ""),
        (SEVERAL, ""),
        (TrustedIssuers({OTHER}), NOT_AMONG),
        (TrustedIssuers({DID.upper(), f"{DID}#key-1", f"{DID} ", DID[:-1]}), NOT_AMONG),
        (NOBODY, NOT_AMONG),
        (Refuses(), "Not on Sundays."),
        (AllOf([]), NONE_GIVEN),
        (AllOf([SEVERAL]), ""),
        (AllOf([SEVERAL, AnyIssuer()]), ""),
        (AllOf([SEVERAL, NOBODY, Refuses()]), NOT_AMONG),
        (AllOf([AnyIssuer(), Refuses()]), "Not on Sundays."),
        (AnyOf([]), NONE_GIVEN),
        (AnyOf([NOBODY, SEVERAL]), ""),
        (AnyOf([SEVERAL, Refuses()]), ""),
        (AnyOf([NOBODY, Refuses(), NOBODY]), f"{NOT_AMONG} Not on Sundays."),
        (AllOf([AnyOf([Refuses(), SEVERAL]), TrustedIssuers({DID})]), ""),
        (AnyOf([AllOf([SEVERAL, Refuses()]), NOBODY]), f"Not on Sundays. {NOT_AMONG}"),
    ],
)
def test_a_policy_trusts_or_says_why_not(policy: Policy | None, refusal: str) -> None:
    assert judge(policy) == refusal


@pytest.mark.parametrize("policy", [AnyIssuer(), TrustedIssuers({DID}), AnyOf([AnyIssuer()])])
@pytest.mark.parametrize(
    "report",
    [
        examine(samples.signed(), now=NOW),
        examine(samples.signed(), now=samples.UNTIL, did_documents=DOCUMENTS),
        examine(b"", now=NOW),
    ],
    ids=["undecided", "expired", "unreadable"],
)
def test_nobody_is_trusted_for_what_is_not_valid(policy: Policy, report: Report) -> None:
    with pytest.raises(NotTrusted) as caught:
        policy.verify(report)
    assert str(caught.value) == (
        "The credential is not valid, so that nobody can be trusted for it."
    )


def test_what_is_wrong_with_the_credential_is_said_before_whom_one_trusts() -> None:
    with pytest.raises(CredentialInvalid):
        verify(b"", now=NOW, policy=NOBODY)
    with pytest.raises(CredentialUndecided):
        verify(samples.signed(), now=NOW, policy=NOBODY)


def test_an_issuer_given_as_a_text_is_not_taken_for_a_set_of_letters() -> None:
    with pytest.raises(TypeError):
        TrustedIssuers(DID)
