"""One document for each way in which its proof can be wrong."""

from typing import Any

import pytest

from acquis.credentials import Verdict, contexts, verify
from acquis.credentials.proofs import data_integrity
from tests.credentials import samples
from tests.credentials.samples import (
    DOCUMENTS,
    LATER,
    NOW,
    OTHER_SIGNER,
    P256_SIGNER,
    P384_SIGNER,
    SIGNER,
    parsed,
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
FUTURE = (
    "failed",
    "proof_future",
    "The signature claims to be made on 2026-06-01T12:05:01Z, which is yet to come.",
)
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
        ([proof_with(created="2026-06-01T12:05:01Z")], FUTURE),
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
        "to come",
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


def test_a_clock_may_be_a_little_ahead() -> None:
    assert columns(with_proof(proof_with(created="2026-06-01T12:05:00Z"))) == GOOD


SUITES: list[tuple[str, Any]] = [
    ("eddsa-jcs-2022", SIGNER),
    ("ecdsa-rdfc-2019", P256_SIGNER),
    ("ecdsa-rdfc-2019", P384_SIGNER),
    ("ecdsa-jcs-2019", P256_SIGNER),
    ("ecdsa-jcs-2019", P384_SIGNER),
]


@pytest.mark.parametrize(("suite", "signer"), SUITES)
def test_a_proof_of_every_suite_is_judged(suite: str, signer: Any) -> None:
    documents = samples.all_documents()
    good = proof_with(signer, cryptosuite=suite)
    assert columns(with_proof(good), did_documents=documents) == GOOD
    for bad in (
        {**good, "created": "2026-03-01T09:00:01Z"},
        {**good, "proofValue": proof_with(signer, cryptosuite=suite, nonce="x")["proofValue"]},
    ):
        assert columns(with_proof(bad), did_documents=documents) == [MISMATCH, GOOD[1]]
    changed = parsed(with_proof(good)) | {"name": "Diriger une usine"}
    assert columns(samples.packed(changed), did_documents=documents) == [MISMATCH, GOOD[1]]


def of_2020(**options: Any) -> bytes:
    """The sample as it was signed before DataIntegrityProof, with the vocabulary of that time."""
    document = data_integrity.without_proof(parsed())
    document["@context"] = [*document["@context"], contexts.ED25519_2020_V1]
    proof = {
        "type": "Ed25519Signature2020",
        "created": "2026-03-01T09:00:00Z",
        "verificationMethod": SIGNER.verification_method,
        "proofPurpose": "assertionMethod",
        **options,
    }
    signature = SIGNER.sign(data_integrity.hash_data(document, proof))
    proof["proofValue"] = data_integrity.multibase.encode(signature)
    return samples.packed({**document, "proof": proof})


def test_a_proof_from_before_data_integrity_is_read() -> None:
    assert columns(of_2020()) == GOOD
    changed = parsed(of_2020()) | {"name": "Diriger une usine"}
    assert columns(samples.packed(changed)) == [MISMATCH, GOOD[1]]


@pytest.mark.parametrize(
    ("suite", "method", "detail"),
    [
        (
            "eddsa-rdfc-2022",
            P256_SIGNER.verification_method,
            "eddsa-rdfc-2022 takes keys of the kind Ed25519, and this is a P-256 key.",
        ),
        (
            "ecdsa-jcs-2019",
            SIGNER.verification_method,
            "ecdsa-jcs-2019 takes keys of the kind P-256, P-384, and this is a Ed25519 key.",
        ),
        (
            "ecdsa-rdfc-2019",
            f"{samples.DID}#key-rsa",
            "ecdsa-rdfc-2019 takes keys of the kind P-256, P-384, and this is a RSA key.",
        ),
        (
            "ecdsa-rdfc-2019",
            P384_SIGNER.verification_method,
            "The proof value is not a signature of 96 bytes, as P-384 makes.",
        ),
    ],
    ids=["P-256 for EdDSA", "Ed25519 for ECDSA", "RSA", "signature of another curve"],
)
def test_the_suite_must_be_one_for_the_key(suite: str, method: str, detail: str) -> None:
    """Algorithm confusion: the key's kind decides, whatever the proof says."""
    proof = altered(cryptosuite=suite, verificationMethod=method)
    found = columns(with_proof(proof), did_documents=samples.all_documents())
    assert found == [unreadable(detail), GOOD[1]]


def chained(proof: dict[str, Any], *previous: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The proof made anew, after others."""
    after = [other["id"] for other in previous]
    values = {name: value for name, value in proof.items() if name != "proofValue"}
    values |= {"previousProof": after if len(after) > 1 else after[0], **options}
    document = {**data_integrity.without_proof(parsed()), "proof": list(previous)}
    signature = SIGNER.sign(data_integrity.hash_data(document, values))
    return {**values, "proofValue": data_integrity.multibase.encode(signature)}


FIRST = proof_with(id="urn:uuid:1")
SECOND = proof_with(
    id="urn:uuid:2", cryptosuite="eddsa-jcs-2022", **{"@context": parsed()["@context"]}
)
THIRD = chained(FIRST, FIRST, SECOND, id="urn:uuid:3")
LAST = chained(SECOND, THIRD, id="urn:uuid:4")


@pytest.mark.parametrize(
    "proofs",
    [
        [FIRST, SECOND, THIRD],
        [FIRST, SECOND, THIRD, LAST],
        [LAST, THIRD, FIRST, SECOND],
        [FIRST, chained(LATER, FIRST)],
    ],
    ids=["chain", "longer", "in another order", "without an id of its own"],
)
def test_a_chain_of_proofs_of_several_suites_holds(proofs: list[dict[str, Any]]) -> None:
    assert columns(with_proof(*proofs)) == GOOD


def test_a_chain_holds_what_came_before() -> None:
    """A previous proof that is as good as the one that was there is not the one that was."""
    remade = proof_with(id="urn:uuid:1", created="2026-03-02T09:00:00Z")
    assert columns(with_proof(remade)) == GOOD
    assert columns(with_proof(remade, SECOND, THIRD)) == [MISMATCH, GOOD[1]]


def test_values_that_python_takes_for_equal_are_not_the_same() -> None:
    """True and 1 are one key in a dictionary, and two values in a signature."""
    good = proof_with(nonce=1)
    for _ in range(2):
        assert columns(with_proof(good)) == GOOD
        assert columns(with_proof({**good, "nonce": True})) == [MISMATCH, GOOD[1]]


@pytest.mark.parametrize(
    "document",
    [
        *(with_proof(proof_with(signer, cryptosuite=suite)) for suite, signer in SUITES),
        with_proof(proof_with(), proof_with(P384_SIGNER, cryptosuite="ecdsa-jcs-2019")),
        with_proof(FIRST, SECOND, THIRD, LAST),
        of_2020(),
    ],
    ids=[*(f"{suite} {signer.kind}" for suite, signer in SUITES), "set", "chain", "2020"],
)
def test_a_document_like_one_seen_before_is_judged_the_same(document: bytes) -> None:
    """What is kept of a layout serves suites of another form or hash no more than it should."""
    documents = samples.all_documents()
    other = samples.packed(parsed(document) | {"name": "Diriger une usine"})
    for _ in range(3):
        assert columns(document, did_documents=documents) == GOOD
        assert columns(other, did_documents=documents) == [MISMATCH, GOOD[1]]


def broken(detail: str) -> tuple[str, str, str]:
    return "failed", "proof_chain", f"The signatures do not follow one another: {detail}"


@pytest.mark.parametrize(
    ("proofs", "detail"),
    [
        ([SECOND, THIRD], "a signature was made after another one that is missing."),
        ([FIRST, FIRST], "two signatures have the same id."),
        (
            [{**FIRST, "previousProof": "urn:uuid:1"}],
            "the signatures were made after one another in a circle.",
        ),
        (
            [{**FIRST, "previousProof": "urn:uuid:4"}, SECOND, THIRD, LAST],
            "the signatures were made after one another in a circle.",
        ),
        ([{**FIRST, "id": 1}], "the id of a signature is not a text."),
        (
            [{**FIRST, "previousProof": {}}],
            "what a signature was made after is not told by ids.",
        ),
    ],
    ids=["missing", "twice", "itself", "circle", "number", "object"],
)
def test_a_broken_chain_fails(proofs: list[dict[str, Any]], detail: str) -> None:
    assert columns(with_proof(*proofs)) == [broken(detail), UNCHECKED]


def test_a_second_proof_of_an_unknown_kind_leaves_it_undecided() -> None:
    other = {**proof_with(), "type": "Ed25519Signature2020"}
    assert judged(with_proof(proof_with(), other))[:4] == (
        "undecided",
        "proof",
        "undecided",
        "proof_unsupported",
    )
