"""One document for each way in which its proof can be wrong."""

from typing import Any

import pytest

from acquis.credentials import Verdict, verify
from tests.credentials.samples import (
    DOCUMENTS,
    LATER,
    NOW,
    OTHER_SIGNER,
    proof_with,
    with_proof,
)
from tests.credentials.tampering import GOOD, columns, judged

pytestmark = pytest.mark.unit

MISMATCH = (
    "failed",
    "proof_mismatch",
    "The signature does not match: the content was changed after signing.",
)
PURPOSE = ("failed", "proof_purpose", "The signature was not made to assert a credential.")
EXPIRED = ("failed", "proof_expired", "The signature itself expired on 2026-06-01T12:00:00Z.")
TOO_COMPLEX = (
    "failed",
    "too_complex",
    "The document is built to be very slow to check, and is refused.",
)
NOT_TEXT = "The proof value is not a base58btc multibase text."
NOT_64 = "The proof value is not a signature of 64 bytes, as Ed25519 makes."
OTHER_CONTEXTS = "The proof was made with other contexts than the document has."
TOO_MANY = "The document has more than 10000 values or 64 contexts."
UNDEFINED = (
    "The term 'colour' is not defined by the document's contexts, so a signature would not cover "
    "it. Remove it, or use a term of Open Badges 3.0."
)


UNCHECKED = (
    "not_applicable",
    "not_checked",
    "Not checked, because an earlier check already failed.",
)


def altered(**options: Any) -> dict[str, Any]:
    """A good proof with options that it was not made with."""
    return {**proof_with(), **options}


def unreadable(detail: str) -> tuple[str, str, str]:
    return "failed", "proof_malformed", f"The signature cannot be read: {detail}"


def unsupported(suite: str) -> tuple[str, str, str]:
    return (
        "undecided",
        "proof_unsupported",
        f"The kind of signature ({suite}) is not supported here.",
    )


@pytest.mark.parametrize(
    ("proofs", "expected"),
    [
        ([], ("failed", "proof_missing", "The document is not signed.")),
        ([proof_with(proofPurpose="authentication")], PURPOSE),
        ([proof_with(proofPurpose=None)], PURPOSE),
        ([altered(proofPurpose=["assertionMethod"])], PURPOSE),
        ([{}], unsupported("None")),
        (
            [altered(cryptosuite="bbs-2023")],
            unsupported("DataIntegrityProof bbs-2023"),
        ),
        (
            [altered(cryptosuite="ecdsa-sd-2023")],
            unsupported("DataIntegrityProof ecdsa-sd-2023"),
        ),
        (
            [altered(cryptosuite=["eddsa-rdfc-2022"])],
            unsupported("DataIntegrityProof ['eddsa-rdfc-2022']"),
        ),
        (
            [altered(type="Ed25519Signature2020")],
            unsupported("Ed25519Signature2020 eddsa-rdfc-2022"),
        ),
        ([altered(created="yesterday")], unreadable("created: 'yesterday'")),
        ([altered(created=None)], unreadable("created: None")),
        (
            [altered(expires="2026-13-01T00:00:00Z")],
            unreadable("expires: '2026-13-01T00:00:00Z'"),
        ),
        ([proof_with(expires="2026-06-01T12:00:00Z")], EXPIRED),
        ([proof_with()] * 9, TOO_COMPLEX),
    ],
    ids=[
        "missing",
        "other purpose",
        "no purpose",
        "array of purposes",
        "empty",
        "bbs",
        "selective",
        "suite in an array",
        "2020",
        "created",
        "created null",
        "expires malformed",
        "expired",
        "nine",
    ],
)
def test_a_proof_of_the_wrong_kind_is_not_even_tried(
    proofs: list[dict[str, Any]], expected: tuple[str, str, str]
) -> None:
    assert columns(with_proof(*proofs)) == [expected, UNCHECKED]


@pytest.mark.parametrize(
    ("proof", "expected"),
    [
        (
            altered(proofValue=None),
            unreadable(NOT_TEXT),
        ),
        (altered(proofValue="z0"), unreadable("'0' is not a base58btc character.")),
        (
            altered(proofValue="z11"),
            unreadable(NOT_64),
        ),
        (altered(colour="blue"), unreadable(UNDEFINED)),
        (
            {**proof_with(), "@context": "https://www.w3.org/ns/did/v1"},
            unreadable(OTHER_CONTEXTS),
        ),
        (
            altered(nonce=["x"] * 10_000),
            unreadable(TOO_MANY),
        ),
        (proof_with(OTHER_SIGNER), MISMATCH),
        (altered(proofValue=LATER["proofValue"]), MISMATCH),
    ],
    ids=[
        "no value",
        "letter",
        "short",
        "undefined term",
        "other context",
        "huge",
        "other key",
        "value of another",
    ],
)
def test_a_proof_that_does_not_hold_fails_beside_a_good_key(
    proof: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    assert columns(with_proof(proof)) == [expected, GOOD[1]]


def test_good_proofs_may_be_several() -> None:
    second = proof_with(created="2026-03-02T09:00:00Z", expires="2027-01-01T00:00:00Z")
    assert columns(with_proof(proof_with(), second)) == GOOD
    assert verify(with_proof(*[second] * 8), now=NOW, did_documents=DOCUMENTS).verdict == (
        Verdict.VALID
    )


def test_one_bad_proof_of_two_is_enough() -> None:
    bad = proof_with(OTHER_SIGNER)
    for proofs in ([proof_with(), bad], [bad, proof_with()]):
        assert columns(with_proof(*proofs)) == [MISMATCH, GOOD[1]]


def test_a_second_proof_of_an_unknown_kind_leaves_it_undecided() -> None:
    other = {**proof_with(), "type": "Ed25519Signature2020"}
    assert judged(with_proof(proof_with(), other))[:4] == (
        "undecided",
        "proof",
        "undecided",
        "proof_unsupported",
    )
