"""One document for each way in which the key of its proof can be wrong."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from acquis.credentials import LocalSigner, Verdict, examine, verify
from acquis.credentials.did import VerificationKey, did_document, did_key, multikey
from acquis.credentials.keys import DID_MEDIA_TYPES, MAX_DID_DOCUMENT_BYTES
from tests.credentials import samples, tokens
from tests.credentials.samples import (
    DID,
    DOCUMENTS,
    ISSUED,
    KEY,
    LATER,
    METHOD,
    NOW,
    OTHER_SIGNER,
    Shelf,
    parsed,
    proof_with,
    with_proof,
)
from tests.credentials.tampering import GOOD, columns

pytestmark = pytest.mark.unit

URL = "https://campus.example/.well-known/did.json"
NO_KEY = "The signature cannot be checked without the issuer's key."
OTHER_KIND = "The key is of a kind that is not Ed25519, P-256, P-384 or RSA."
ELSEWHERE = "'did:web:campus.example:..' has a path that could lead elsewhere."
KEY_TEXT = multikey(KEY.public_key)

OTHER_DID = did_key(OTHER_SIGNER.public_key)
FOREIGN = LocalSigner(samples.OTHER_SEED, f"{OTHER_DID}#{multikey(OTHER_SIGNER.public_key)}")


def test_a_perfect_proof_by_somebody_elses_key_fails() -> None:
    assert columns(with_proof(proof_with(FOREIGN))) == [
        GOOD[0],
        ("failed", "key_of_another", f"The key belongs to {OTHER_DID}, not to the issuer {DID}."),
    ]
    assert columns(with_proof(proof_with(), proof_with(FOREIGN)))[1][1] == "key_of_another"


def unlisted(detail: str) -> list[tuple[str, str, str]]:
    return [
        ("undecided", "proof_needs_key", NO_KEY),
        ("failed", "key_unlisted", f"The issuer does not list this key: {detail}"),
    ]


@pytest.mark.parametrize(
    ("method", "detail"),
    [
        (f"{DID}#key-2", f"{DID} does not list the key {DID}#key-2."),
        (f"{DID}#", f"{DID} does not list the key {DID}#."),
        (DID, f"{DID!r}"),
        (5, "5"),
        (None, "None"),
        ({"id": METHOD}, repr({"id": METHOD})),
        ("did:key:z6Mk#z6Mk", OTHER_KIND),
        (
            "did:web:campus.example:..#key-1",
            ELSEWHERE,
        ),
        (
            f"{samples.DID_KEY}#key-1",
            f"{samples.DID_KEY} has one key, {samples.DID_KEY}#{KEY_TEXT}.",
        ),
    ],
)
def test_a_key_that_does_not_exist_fails(method: object, detail: str) -> None:
    assert columns(with_proof({**proof_with(), "verificationMethod": method})) == unlisted(detail)


def published(**changes: Any) -> dict[str, dict[str, Any]]:
    return {DID: {**did_document(DID, [KEY]), **changes}}


@pytest.mark.parametrize(
    ("documents", "detail"),
    [
        (published(id="did:web:other.example"), f"The DID document is not that of {DID}."),
        (published(assertionMethod=[]), f"{METHOD} is not a key for making assertions."),
        (published(verificationMethod=[]), f"{DID} does not list the key {METHOD}."),
        (
            {DID: did_document(DID, [replace(KEY, fragment="key-2")])},
            f"{DID} does not list the key {METHOD}.",
        ),
    ],
    ids=["of another", "not for assertions", "empty", "renamed"],
)
def test_a_did_document_that_does_not_allow_the_key_fails(
    documents: dict[str, dict[str, Any]], detail: str
) -> None:
    assert columns(samples.signed(), did_documents=documents) == unlisted(detail)


def history(**times: Any) -> dict[str, dict[str, Any]]:
    return {DID: did_document(DID, [replace(KEY, **times)])}


SECOND = timedelta(seconds=1)
CEASED = (
    "failed",
    "key_unlisted",
    f"The issuer does not list this key: {METHOD} had ceased to sign.",
)


def revoked(date: str) -> tuple[str, str, str]:
    return "failed", "key_revoked", f"The issuer declared this key unsafe from {date}."


@pytest.mark.parametrize(
    ("documents", "proof", "expected"),
    [
        (history(revoked=ISSUED), proof_with(), revoked("2026-03-01T09:00:00Z")),
        (history(revoked=ISSUED - SECOND), proof_with(), revoked("2026-03-01T08:59:59Z")),
        (history(revoked=ISSUED + SECOND), proof_with(), GOOD[1]),
        (history(revoked=NOW), proof_with(created=None), revoked("2026-06-01T12:00:00Z")),
        (history(expires=ISSUED), proof_with(), GOOD[1]),
        (history(expires=ISSUED - SECOND), proof_with(), CEASED),
        (history(expires=NOW), proof_with(created=None), CEASED),
        (history(expires=ISSUED, revoked=NOW), proof_with(), GOOD[1]),
        (history(), proof_with(created=None), GOOD[1]),
    ],
    ids=[
        "revoked when it signed",
        "revoked before",
        "revoked after",
        "revoked, time unknown",
        "ceased when it signed",
        "ceased before",
        "ceased, time unknown",
        "ceased and revoked after",
        "time unknown",
    ],
)
def test_a_keys_history_decides_what_its_proofs_are_worth(
    documents: dict[str, Any], proof: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    assert columns(with_proof(proof), did_documents=documents) == [GOOD[0], expected]


def test_a_rotated_issuer_keeps_its_old_credentials_valid() -> None:
    old = replace(KEY, expires=NOW)
    new = VerificationKey(fragment="key-2", public_key=OTHER_SIGNER.public_key)
    documents = {DID: did_document(DID, [old, new])}
    assert verify(samples.signed(), now=NOW, did_documents=documents).verdict == Verdict.VALID


def test_offline_the_key_and_the_proof_stay_open() -> None:
    assert columns(samples.signed(), did_documents=None) == [
        ("undecided", "proof_needs_key", NO_KEY),
        (
            "undecided",
            "key_offline",
            "The issuer's keys were not looked up, because this check is offline.",
        ),
    ]
    assert examine(samples.signed(), now=NOW).verdict == Verdict.UNDECIDED


def test_a_did_document_that_cannot_be_fetched_leaves_it_undecided() -> None:
    shelf = Shelf({})
    found = columns(samples.signed(), did_documents=None, fetcher=shelf)
    assert found == [
        ("undecided", "proof_needs_key", NO_KEY),
        (
            "undecided",
            "key_unavailable",
            f"The issuer's keys could not be looked up: {URL} is not on the shelf.",
        ),
    ]


def test_a_did_document_is_fetched_once_for_all_proofs() -> None:
    shelf = Shelf({URL: samples.packed(DOCUMENTS[DID])})
    document = with_proof(proof_with(), LATER)
    assert columns(document, did_documents=None, fetcher=shelf) == GOOD
    assert shelf.asked == [(URL, DID_MEDIA_TYPES, MAX_DID_DOCUMENT_BYTES)]


@pytest.mark.parametrize(
    ("method", "named"),
    [
        ("did:ion:abc#key-1", "did:ion:abc"),
        ("https://campus.example/issuers/1#key-1", "https://campus.example/issuers/1"),
        ("https://campus.example/keys/1", "https://campus.example/keys/1"),
    ],
)
def test_an_issuer_of_another_kind_leaves_it_undecided(method: str, named: str) -> None:
    expected = [
        ("undecided", "proof_needs_key", NO_KEY),
        (
            "undecided",
            "key_method",
            f"The issuer's kind of identifier ({named}) is not supported here.",
        ),
    ]
    assert columns(with_proof({**proof_with(), "verificationMethod": method})) == expected
    assert columns(tokens.token({"kid": method})) == expected


def test_a_did_key_needs_no_network() -> None:
    report = verify(samples.signed_by_did_key(), now=NOW)
    assert report.verdict == Verdict.VALID
    assert parsed(samples.signed_by_did_key())["issuer"]["id"] == samples.DID_KEY
