"""One document for each way in which its content can be wrong, and the exact verdict on it."""

import pytest

from acquis.credentials import Verdict, verify
from acquis.credentials.contexts import CREDENTIALS_V2
from tests.credentials import samples
from tests.credentials.samples import DID, DOCUMENTS, NOW, parsed
from tests.credentials.tampering import Change, both, changed, drop, judged, put

pytestmark = pytest.mark.unit

MISMATCH = (
    "invalid",
    "proof",
    "failed",
    "proof_mismatch",
    "The signature does not match: the content was changed after signing.",
)


@pytest.mark.parametrize(
    "change",
    [
        put("name", "Animer une réunion utile"),
        put("credentialSubject/achievement/name", "Diriger une usine"),
        put("credentialSubject/achievement/criteria/narrative", "Rien."),
        put("credentialSubject/achievement/alignment/0/targetUrl", "https://skills.example/x"),
        put("credentialSubject/result/0/achievedLevel", f"{samples.LEVELS}1"),
        put("credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0/level", "3"),
        put("credentialSubject/id", "urn:uuid:00000000-0000-4000-8000-000000000000"),
        put("credentialSubject/identifier/0/salt", "other"),
        put("credentialSubject/identifier/0/hashed", False),
        put("issuer/name", "Une grande école"),
        put("validFrom", "2026-02-01T09:00:00Z"),
        put("validUntil", "2099-03-01T09:00:00Z"),
        drop("validUntil"),
        drop("evidence"),
        drop("credentialSubject/result"),
        put("evidence/0/narrative", "Ligne 1 Ligne 2"),
        put("proof/0/created", "2026-03-01T09:00:01Z"),
        put("proof/0/domain", "campus.example"),
        put("proof/0/expires", "2099-01-01T00:00:00Z"),
        put("proof/0/proofValue", "z" + "1" * 64),
        put("id", "urn:uuid:00000000-0000-4000-8000-000000000000"),
        put("type", ["VerifiableCredential", "OpenBadgeCredential", "Evidence"]),
        lambda document: document["evidence"].append(document["evidence"][0] | {"id": "urn:x"}),
    ],
    ids=lambda change: None,
)
def test_whatever_is_changed_after_signing_is_noticed(change: Change) -> None:
    assert judged(changed(change)) == MISMATCH


def test_what_means_the_same_verifies_however_it_is_written() -> None:
    document = parsed()
    document["proof"] = document["proof"][0]
    document["evidence"].reverse()
    document["type"].reverse()
    turned = dict(reversed(document.items()))
    report = verify(samples.packed(turned), now=NOW, did_documents=DOCUMENTS)
    assert report.verdict == Verdict.VALID


def malformed(detail: str) -> tuple[str, ...]:
    return "invalid", "structure", "failed", "malformed", f"The document cannot be read: {detail}"


@pytest.mark.parametrize(
    ("document", "detail"),
    [
        (b"", "The document is not JSON: Expecting value (line 1, column 1)."),
        (b"[]", "The document is JSON, but not an object."),
        (samples.signed()[:-1], None),
        (samples.signed()[:-1] + b',"name":"x"}', "An object has the key 'name' twice."),
        (samples.signed()[:-1] + b',"n":NaN}', "NaN is not a JSON value."),
        (
            samples.signed()[:-1] + b',"n":1e999}',
            "The document has a number that is too large to be one.",
        ),
        (
            samples.signed()[:-1] + b',"n":"\\ud800"}',
            "The document has half of a character in a text.",
        ),
        (samples.signed()[:-1] + b',"n":"\xff"}', None),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "The document is nested deeper than 64."),
        (b"[" * 1_000_000, "The document is nested deeper than 64."),
        (b"{" + b" " * 2_097_152, "The document is larger than 2097152 bytes."),
    ],
    ids=[
        "empty",
        "array",
        "cut",
        "duplicate key",
        "NaN",
        "infinite",
        "surrogate",
        "no UTF-8",
        "depth bomb",
        "brackets",
        "size bomb",
    ],
)
def test_bytes_with_more_than_one_meaning_are_refused(document: bytes, detail: str | None) -> None:
    found = judged(document)
    assert found == malformed(detail or found[4].removeprefix("The document cannot be read: "))


FIRST = "its first context is not that of Verifiable Credentials 2.0."
NO_VC = "its type lacks VerifiableCredential."
NO_ISSUER = "it names no issuer by an IRI."


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (drop("@context"), FIRST),
        (put("@context", []), FIRST),
        (lambda d: d["@context"].reverse(), FIRST),
        (put("@context/0", {"@vocab": "urn:x"}), FIRST),
        (drop("type"), NO_VC),
        (put("type", ["OpenBadgeCredential", [], 5]), NO_VC),
        (
            put("type", ["VerifiableCredential", "OpenBadgeCredential", "ProfileCredential"]),
            "its types name several kinds of credentials.",
        ),
        (put("id", 5), "its id is not a text."),
        (put("id", None), "its id is not a text."),
        (drop("validFrom"), "it has no validFrom."),
        (put("validFrom", ["2026-03-01T09:00:00Z"]), "it has no validFrom."),
        (put("proof", ["x"]), "a proof is not an object."),
        (put("proof", 5), "a proof is not an object."),
        (drop("issuer"), NO_ISSUER),
        (put("issuer", []), NO_ISSUER),
        (put("issuer", "Campus"), NO_ISSUER),
        (put("issuer", {"id": 5}), NO_ISSUER),
        (drop("credentialSubject"), "it has no credentialSubject, or several."),
        (put("credentialSubject", []), "it has no credentialSubject, or several."),
        (drop("credentialSubject/achievement"), "it names no achievement."),
        (put("credentialSubject/achievement", "urn:a"), "it names no achievement."),
        (drop("credentialSubject/achievement/id"), "its achievement has no id."),
        (put("credentialSubject/achievement/name", ""), "its achievement has no name."),
        (drop("credentialSubject/achievement/description"), "its achievement has no description."),
        (put("credentialSubject/achievement/criteria", {}), "its achievement has no criteria."),
    ],
)
def test_json_that_is_no_open_badge_is_refused(change: Change, detail: str) -> None:
    assert judged(changed(change)) == (
        "invalid",
        "structure",
        "failed",
        "not_a_credential",
        f"The document is not a complete credential: {detail}",
    )


@pytest.mark.parametrize(
    "change",
    [
        put("type", ["VerifiableCredential", "AchievementCredential"]),
        put("@context/0", CREDENTIALS_V2),
        put("issuer", DID),
    ],
)
def test_other_ways_to_write_an_open_badge_verify(change: Change) -> None:
    report = verify(samples.resigned(change), now=NOW, did_documents=DOCUMENTS)
    assert report.verdict == Verdict.VALID


def unsafe(detail: str) -> tuple[str, ...]:
    text = f"Part of the document would not be covered by its proof: {detail}"
    return "invalid", "context", "failed", "context_unsafe", text


def blank(index: int, **terms: object) -> dict[str, object]:
    return {"id": f"_:b{index}", "type": ["Profile"], **terms}


ALIKE = [{"type": ["Profile"], "parentOrg": [{"type": ["Profile"], "name": "x"}] * 9}] * 2
TOO_COMPLEX = (
    "invalid",
    "context",
    "failed",
    "too_complex",
    "The document is built to be very slow to check, and is refused.",
)
OWN = "The document defines a context of its own. Only published, pinned contexts are accepted."
PLAIN = "The name {!r} is not a plain term. Write every name as the contexts define it."
UNTIL_IRI = "https://www.w3.org/2018/credentials#validUntil"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda d: d["@context"].append("https://evil.example/v1"),
            (
                "undecided",
                "context",
                "undecided",
                "context_unknown",
                "The document uses a vocabulary that is not known here, so its meaning cannot be "
                "checked: https://evil.example/v1",
            ),
        ),
        (
            lambda d: d["@context"].append({"validUntil": "urn:nothing"}),
            unsafe(OWN),
        ),
        (
            put("credentialSubject/@context", {"name": "urn:x"}),
            unsafe(OWN),
        ),
        (
            put("badgeColour", "blue"),
            unsafe(
                "The term 'badgeColour' is not defined by the document's contexts, so a signature "
                "would not cover it. Remove it, or use a term of Open Badges 3.0."
            ),
        ),
        (
            lambda d: d.update({UNTIL_IRI: d.pop("validUntil")}),
            unsafe(PLAIN.format(UNTIL_IRI)),
        ),
        (
            lambda d: d.update({"@id": d.pop("id")}),
            unsafe(PLAIN.format("@id")),
        ),
        (
            put("@graph", []),
            unsafe(PLAIN.format("@graph")),
        ),
        (
            both(
                drop("validUntil"),
                put("evidence/0/id", parsed()["id"]),
                put("evidence/0/validUntil", "2028-03-01T09:00:00Z"),
            ),
            (
                "invalid",
                "context",
                "failed",
                "described_twice",
                "The credential is described in two places, so that parts of it could be hidden.",
            ),
        ),
        (
            put("credentialSubject/achievement/creator", blank(0)),
            unsafe("The id '_:b0' is that of a blank node. Leave it out, or write a whole IRI."),
        ),
        (put("credentialSubject/achievement/creator", ALIKE), TOO_COMPLEX),
        (
            lambda d: d.update({"@context": d["@context"] * 400}),
            TOO_COMPLEX,
        ),
        (
            put("credentialSubject/achievement/creditsAvailable", 10**400),
            unsafe("The document is not valid JSON-LD: a value is out of place."),
        ),
    ],
    ids=[
        "unknown context",
        "own context",
        "own context inside",
        "undefined term",
        "IRI as a key",
        "keyword as a key",
        "graph",
        "described twice",
        "id of a blank node",
        "blank nodes that look alike",
        "contexts",
        "huge number",
    ],
)
def test_what_a_signature_would_not_cover_is_refused(
    change: Change, expected: tuple[str, ...]
) -> None:
    assert judged(changed(change)) == expected
