"""A batch gives what `issue` gives, byte for byte, and names the row that it cannot sign."""

import itertools
import os
from collections.abc import Iterator
from typing import Any

import pytest

from acquis.credentials import (
    Credential,
    Evidence,
    IdentityObject,
    KeyProblem,
    Signer,
    UnsafeDocument,
    issue,
    issue_jwt,
    processes,
    verify,
)
from acquis.credentials.batch import GROUP, Batch
from acquis.credentials.processes import CHUNK
from tests.credentials import samples

pytestmark = pytest.mark.unit

VARY = (
    "/id",
    "/credentialSubject/id",
    "/credentialSubject/identifier/0/identityHash",
    "/credentialSubject/identifier/0/salt",
    "/name",
)
Row = tuple[str, ...]


def credential(row: Row) -> Credential:
    identifier, subject, digest, salt, name = row
    identity = IdentityObject(identity_hash=digest, salt=salt)
    return samples.credential(
        id=identifier,
        name=name,
        subject=samples.subject(id=subject, identifier=(identity,)),
    )


def row(number: int, **changes: str) -> Row:
    values = {
        "id": f"urn:uuid:{number:08d}",
        "subject": f"did:example:{number * 7919}",
        "digest": f"sha256${number:x}",
        "salt": f"s{number}",
        "name": f"Nom {number}",
        **changes,
    }
    return tuple(values.values())


def batch(signer: Signer = samples.SIGNER, **options: Any) -> Batch:
    return Batch(credential(row(0)), signer, vary=VARY, created=samples.ISSUED, **options)


def one_by_one(rows: list[Row], signer: Signer = samples.SIGNER, **options: Any) -> list[bytes]:
    return [issue(credential(one), signer, created=samples.ISSUED, **options) for one in rows]


@pytest.mark.parametrize(
    ("signer", "cryptosuite"),
    [
        (samples.SIGNER, "eddsa-rdfc-2022"),
        (samples.SIGNER, "eddsa-jcs-2022"),
    ],
)
def test_a_batch_gives_the_bytes_of_issuing_one_by_one(signer: Signer, cryptosuite: str) -> None:
    rows = [row(number) for number in range(1, 2 * GROUP + 4)]
    found = list(batch(signer, cryptosuite=cryptosuite).issue(rows))
    assert found == one_by_one(rows, signer, cryptosuite=cryptosuite)


@pytest.mark.parametrize("signer", [samples.P256_SIGNER, samples.P384_SIGNER])
@pytest.mark.parametrize("cryptosuite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_other_keys_sign_batches_too(signer: Signer, cryptosuite: str) -> None:
    """ECDSA signs with a new random number each time: all but the proof's value is the same."""
    rows = [row(1), row(2)]
    found = list(batch(signer, cryptosuite=cryptosuite).issue(rows))
    wanted = one_by_one(rows, signer, cryptosuite=cryptosuite)
    marker = b'"proofValue":"'
    assert [one.partition(marker)[0] for one in found] == [
        one.partition(marker)[0] for one in wanted
    ]
    for one in found:
        verify(one, now=samples.NOW, did_documents=samples.all_documents())


def test_a_batch_of_tokens_gives_the_bytes_of_issuing_them_one_by_one() -> None:
    rows = [row(1), row(2, name='Un "nom" \\ é'), row(3, subject="URN:x:y"), row(4)]
    found = list(batch(as_token=True).issue(rows))
    assert found == [
        issue_jwt(credential(one), samples.SIGNER, created=samples.ISSUED) for one in rows
    ]


@pytest.mark.parametrize("signer", [samples.P256_SIGNER, samples.rsa_signer()])
def test_other_keys_sign_batches_of_tokens(signer: Signer) -> None:
    for token in batch(signer, as_token=True).issue([row(1), row(2)]):
        verify(token, now=samples.NOW, did_documents=samples.all_documents())


def test_a_token_that_cannot_be_signed_is_named() -> None:
    results = batch(as_token=True).issue([row(1), row(2, subject="ada")])
    next(results)
    with pytest.raises(UnsafeDocument, match="Row 2: 'ada' is neither an absolute IRI"):
        next(results)


@pytest.mark.parametrize("pointer", ["/validFrom", "/validUntil"])
def test_dates_vary_in_batches_of_proofs_only(pointer: str) -> None:
    sample = samples.credential()
    options = {"vary": [pointer], "created": samples.ISSUED}
    with pytest.raises(UnsafeDocument, match="The dates cannot vary in a batch of tokens"):
        Batch(sample, samples.SIGNER, as_token=True, **options)
    found = list(Batch(sample, samples.SIGNER, **options).issue([("2026-03-02T09:00:00Z",)]))
    assert b"2026-03-02T09:00:00Z" in found[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": 'Un "nom" \\ avec\ntout\x7f'}, {"name": "会議 🎯 \u2028"},
        {"subject": "ftp://a.example/"}, {"subject": "URN:x:y"}, {"id": "urn:uuid:é"},
        {"subject": "urn:uuid:00000001"}, {"digest": "%b %s \\u0041"},
        {"id": "https://campus.example/achievements/7"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("cryptosuite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_unusual_texts_are_signed_as_issue_signs_them(
    changes: dict[str, str], cryptosuite: str
) -> None:
    rows = [row(1), row(1, **changes), row(3)]
    assert list(batch(cryptosuite=cryptosuite).issue(rows)) == one_by_one(
        rows, cryptosuite=cryptosuite
    )


def test_blank_nodes_that_look_alike_are_signed_the_full_way() -> None:
    def with_evidence(*names: str) -> Credential:
        return samples.credential(evidence=tuple(Evidence(name=name) for name in names))

    pointers = ["/evidence/0/name", "/evidence/1/name"]
    found = Batch(
        with_evidence("a", "b"), samples.SIGNER, vary=pointers, created=samples.ISSUED
    ).issue([("a", "b"), ("c", "c"), ("b", "a")])
    assert list(found) == [
        issue(with_evidence(*names), samples.SIGNER, created=samples.ISSUED)
        for names in ("ab", "cc", "ba")
    ]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (row(1, subject="ada"), "Row 4: 'ada' is neither an absolute IRI"),
        (row(1, name="\ud800"), "Row 4: The text '\\ud800' has a character that is not one"),
        (row(1, name="\ufdd0"), "Row 4: The text '\\ufdd0' has a character that is not one"),
        (row(1, name="\U0001fffe"), "Row 4: The text '\\U0001fffe' has a character"),
        (row(1)[:4], "Row 4: It must have 5 texts, one for each pointer."),
        ((*row(1), "more"), "Row 4: It must have 5 texts, one for each pointer."),
        ((*row(1)[:4], 7), "Row 4: It must have 5 texts, one for each pointer."),
        ((*row(1)[:4], None), "Row 4: It must have 5 texts, one for each pointer."),
    ],
)
@pytest.mark.parametrize("cryptosuite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize("processes", [1, 2])
def test_a_row_that_cannot_be_signed_is_named_after_all_before_it(
    bad: Any, message: str, cryptosuite: str, processes: int
) -> None:
    good = [row(number) for number in range(1, 4)]
    results = batch(cryptosuite=cryptosuite).issue([*good, bad, row(5)], processes=processes)
    assert list(itertools.islice(results, 3)) == one_by_one(good, cryptosuite=cryptosuite)
    with pytest.raises(UnsafeDocument) as caught:
        next(results)
    assert str(caught.value).startswith(message)


def test_rows_are_taken_as_results_are() -> None:
    taken = 0

    def rows() -> Iterator[Row]:
        nonlocal taken
        for number in itertools.count(1):
            taken = number
            yield row(number)

    results = batch().issue(rows())
    for _ in range(3 * GROUP):
        next(results)
    assert taken == 3 * GROUP


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_several_processes_give_the_same_in_the_same_order() -> None:
    rows = [row(number) for number in range(1, 4 * CHUNK + 3)]
    alone = list(batch().issue(rows))
    assert list(batch().issue(rows, processes=3)) == alone


def test_a_process_gives_back_what_it_signed_and_what_ended_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the others do, done in this one."""
    monkeypatch.setattr(processes, "_inherited", [batch().issue_from])
    signed, error = processes._sign_chunk([row(1), row(2)], 7)
    assert (signed, error) == (one_by_one([row(1), row(2)]), None)
    signed, error = processes._sign_chunk([row(1), row(2, subject="ada")], 7)
    assert signed == one_by_one([row(1)])
    assert str(error).startswith("Row 8: 'ada' is neither an absolute IRI")


def test_no_rows_give_nothing() -> None:
    assert list(batch().issue([])) == []
    assert list(batch().issue([], processes=2)) == []


@pytest.mark.parametrize(
    "pointer",
    [
        "", "name", "/nothing", "/credentialSubject", "/evidence/9/name", "/evidence/x/name",
        "/name/0", "/credentialSubject/identifier/0/hashed",
    ],
)  # fmt: skip
def test_a_pointer_to_no_text_is_refused(pointer: str) -> None:
    with pytest.raises(UnsafeDocument) as caught:
        Batch(samples.credential(), samples.SIGNER, vary=[pointer], created=samples.ISSUED)
    assert str(caught.value) == f"The sample has no text at {pointer!r} that could vary."


def test_escaped_pointers_are_understood() -> None:
    """RFC 6901, section 4: `~1` is a slash and `~0` a tilde; here no key has one."""
    with pytest.raises(UnsafeDocument, match="no text at '/na~1me'"):
        Batch(samples.credential(), samples.SIGNER, vary=["/na~1me"], created=samples.ISSUED)


def test_a_text_that_decides_the_meaning_of_others_cannot_vary() -> None:
    with pytest.raises(UnsafeDocument) as caught:
        Batch(samples.credential(), samples.SIGNER, vary=["/type/1"], created=samples.ISSUED)
    assert caught.value.path == "/type/1"
    assert str(caught.value) == (
        "This text cannot vary in a batch: it decides what the rest of the credential means."
    )


def test_another_issuers_key_is_refused_at_once() -> None:
    with pytest.raises(KeyProblem):
        batch(samples.DID_KEY_SIGNER)
