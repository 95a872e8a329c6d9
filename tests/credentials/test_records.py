"""Learner records (CLR 2.0), profiles and other credentials than badges."""

import json
from typing import Any

import pytest
from openbadgeslib.ob3.verifier import OB3VerificationError

from acquis.credentials import (
    Association,
    Check,
    CheckName,
    IdentityObject,
    Kind,
    LearnerRecord,
    Outcome,
    Profile,
    ProfileCredential,
    StatusEntry,
    UnsafeDocument,
    Verdict,
    examine,
    issue,
    issue_jwt,
)
from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.rdfc10 import canonicalize
from acquis.credentials.checks.embedded import check_members
from acquis.credentials.proofs import data_integrity
from tests.credentials import others, samples
from tests.credentials.endorsing import endorsement
from tests.credentials.lists import URL, status_list
from tests.credentials.model.everything import ACHIEVEMENT, endorsement_of, person
from tests.credentials.samples import DID, DID_KEY, DID_KEY_SIGNER, DOCUMENTS, ISSUED, NOW, SIGNER
from tests.credentials.tampering import Change, both, drop, put

pytestmark = pytest.mark.unit

HOLDER = "urn:uuid:0f1e2d3c-4b5a-4678-9abc-def012345678"
RECORD = "urn:uuid:11111111-2222-4333-8444-555555555555"
FIRST, SECOND = "urn:uuid:first", "urn:uuid:second"
PREVIOUS = "https://campus.example/achievements/6"


def member(identifier: str = FIRST, **changes: Any) -> bytes:
    return issue(samples.credential(id=identifier, **changes), SIGNER, created=ISSUED)


def foreign_member() -> bytes:
    credential = samples.credential(id=SECOND, issuer=Profile(id=DID_KEY, name="Fédération"))
    return issue(credential, DID_KEY_SIGNER, created=ISSUED)


def record(*members: bytes, **changes: Any) -> LearnerRecord:
    values: dict[str, Any] = {
        "id": RECORD,
        "issuer": Profile(id=DID, name="Campus Élan"),
        "members": members or (member(), foreign_member()),
        "valid_from": ISSUED,
        "name": "Relevé",
        "holder": HOLDER,
        "identifier": (IdentityObject.of_email(samples.EMAIL, salt=samples.SALT),),
        "achievements": (samples.achievement(id=PREVIOUS),),
        "associations": (
            Association(association_type="precedes", source=FIRST, target=SECOND),
            Association(association_type="isPartOf", source=PREVIOUS, target=ACHIEVEMENT),
        ),
        "partial": True,
    }
    return LearnerRecord(**(values | changes))


def gathered(data: bytes, **options: Any) -> tuple[str, str, str, str]:
    """The verdict, and the whole check of members; every other check passes."""
    report = examine(data, now=NOW, did_documents=DOCUMENTS, **options)
    (check,) = [check for check in report.checks if check.name == CheckName.CREDENTIALS]
    rest = {one.outcome for one in report.checks if one is not check}
    assert rest <= {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    return report.verdict.value, check.outcome.value, check.reason, check.text


def signed(*members: bytes, **changes: Any) -> bytes:
    changes.setdefault("associations", ())
    return issue(record(*members, **changes), SIGNER, created=ISSUED)


def changed(change: Change) -> bytes:
    document = record().to_json()
    change(document)
    return samples.packed(data_integrity.add_proof(document, SIGNER, created=ISSUED))


def test_a_record_is_written_as_the_specification_says() -> None:
    document = record().to_json()
    subject = document.pop("credentialSubject")
    members = subject.pop("verifiableCredential")
    assert members == [json.loads(member()), json.loads(foreign_member())]
    assert document == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": RECORD,
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Relevé",
        "partial": True,
        "issuer": {"id": DID, "type": ["Profile"], "name": "Campus Élan"},
        "validFrom": "2026-03-01T09:00:00Z",
        "credentialSchema": [
            {
                "id": "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/"
                "clr_v2p0_clrcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
    }
    assert subject == {
        "id": HOLDER,
        "type": ["ClrSubject"],
        "identifier": [IdentityObject.of_email(samples.EMAIL, salt=samples.SALT).to_json()],
        "achievement": [samples.achievement(id=PREVIOUS).to_json()],
        "association": [
            {
                "type": ["Association"],
                "associationType": "precedes",
                "sourceId": FIRST,
                "targetId": SECOND,
            },
            {
                "type": ["Association"],
                "associationType": "isPartOf",
                "sourceId": PREVIOUS,
                "targetId": ACHIEVEMENT,
            },
        ],
    }


def test_a_record_and_each_of_its_members_are_verified_by_themselves() -> None:
    data = issue(record(), SIGNER, created=ISSUED)
    report = examine(data, now=NOW, did_documents=DOCUMENTS, expected_email=samples.EMAIL)
    assert report.verdict == Verdict.VALID
    assert report.kind == Kind.LEARNER_RECORD
    assert report.checks == (
        Check(CheckName.STRUCTURE, Outcome.PASSED, "well_formed_record"),
        Check(CheckName.CONTEXT, Outcome.PASSED, "context_known"),
        Check(CheckName.PROOF, Outcome.PASSED, "proof_matches"),
        Check(CheckName.ISSUER_KEY, Outcome.PASSED, "key_belongs", {"issuer": DID}),
        Check(
            CheckName.DATES,
            Outcome.PASSED,
            "dates_current",
            {"since": "2026-03-01T09:00:00Z", "until": ""},
        ),
        Check(CheckName.STATUS, Outcome.NOT_APPLICABLE, "no_status"),
        Check(CheckName.ENDORSEMENTS, Outcome.NOT_APPLICABLE, "no_endorsement"),
        Check(CheckName.CREDENTIALS, Outcome.PASSED, "members_hold", {"count": "2"}),
        Check(CheckName.IDENTITY, Outcome.PASSED, "identity_matches"),
    )
    assert [one.document for one in report.credentials] == [
        json.loads(member()),
        json.loads(foreign_member()),
    ]
    assert [one.verdict for one in report.credentials] == [Verdict.VALID] * 2
    assert report.to_json()["credentials"] == [one.to_json() for one in report.credentials]


def test_a_record_is_canonicalised_as_others_do_it() -> None:
    document = json.loads(issue(record(), SIGNER, created=ISSUED))
    assert canonicalize(to_quads(document)) == others.canonical_by_others(document)


def test_others_accept_the_proofs_of_records_profiles_and_lists() -> None:
    for data in (
        issue(record(), SIGNER, created=ISSUED),
        profile_credential(),
        issue(status_list(marked=[3]), SIGNER, created=ISSUED),
    ):
        others.demand_proof_by_openbadgeslib(data, SIGNER.public_key)
        with pytest.raises(OB3VerificationError):
            others.demand_proof_by_openbadgeslib(data, samples.OTHER_SIGNER.public_key)


@pytest.mark.parametrize("end", ["source", "target"])
def test_an_association_must_name_what_the_record_holds(end: str) -> None:
    ends = {"source": FIRST, "target": SECOND} | {end: "urn:uuid:elsewhere"}
    with pytest.raises(UnsafeDocument) as refused:
        record(associations=(Association(association_type="precedes", **ends),)).to_json()
    assert str(refused.value) == (
        "An association names 'urn:uuid:elsewhere', which the record does not hold. Name the id of "
        "one of its credentials or achievements."
    )


MEMBER = "credentialSubject/verifiableCredential/0"
MISMATCH = "The signature does not match: the content was changed after signing."


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (put(f"{MEMBER}/credentialSubject/achievement/name", "Diriger une usine"), MISMATCH),
        (drop(f"{MEMBER}/validUntil"), MISMATCH),
        (drop(f"{MEMBER}/proof"), "The document is not signed."),
        # To the record's own signature these two say the same as before.
        (
            lambda document: put("credentialSubject/achievement/1", _taken(document))(document),
            "The document is not a complete credential: it names no achievement.",
        ),
    ],
    ids=["changed", "without end", "unsigned", "moved"],
)
def test_a_record_cannot_carry_what_does_not_hold(change: Change, detail: str) -> None:
    document = record(associations=()).to_json()
    document["credentialSubject"]["achievement"].append(None)
    change(document)
    document["credentialSubject"]["achievement"] = [
        one for one in document["credentialSubject"]["achievement"] if one
    ]
    data = samples.packed(data_integrity.add_proof(document, SIGNER, created=ISSUED))
    issuer = "?" if "names no achievement" in detail else DID
    assert gathered(data) == (
        "invalid",
        "failed",
        "member_broken",
        f"A credential in it, by {issuer}, does not hold: {detail}",
    )


def _taken(document: dict[str, Any]) -> Any:
    subject = document["credentialSubject"]["verifiableCredential"][0]["credentialSubject"]
    return subject.pop("achievement")


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (
            (member(valid_until=NOW), foreign_member()),
            (
                "valid",
                "passed",
                "members_partly",
                "Of the 2 credentials that it gathers, 1 hold; the others are no longer in force.",
            ),
        ),
        (
            (member(valid_until=NOW),),
            (
                "valid",
                "not_applicable",
                "members_lapsed",
                "None of the credentials that it gathers (1) is in force any more.",
            ),
        ),
        (
            (member(status=(StatusEntry(list_url=URL, index=5),)),),
            (
                "undecided",
                "undecided",
                "member_undecided",
                f"A credential in it, by {DID}, could not be checked: The issuer's status list was "
                "not looked up, because this check is offline.",
            ),
        ),
    ],
    ids=["partly", "lapsed", "undecided"],
)
def test_members_out_of_force_are_counted_apart(
    members: tuple[bytes, ...], expected: tuple[str, ...]
) -> None:
    assert gathered(signed(*members)) == expected


def test_a_list_that_many_members_share_is_asked_for_once() -> None:
    members = [
        member(f"urn:uuid:{number}", status=(StatusEntry(list_url=URL, index=number),))
        for number in range(5)
    ]
    shelf = samples.Shelf({URL: issue(status_list(marked=[3]), SIGNER, created=ISSUED)})
    found = gathered(signed(*members), fetcher=shelf)
    assert found[:3] == ("valid", "passed", "members_partly")
    assert [url for url, *_ in shelf.asked] == [URL]


def test_a_member_carries_its_own_endorsements() -> None:
    endorsed = member(FIRST, endorsements=(endorsement(endorsed=FIRST),))
    report = examine(signed(endorsed), now=NOW, did_documents=DOCUMENTS)
    assert report.verdict == Verdict.VALID
    assert report.endorsements == ()
    assert [len(one.endorsements) for one in report.credentials] == [1]


def test_a_member_may_be_a_token_in_an_envelope() -> None:
    token = issue_jwt(samples.credential(id=SECOND), SIGNER, created=ISSUED)
    made = record(
        member(),
        token,
        associations=(Association(association_type="precedes", source=FIRST, target=SECOND),),
    )
    subject = made.to_json()["credentialSubject"]
    assert subject["verifiableCredential"][1] == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": f"data:application/vc+jwt,{token.decode()}",
        "type": "EnvelopedVerifiableCredential",
    }
    data = issue(made, SIGNER, created=ISSUED)
    assert gathered(data)[:3] == ("valid", "passed", "members_hold")
    report = examine(data, now=NOW, did_documents=DOCUMENTS)
    assert report.credentials[1].document is not None
    assert report.credentials[1].document["id"] == SECOND
    header, _, signature = token.split(b".")
    other = issue_jwt(samples.credential(id="urn:uuid:x"), SIGNER, created=ISSUED).split(b".")[1]
    forged = signed(b".".join([header, other, signature]))
    assert gathered(forged)[2] == "member_broken"


def test_a_record_may_be_a_token() -> None:
    data = issue_jwt(record(), SIGNER, created=ISSUED)
    assert gathered(data)[:3] == ("valid", "passed", "members_hold")


def test_a_record_may_be_endorsed_itself() -> None:
    report = examine(
        signed(endorsements=(endorsement(endorsed=RECORD),)), now=NOW, did_documents=DOCUMENTS
    )
    assert (report.verdict, len(report.endorsements)) == (Verdict.VALID, 1)


def test_a_record_in_a_record_is_followed_and_no_further() -> None:
    outer = signed(signed(member(), id="urn:uuid:inner"), id="urn:uuid:middle")
    assert gathered(outer)[:3] == ("valid", "passed", "members_hold")
    assert gathered(signed(outer)) == (
        "undecided",
        "undecided",
        "member_undecided",
        f"A credential in it, by {DID}, could not be checked: A credential in it, by {DID}, could "
        "not be checked: A learner record within another one is not followed.",
    )


def test_there_is_a_limit_to_the_members() -> None:
    document = {"credentialSubject": {"verifiableCredential": [{}] * 65}}
    check, reports = check_members(document, examine=None)
    assert check == Check(CheckName.CREDENTIALS, Outcome.FAILED, "members_too_many")
    assert reports == ()


def test_a_record_does_not_lend_its_id_to_a_member() -> None:
    report = examine(signed(member(RECORD)), now=NOW, did_documents=DOCUMENTS)
    assert report.deciding == Check(CheckName.CONTEXT, Outcome.FAILED, "described_twice")


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (put("credentialSubject", []), "it has no credentialSubject, or several."),
        (put("credentialSubject/type", "Profile"), "its subject's type lacks ClrSubject."),
        (put("credentialSubject/verifiableCredential", []), "it gathers no credentials."),
        (drop("validFrom"), "it has no validFrom."),
    ],
)
def test_a_record_without_its_parts_is_none(change: Change, detail: str) -> None:
    document = record().to_json()
    change(document)
    report = examine(samples.packed(document), now=NOW)
    assert report.checks[0] == Check(
        CheckName.STRUCTURE, Outcome.FAILED, "not_a_credential", {"detail": detail}
    )


def profile_credential(**changes: Any) -> bytes:
    values: dict[str, Any] = {
        "id": "urn:uuid:profile",
        "issuer": Profile(id=DID, name="Campus Élan"),
        "profile": person(),
        "valid_from": ISSUED,
        "name": "Assesseuse agréée",
    }
    return issue(ProfileCredential(**(values | changes)), SIGNER, created=ISSUED)


def test_a_profile_is_issued_and_verified() -> None:
    report = examine(profile_credential(), now=NOW, did_documents=DOCUMENTS)
    assert (report.verdict, report.kind) == (Verdict.VALID, Kind.PROFILE)
    assert report.checks[0] == Check(CheckName.STRUCTURE, Outcome.PASSED, "well_formed_profile")
    assert report.document is not None
    assert report.document["credentialSubject"] == person().to_json()
    document = json.loads(profile_credential())
    assert canonicalize(to_quads(document)) == others.canonical_by_others(document)


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (put("type", ["VerifiableCredential", "ProfileCredential"]), ""),
        (drop("credentialSubject/id"), "its subject is no Profile with an id."),
        (
            both(
                put("type", ["VerifiableCredential", "ProfileCredential"]),
                put("credentialSubject/type", "AchievementSubject"),
            ),
            "its subject is no Profile with an id.",
        ),
        (
            both(
                put("type", ["VerifiableCredential", "ProfileCredential"]),
                put("credentialSubject", []),
            ),
            "it has no credentialSubject, or several.",
        ),
    ],
)
def test_a_profile_needs_an_id(change: Change, detail: str) -> None:
    document = json.loads(profile_credential())
    change(document)
    check = examine(samples.packed(document), now=NOW).checks[0]
    expected = (
        Check(CheckName.STRUCTURE, Outcome.FAILED, "not_a_credential", {"detail": detail})
        if detail
        else Check(CheckName.STRUCTURE, Outcome.PASSED, "well_formed_profile")
    )
    assert check == expected


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (put("credentialSubject", []), "it has no credentialSubject, or several."),
        (drop("credentialSubject/id"), "it does not say by an id what it endorses."),
        (
            put("credentialSubject/type", "Profile"),
            "its subject's type lacks EndorsementSubject.",
        ),
    ],
)
def test_an_endorsement_without_its_parts_is_none(change: Change, detail: str) -> None:
    document = endorsement_of("urn:uuid:x").to_json()
    change(document)
    report = examine(samples.packed(document), now=NOW)
    assert report.checks[0] == Check(
        CheckName.STRUCTURE, Outcome.FAILED, "not_a_credential", {"detail": detail}
    )


OTHER = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": "VerifiableCredential",
    "issuer": DID,
    "credentialSubject": {"id": "urn:uuid:x"},
}


def test_a_credential_that_is_no_badge_is_checked_as_far_as_it_can_be() -> None:
    data = samples.packed(data_integrity.add_proof(OTHER, SIGNER, created=ISSUED))
    report = examine(data, now=NOW, did_documents=DOCUMENTS)
    assert (report.verdict, report.kind) == (Verdict.UNDECIDED, Kind.OTHER)
    assert [(check.name.value, check.outcome.value, check.reason) for check in report.checks] == [
        ("structure", "undecided", "no_badge"),
        ("context", "passed", "context_known"),
        ("proof", "passed", "proof_matches"),
        ("issuer_key", "passed", "key_belongs"),
        ("dates", "passed", "dates_open"),
        ("status", "not_applicable", "no_status"),
        ("endorsements", "not_applicable", "no_endorsement"),
    ]
    assert report.checks[0].text == (
        "The document is a verifiable credential but no badge (VerifiableCredential): what it says "
        "is not checked here."
    )
    assert report.checks[4].text == "It states no dates that would limit it."


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            put("type", ["VerifiableCredential", "JsonSchemaCredential"]),
            Check(
                CheckName.STRUCTURE, Outcome.UNDECIDED, "no_badge", {"type": "JsonSchemaCredential"}
            ),
        ),
        (
            put("credentialSubject", []),
            Check(
                CheckName.STRUCTURE,
                Outcome.FAILED,
                "not_a_credential",
                {"detail": "it says nothing of any subject."},
            ),
        ),
    ],
)
def test_a_credential_of_another_kind_says_which(change: Change, expected: Check) -> None:
    document = dict(OTHER)
    change(document)
    assert examine(samples.packed(document), now=NOW).checks[0] == expected


def test_a_credential_may_state_only_its_end() -> None:
    document = OTHER | {"validUntil": "2028-03-01T09:00:00Z"}
    data = samples.packed(data_integrity.add_proof(document, SIGNER, created=ISSUED))
    report = examine(data, now=NOW, did_documents=DOCUMENTS)
    (dates,) = [check for check in report.checks if check.name == CheckName.DATES]
    assert dates.text == "Valid until 2028-03-01T09:00:00Z."


def test_one_verification_asks_for_no_more_than_so_many_documents() -> None:
    """A record whose members each name a server of their own."""
    members = [
        member(f"urn:uuid:{number}", status=(StatusEntry(list_url=f"{URL}{number}", index=0),))
        for number in range(16)
    ]
    document = json.loads(signed(*members))
    entries = [
        StatusEntry(list_url=f"{URL}{number}-{one}", index=0).to_json()
        for number in range(16)
        for one in range(4)
    ]
    for number, one in enumerate(document["credentialSubject"]["verifiableCredential"]):
        one["credentialStatus"] = entries[number * 4 : number * 4 + 4]
    shelf = samples.Shelf({})
    report = examine(samples.packed(document), now=NOW, fetcher=shelf, did_documents=DOCUMENTS)
    assert len(shelf.asked) == 32
    last = report.credentials[-1].checks
    (status,) = [check for check in last if check.name == CheckName.STATUS]
    assert status.text == (
        "The issuer's status list could not be had: The credential refers to more documents than "
        "are looked up."
    )
