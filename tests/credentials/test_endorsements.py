"""Endorsements inside a credential: each verified by itself, none able to say anything else."""

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from openbadgeslib.ob3.verifier import OB3VerificationError
from openvc.proof.errors import ProofMalformed

from acquis.credentials import (
    Check,
    CheckName,
    Credential,
    Kind,
    LocalSigner,
    Outcome,
    Profile,
    StatusEntry,
    Verdict,
    examine,
    issue,
    issue_jwt,
    structure,
)
from acquis.credentials.checks.embedded import check_endorsements
from acquis.credentials.examination import Examination, World
from acquis.credentials.keys import KeyRing
from acquis.credentials.proofs import data_integrity
from tests.credentials import others, samples
from tests.credentials.endorsing import endorsement
from tests.credentials.lists import URL, status_list
from tests.credentials.model.everything import (
    ACHIEVEMENT,
    CREDENTIAL,
    ENDORSER,
    endorsement_of,
)
from tests.credentials.samples import DID, DID_KEY, DID_KEY_SIGNER, DOCUMENTS, ISSUED, NOW, SIGNER
from tests.credentials.tampering import Change, both, drop, judged, put

pytestmark = pytest.mark.unit

NOBODY = "did:web:nobody.example"


def with_endorsements(*documents: bytes, **changes: Any) -> bytes:
    return issue(credential(*documents, **changes), SIGNER, created=ISSUED)


def credential(*documents: bytes, **changes: Any) -> Credential:
    return samples.credential(endorsements=documents, **changes)


def endorsed(document: bytes, **options: Any) -> tuple[str, str, str, str]:
    """The verdict, and the whole check; every other check passes."""
    report = examine(document, now=NOW, did_documents=DOCUMENTS, **options)
    (check,) = [check for check in report.checks if check.name == CheckName.ENDORSEMENTS]
    others_ = {one.outcome for one in report.checks if one is not check}
    assert others_ <= {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    return report.verdict.value, check.outcome.value, check.reason, check.text


def holds(count: int) -> tuple[str, str, str, str]:
    text = f"Every endorsement that it carries holds ({count})."
    return "valid", "passed", "endorsements_hold", text


def broken(detail: str, issuer: str = DID_KEY) -> tuple[str, str, str, str]:
    text = f"The endorsement by {issuer} does not hold: {detail}"
    return "invalid", "failed", "endorsement_broken", text


MISMATCH = "The signature does not match: the content was changed after signing."


def test_an_endorsement_of_the_credential_is_verified_by_itself() -> None:
    data = with_endorsements(endorsement())
    report = examine(data, now=NOW, did_documents=DOCUMENTS)
    assert endorsed(data) == holds(1)
    (inner,) = report.endorsements
    assert inner.document == json.loads(endorsement())
    assert inner.kind == Kind.ENDORSEMENT
    since, until = "2026-03-01T09:00:00Z", "2028-03-01T09:00:00Z"
    assert inner.checks == (
        Check(CheckName.STRUCTURE, Outcome.PASSED, "well_formed_endorsement"),
        Check(CheckName.CONTEXT, Outcome.PASSED, "context_known"),
        Check(CheckName.PROOF, Outcome.PASSED, "proof_matches"),
        Check(CheckName.ISSUER_KEY, Outcome.PASSED, "key_belongs", {"issuer": DID_KEY}),
        Check(CheckName.DATES, Outcome.PASSED, "dates_until", {"since": since, "until": until}),
        Check(CheckName.STATUS, Outcome.NOT_APPLICABLE, "no_status"),
        Check(CheckName.ENDORSEMENTS, Outcome.NOT_APPLICABLE, "no_endorsement"),
    )
    assert report.to_json()["endorsements"] == [inner.to_json()]
    assert "credentials" not in report.to_json()


def test_others_verify_a_credential_that_carries_one() -> None:
    achievement = samples.achievement(endorsements=(endorsement(endorsed=ACHIEVEMENT),))
    on_achievement = with_endorsements(subject=samples.subject(achievement=achievement))
    for data in (on_achievement, with_endorsements(endorsement(endorsed=DID))):
        assert others.issuer_by_openbadgeslib(data, DOCUMENTS[DID]) == DID
    others.demand_proof_by_openbadgeslib(endorsement(), DID_KEY_SIGNER.public_key)


@pytest.mark.parametrize("judge", [others.issuer_by_openbadgeslib, others.issuer_by_openvc])
def test_others_refuse_every_endorsement_of_the_credential_itself(
    judge: Callable[[bytes, Mapping[str, Any]], str],
) -> None:
    """They see the danger, but not that a comment is harmless: whoever must be read by them
    endorses the achievement. Should this fail, they have learnt it; it then belongs above."""
    with pytest.raises(
        (OB3VerificationError, ProofMalformed), match=r"own node .* is described again inside"
    ):
        judge(with_endorsements(endorsement()), DOCUMENTS[DID])


def test_an_endorsement_verifies_alone_too() -> None:
    report = examine(endorsement(), now=NOW)
    assert (report.verdict, report.kind) == (Verdict.VALID, Kind.ENDORSEMENT)


@pytest.mark.parametrize(
    "endorsed_id",
    [
        CREDENTIAL,
        ACHIEVEMENT,
        DID,
        "urn:uuid:0f1e2d3c-4b5a-4678-9abc-def012345678",
    ],
    ids=["credential", "achievement", "issuer", "holder"],
)
def test_one_on_the_credential_may_be_about_what_is_in_it(endorsed_id: str) -> None:
    assert endorsed(with_endorsements(endorsement(endorsed=endorsed_id))) == holds(1)


@pytest.mark.parametrize("endorsed_id", [CREDENTIAL, DID, "urn:uuid:elsewhere"])
def test_one_on_the_achievement_must_be_about_the_achievement(endorsed_id: str) -> None:
    def of(subject: str) -> bytes:
        achievement = samples.achievement(endorsements=(endorsement(endorsed=subject),))
        return with_endorsements(subject=samples.subject(achievement=achievement))

    assert endorsed(of(ACHIEVEMENT)) == holds(1)
    assert endorsed(of(endorsed_id)) == (
        "invalid",
        "failed",
        "endorsement_of_another",
        f"An endorsement in it is about something else: {endorsed_id}",
    )


def test_one_about_something_else_is_refused() -> None:
    assert endorsed(with_endorsements(endorsement(endorsed="urn:uuid:elsewhere"))) == (
        "invalid",
        "failed",
        "endorsement_of_another",
        "An endorsement in it is about something else: urn:uuid:elsewhere",
    )


def test_a_badge_is_no_endorsement() -> None:
    badge = issue(samples.credential(id="urn:uuid:other", endorsements=()), SIGNER, created=ISSUED)
    assert endorsed(with_endorsements(badge)) == (
        "invalid",
        "failed",
        "endorsement_is_none",
        "What stands as an endorsement is none.",
    )


def resigned(change: Change, *documents: bytes) -> bytes:
    """A credential with endorsements, changed by its issuer before signing."""
    document = credential(*documents or (endorsement(),)).to_json()
    change(document)
    return samples.packed(data_integrity.add_proof(document, SIGNER, created=ISSUED))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            put("endorsement/0/credentialSubject/endorsementComment", "Nous le déconseillons."),
            broken(MISMATCH),
        ),
        (put("endorsement/0/issuer/name", "Ministère"), broken(MISMATCH)),
        (drop("endorsement/0/validUntil"), broken(MISMATCH)),
        (drop("endorsement/0/proof"), broken("The document is not signed.")),
        (
            drop("endorsement/0/@context"),
            broken(
                "The document is not a complete credential: its first context is not that "
                "of Verifiable Credentials 2.0.",
                "?",
            ),
        ),
        (
            put("endorsement/0/issuer", DID),
            broken("The signature does not match: the content was changed after signing.", DID),
        ),
    ],
)
def test_a_forged_endorsement_is_noticed_though_the_issuer_signed_it(
    change: Change, expected: tuple[str, ...]
) -> None:
    assert endorsed(resigned(change)) == expected


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        ([[1]], "The document cannot be read: The document is JSON, but not an object."),
        ([5], "The document cannot be read: The document is JSON, but not an object."),
        (
            "x",
            "The document cannot be read: The document is not JSON: Expecting value (line 1, "
            "column 1).",
        ),
    ],
)
def test_what_is_not_even_an_object_is_no_endorsement(value: Any, detail: str) -> None:
    document = {"id": "urn:a", "endorsement": value}
    check, reports = check_endorsements(document, examine=_examine)
    (report,) = reports
    assert check == Check(
        CheckName.ENDORSEMENTS,
        Outcome.FAILED,
        "endorsement_broken",
        {"issuer": "?"},
        report.checks[0],
    )
    assert check.text == f"The endorsement by ? does not hold: {detail}"


def _examine(found: Any) -> Any:
    keys = KeyRing(fetcher=None, documents={})
    world = World(now=NOW, fetcher=None, keys=keys, sources=None, depth=1)
    return Examination(world).run_inner(found)


LAPSED = endorsement(valid_until=NOW)
OF_NOBODY = Profile(id=NOBODY, name="Personne")
BY_NOBODY = endorsement(LocalSigner(samples.OTHER_SEED, f"{NOBODY}#1"), issuer=OF_NOBODY, number=3)


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        (
            (LAPSED,),
            (
                "valid",
                "not_applicable",
                "endorsements_lapsed",
                "None of its endorsements (1) is in force any more.",
            ),
        ),
        (
            (LAPSED, endorsement(number=2)),
            (
                "valid",
                "passed",
                "endorsements_partly",
                "Of 2 endorsements, 1 hold; the others are no longer in force.",
            ),
        ),
        (
            (endorsement(number=2), BY_NOBODY, LAPSED),
            (
                "undecided",
                "undecided",
                "endorsement_undecided",
                f"The endorsement by {NOBODY} could not be checked: The signature cannot be "
                "checked without the issuer's key.",
            ),
        ),
        ((endorsement(), endorsement(number=2), endorsement(number=3)), holds(3)),
    ],
    ids=["lapsed", "partly", "offline", "three"],
)
def test_what_is_no_longer_in_force_takes_nothing_from_the_credential(
    documents: tuple[bytes, ...], expected: tuple[str, ...]
) -> None:
    assert endorsed(with_endorsements(*documents)) == expected


@pytest.mark.parametrize(
    ("marked", "reason"), [([], "endorsements_hold"), ([5], "endorsements_lapsed")]
)
def test_an_endorser_can_revoke_its_endorsement(marked: list[int], reason: str) -> None:
    document = with_endorsements(endorsement(status=(StatusEntry(list_url=URL, index=5),)))
    kept = status_list(issuer=ENDORSER, marked=marked)
    shelf = samples.Shelf({URL: issue(kept, DID_KEY_SIGNER, created=ISSUED)})
    assert endorsed(document, fetcher=shelf)[2] == reason


def jwt(**changes: Any) -> bytes:
    document = replace(endorsement_of(CREDENTIAL), **changes)
    return issue_jwt(document, DID_KEY_SIGNER, created=ISSUED)


def test_an_endorsement_may_be_a_token() -> None:
    data = with_endorsements(jwt(), endorsement(number=2))
    assert endorsed(data) == holds(2)
    report = examine(data, now=NOW, did_documents=DOCUMENTS)
    assert [one.kind for one in report.endorsements] == [Kind.ENDORSEMENT] * 2
    assert endorsed(with_endorsements(jwt(endorsed="urn:uuid:x")))[2] == "endorsement_of_another"
    assert endorsed(with_endorsements(jwt(valid_until=NOW)))[2] == "endorsements_lapsed"
    header, _, signature = jwt().split(b".")
    other = jwt(comment="Autre.").split(b".")[1]
    assert endorsed(with_endorsements(b".".join([header, other, signature]))) == broken(MISMATCH)


def test_a_token_carries_endorsements_as_a_document_does() -> None:
    data = issue_jwt(credential(endorsement(), jwt()), SIGNER, created=ISSUED)
    assert endorsed(data) == holds(2)


def test_a_credential_without_endorsements_has_none_to_check() -> None:
    assert check_endorsements({"id": CREDENTIAL}, examine=_examine) == (
        Check(CheckName.ENDORSEMENTS, Outcome.NOT_APPLICABLE, "no_endorsement"),
        (),
    )


def test_there_is_a_limit_to_their_number() -> None:
    carried = [json.loads(endorsement())]
    check, _ = check_endorsements({"id": CREDENTIAL, "endorsement": carried * 16}, examine=_examine)
    assert check == Check(
        CheckName.ENDORSEMENTS, Outcome.PASSED, "endorsements_hold", {"count": "16"}
    )
    check, reports = check_endorsements(
        {"id": CREDENTIAL, "endorsement": carried * 17}, examine=_examine
    )
    assert check == Check(CheckName.ENDORSEMENTS, Outcome.FAILED, "endorsements_too_many")
    assert reports == ()


def nested(depth: int) -> dict[str, Any]:
    """An endorsement of the credential that carries endorsements of itself, and so on."""
    document = endorsement_of(CREDENTIAL).to_json()
    identifiers = [CREDENTIAL, *(f"urn:uuid:level-{level}" for level in range(depth))]
    inner: dict[str, Any] | None = None
    for level in reversed(range(depth)):
        document = endorsement_of(identifiers[level]).to_json() | {"id": identifiers[level + 1]}
        if inner is not None:
            document["endorsement"] = [inner]
        inner = data_integrity.add_proof(document, DID_KEY_SIGNER, created=ISSUED)
    assert inner is not None
    return inner


def test_endorsements_of_endorsements_are_followed_and_no_further() -> None:
    assert endorsed(with_endorsements(samples.packed(nested(2)))) == holds(1)
    found = endorsed(with_endorsements(samples.packed(nested(3))))
    assert found == (
        "undecided",
        "undecided",
        "endorsement_undecided",
        f"The endorsement by {DID_KEY} could not be checked: The endorsement by {DID_KEY} could "
        "not be checked: Endorsements of endorsements of endorsements are not followed.",
    )


# What a holder may try: move what the issuer signed to where nobody looks.

STATUS = {
    "id": f"{URL}#94567",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "94567",
    "statusListCredential": URL,
}
SUBJECT = "endorsement/0/credentialSubject"


def moved(name: str, target: str = SUBJECT) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        put(f"{target}/{name}", document.pop(name))(document)

    return change


def typed(*types: str) -> Change:
    return put(f"{SUBJECT}/type", ["EndorsementSubject", *types])


def retyped(document: dict[str, Any]) -> None:
    """Takes the credential's own type along, without which the property would not be defined."""
    put(f"{SUBJECT}/type", ["EndorsementSubject", "VerifiableCredential"])(document)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("validUntil", both(retyped, moved("validUntil"))),
        ("credentialStatus", both(retyped, moved("credentialStatus"))),
        ("evidence", both(retyped, moved("evidence"))),
        ("name", moved("name")),
        ("description", moved("description")),
        ("image", moved("image")),
    ],
)
def test_a_holder_cannot_move_what_was_signed_into_an_endorsement(
    name: str, change: Change
) -> None:
    """To the signature the moved property stands where it stood: only the shape betrays it."""
    whole = credential(endorsement()).to_json() | {"credentialStatus": STATUS}
    altered = deepcopy(whole)
    change(altered)
    assert name not in altered
    assert data_integrity.digest_of(altered) == data_integrity.digest_of(whole)
    signed = data_integrity.add_proof(whole, SIGNER, created=ISSUED)
    data = samples.packed(altered | {"proof": signed["proof"]})
    assert judged(data) == (
        "invalid",
        "context",
        "failed",
        "described_twice",
        "The credential is described in two places, so that parts of it could be hidden.",
    )


@pytest.mark.parametrize(
    ("change", "twice"),
    [
        (lambda document: None, False),
        (drop(f"{SUBJECT}/endorsementComment"), False),
        (put(f"{SUBJECT}/type", "EndorsementSubject"), False),
        (lambda document: document.update(endorsement=document["endorsement"][0]), False),
        (put("endorsement/0/id", CREDENTIAL), True),
        (put("endorsement/0/issuer/id", CREDENTIAL), True),
        (put(f"{SUBJECT}/name", "x"), True),
        (drop(f"{SUBJECT}/type"), True),
        (put(f"{SUBJECT}/type", ["EndorsementSubject", "Profile"]), True),
        (put(f"{SUBJECT}/type", ["EndorsementSubject", "EndorsementSubject"]), True),
        (put(f"{SUBJECT}/endorsementComment", {"id": CREDENTIAL}), True),
        (put(f"{SUBJECT}/endorsementComment", [{"id": CREDENTIAL, "validUntil": "x"}]), True),
        (put("endorsement/0/credentialSubject", [{"id": CREDENTIAL}]), True),
        (
            lambda document: document.update(
                evidence=[{"type": "Evidence", "credentialSubject": {"id": CREDENTIAL}}]
            ),
            True,
        ),
        (
            lambda document: document.update(
                evidence=[{"credentialSubject": {"id": CREDENTIAL, "type": ["EndorsementSubject"]}}]
            ),
            True,
        ),
        (put("evidence/0/id", CREDENTIAL), True),
        (put("issuer/id", CREDENTIAL), True),
        (lambda document: document.pop("id"), False),
    ],
)
def test_only_a_comment_may_be_made_on_the_credential_itself(change: Change, twice: bool) -> None:
    document = credential(endorsement()).to_json()
    change(document)
    assert structure.is_described_twice(document) is twice


def test_the_credential_is_not_itself_an_endorsement_subject_elsewhere() -> None:
    """An endorsement that endorses itself says two things under one id."""
    document = endorsement_of("urn:uuid:00000000-0000-4000-8000-000000000001").to_json()
    assert structure.is_described_twice(document) is True
