"""Badges of Open Badges 2.0: hosted and signed, with openbadgeslib as issuer and as judge."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from openbadgeslib.ob2.verifier import OB2Verifier

from acquis.credentials import FetchError, Kind, Report, Verdict, examine
from acquis.credentials.formats import base64url, ob2
from tests.credentials import older, samples
from tests.credentials.older import (
    ASSERTION,
    BADGE,
    CONTEXT,
    ISSUER,
    KEY,
    REVOCATIONS,
    SIGNED_ID,
    SITE,
    assertion,
    badge,
    key_document,
    profile,
    published,
    signed_assertion,
    token,
)
from tests.credentials.samples import EMAIL, NOW, Shelf, packed

pytestmark = pytest.mark.unit


def examined(document: bytes | dict[str, Any], shelf: Any = None, **options: Any) -> Report:
    data = document if isinstance(document, bytes) else packed(document)
    fetcher = Shelf(shelf) if isinstance(shelf, dict) else shelf
    return examine(data, now=NOW, fetcher=fetcher, **options)


Line = tuple[str, str, str]


def lines(report: Report) -> list[Line]:
    return [(check.name.value, check.outcome.value, check.reason) for check in report.checks]


def decided(report: Report) -> tuple[str, str, str, str]:
    """The verdict, and the check that decided it."""
    check = report.deciding
    assert check is not None
    return report.verdict.value, check.name.value, check.reason, check.text


HOSTED: list[Line] = [
    ("structure", "passed", "well_formed_2"),
    ("context", "passed", "context_known_2"),
    ("proof", "passed", "hosted_matches"),
    ("issuer_key", "passed", "host_belongs"),
    ("dates", "passed", "dates_until"),
    ("status", "passed", "status_published"),
    ("endorsements", "not_applicable", "no_endorsement"),
]
SIGNED: list[Line] = [
    *HOSTED[:2],
    ("proof", "passed", "proof_matches"),
    ("issuer_key", "passed", "key_belongs"),
    HOSTED[4],
    ("status", "passed", "status_good"),
    HOSTED[6],
]


def but(expected: list[Line], *changes: Line) -> list[Line]:
    """These lines, save those given."""
    by_name = {change[0]: change for change in changes}
    return [by_name.get(line[0], line) for line in expected]


def test_a_hosted_badge_is_what_its_issuer_publishes() -> None:
    shelf = Shelf(published())
    report = examined(assertion(), shelf, expected_email=EMAIL)
    assert lines(report) == [*HOSTED, ("identity", "passed", "identity_matches")]
    assert (report.verdict, report.kind) == (Verdict.VALID, Kind.OPEN_BADGE_2)
    wanted = "application/ld+json, application/json"
    assert shelf.asked == [(url, wanted, 2 * 1024 * 1024) for url in (ASSERTION, BADGE, ISSUER)]


def test_openbadgeslib_comes_to_the_same_verdict() -> None:
    documents = published()
    verifier = OB2Verifier(download=lambda url, **_options: documents[url])
    verifier.verify_hosted(assertion(), expected_recipient=EMAIL)
    verifier.verify(token().decode(), expected_recipient=EMAIL, check_revocation=True)


def test_what_it_says_is_put_in_the_words_of_version_3() -> None:
    report = examined(assertion(), published())
    assert report.document == {
        "id": ASSERTION,
        "type": ["Assertion"],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "identityType": "emailAddress",
                    "identityHash": assertion()["recipient"]["identity"],
                    "hashed": True,
                    "salt": "5eed5a17",
                }
            ],
            "achievement": {
                "type": ["Achievement"],
                "id": BADGE,
                "name": "Animer une réunion",
                "description": "Prépare, anime et conclut.",
                "image": {"id": f"{SITE}/7.png", "type": "Image"},
                "criteria": {"narrative": "La décision est écrite."},
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": "Animer",
                        "targetUrl": "https://skills.example/a",
                    }
                ],
                "tag": ["réunion"],
            },
        },
        "evidence": [
            {"type": ["Evidence"], "id": f"{SITE}/evidence", "narrative": "Observée en mars"}
        ],
        "issuer": {
            "type": ["Profile"],
            "id": ISSUER,
            "name": "Campus Élan",
            "url": SITE,
            "email": "contact@badges.example",
        },
        "validFrom": "2026-03-01T09:00:00+00:00",
        "validUntil": "2028-03-01T09:00:00Z",
    }


def test_what_is_not_of_its_type_is_left_out() -> None:
    strange = assertion(
        evidence=[5, "https://e.example", {"name": 5}],
        badge=badge(
            image={"id": 5},
            criteria="https://criteria.example",
            tags=[5, "a"],
            alignment=["x", {"targetName": 5}],
            issuer=5,
        ),
        recipient={"type": "url", "identity": "https://x.example"},
        expires=None,
    )
    found = ob2.in_version_3(strange)
    assert found["evidence"] == [
        {"type": ["Evidence"]},
        {"type": ["Evidence"], "id": "https://e.example"},
        {"type": ["Evidence"]},
    ]
    assert found["credentialSubject"]["identifier"] == []
    achievement = found["credentialSubject"]["achievement"]
    assert achievement["criteria"] == {"id": "https://criteria.example"}
    assert (achievement["tag"], achievement["alignment"]) == (["a"], [{"type": ["Alignment"]}])
    assert "image" not in achievement
    assert found["issuer"] == {"type": ["Profile"], "id": ""}
    assert "validUntil" not in found
    assert ob2.in_version_3({})["credentialSubject"]["achievement"]["criteria"] == {}


def test_a_baked_address_leads_to_the_badge() -> None:
    report = examined(f" {ASSERTION}\n".encode(), published())
    assert lines(report) == HOSTED
    assert report.document is not None
    assert report.document["id"] == ASSERTION
    without_id = published(assertion=assertion(id=None))
    assert decided(examined(ASSERTION.encode(), without_id))[2:] == (
        "hosted_differs",
        "The badge differs from what is published at its address: its id is not a text.",
    )
    offline = examined(ASSERTION.encode())
    assert (offline.document, offline.kind) == (None, None)
    assert lines(offline) == [
        ("structure", "undecided", "hosted_offline"),
        *((name, "not_applicable", "not_checked") for name, *_ in HOSTED[1:]),
    ]


class Answering(Shelf):
    """Answers with a status where nothing stands."""

    def __init__(self, documents: dict[str, bytes], status: int) -> None:
        super().__init__(documents)
        self.status = status

    def fetch(self, url: str, *, accept: str, max_bytes: int) -> bytes:
        try:
            return super().fetch(url, accept=accept, max_bytes=max_bytes)
        except FetchError as error:
            raise FetchError(str(error), status=self.status) from error


REVOKED = ("invalid", "status", "revoked", "The issuer revoked the credential.")


def test_a_hosted_badge_that_is_gone_or_called_revoked_is_revoked() -> None:
    gone = Answering(published(assertion=None), 410)
    assert decided(examined(assertion(), gone)) == REVOKED
    assert decided(examined(ASSERTION.encode(), gone)) == REVOKED
    revoked = {"@context": CONTEXT, "type": "Assertion", "id": ASSERTION, "revoked": True}
    assert decided(examined(assertion(), published(assertion=revoked))) == REVOKED
    assert decided(examined(ASSERTION.encode(), published(assertion=revoked))) == REVOKED
    assert decided(examined(revoked)) == REVOKED
    missing = Answering(published(assertion=None), 404)
    assert decided(examined(assertion(), missing)) == (
        "undecided",
        "proof",
        "hosted_unavailable",
        f"The badge could not be looked up at its address: {ASSERTION} is not on the shelf.",
    )


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ({"recipient": {"type": "email", "identity": "x@y.example", "hashed": False}}, "recipient"),
        ({"badge": f"{SITE}/badges/8"}, "badge"),
        ({"issuedOn": "2026-02-01T09:00:00Z"}, "issuedOn"),
        ({"expires": "2099-03-01T09:00:00Z"}, "expires"),
        ({"expires": None}, "expires"),
    ],
)
def test_a_badge_that_differs_from_what_is_published_is_refused(
    local: dict[str, Any], expected: str
) -> None:
    assert decided(examined(assertion(**local), published())) == (
        "invalid",
        "proof",
        "hosted_differs",
        f"The badge differs from what is published at its address: {expected}",
    )


@pytest.mark.parametrize(
    "local",
    [
        {"issuedOn": "2026-03-01T10:00:00.000+01:00"},
        {"evidence": None},
        {"badge": badge()},
        {"narrative": "Vu."},
    ],
)
def test_what_means_the_same_or_weighs_nothing_may_differ(local: dict[str, Any]) -> None:
    report = examined(assertion(**local), published())
    assert lines(report) == HOSTED
    assert report.document is not None
    assert "narrative" not in report.document


def issuer_key(report: Report) -> tuple[str, str, str]:
    (check,) = [check for check in report.checks if check.name == "issuer_key"]
    return check.outcome.value, check.reason, check.text


BELONGS = (
    "passed",
    "host_belongs",
    f"The badge is at an address that the issuer {ISSUER} calls its own.",
)


def strange(address: str) -> tuple[str, str, str]:
    text = f"The address {address} is none that the issuer {ISSUER} calls its own."
    return "failed", "host_of_another", text


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, BELONGS),
        ({"allowedOrigins": "badges.example"}, BELONGS),
        ({"allowedOrigins": ["a.example", "BADGES.example"]}, BELONGS),
        ({"allowedOrigins": SITE}, BELONGS),
        ({"startsWith": f"{SITE}/assertions/"}, strange(BADGE)),
        ({"startsWith": [f"{SITE}/assertions/", f"{SITE}/badges/"]}, BELONGS),
        ({"startsWith": SITE}, BELONGS),
        ({"startsWith": "https://badges.exa"}, strange(ASSERTION)),
        ({"startsWith": "http://badges.example/"}, strange(ASSERTION)),
        ({"startsWith": ""}, BELONGS),
        ({"startsWith": "https://[", "allowedOrigins": "badges.example"}, strange(ASSERTION)),
        ({"allowedOrigins": "campus.example"}, strange(ASSERTION)),
        ({"allowedOrigins": "example"}, strange(ASSERTION)),
        ({"allowedOrigins": "badges.example:8443"}, strange(ASSERTION)),
        ({"allowedOrigins": "http://badges.example"}, strange(ASSERTION)),
        ({"allowedOrigins": [5, None]}, strange(ASSERTION)),
        ("nonsense", BELONGS),
    ],
)
def test_the_address_must_be_one_that_the_issuer_calls_its_own(
    rules: Any, expected: tuple[str, ...]
) -> None:
    shelf = published(profile=profile(verification=rules))
    assert issuer_key(examined(assertion(), shelf)) == expected


def test_a_stranger_cannot_publish_in_another_issuers_name() -> None:
    evil = "https://evil.example/assertions/1"
    for theirs in (badge(), badge(issuer=profile(id=ISSUER, name="Campus")), BADGE):
        document = assertion(id=evil, badge=theirs)
        shelf = published() | {evil: packed(document)}
        assert issuer_key(examined(document, shelf)) == strange(evil)


def test_a_badge_class_elsewhere_is_not_the_issuers() -> None:
    elsewhere = "https://evil.example/badges/7"
    document = assertion(badge=elsewhere)
    shelf = published(assertion=document) | {elsewhere: packed(badge(id=elsewhere))}
    assert issuer_key(examined(document, shelf)) == strange(elsewhere)


def test_a_path_that_climbs_out_of_the_prefix_is_refused() -> None:
    for path in ("/a/../assertions/1", "/a/%2e%2e/assertions/1", "/a/..%5cassertions/1"):
        rules = {"startsWith": f"{SITE}/a/"}
        assert not ob2.is_within_scope(f"{SITE}{path}", {"id": ISSUER, "verification": rules})
    assert ob2.is_within_scope(f"{SITE}/a/b", {"id": ISSUER, "verification": rules})


@pytest.mark.parametrize("address", ["https://[", "http://badges.example/1", "urn:x", ""])
def test_what_is_no_https_address_is_nobodys(address: str) -> None:
    assert not ob2.is_within_scope(address, {"id": ISSUER})
    assert not ob2.is_within_scope(ASSERTION, {"id": address})


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        (
            {"badge": None},
            (
                "undecided",
                "key_unavailable",
                f"The issuer's keys could not be looked up: {BADGE} is not on the shelf.",
            ),
        ),
        (
            {"profile": None},
            (
                "undecided",
                "key_unavailable",
                f"The issuer's keys could not be looked up: {ISSUER} is not on the shelf.",
            ),
        ),
        (
            {"badge": badge(id="https://x.example")},
            (
                "failed",
                "issuer_malformed",
                "The description of the badge or its issuer is not sound: "
                f"{BADGE} has another document's id.",
            ),
        ),
        *(
            (
                {"badge": badge(**{name: value})},
                (
                    "failed",
                    "issuer_malformed",
                    f"The description of the badge or its issuer is not sound: {detail}",
                ),
            )
            for name, value, detail in [
                ("type", "Badge", "the badge class is none."),
                ("name", None, "the badge class has no name or no description."),
                ("description", 5, "the badge class has no name or no description."),
                ("issuer", {"name": "x"}, "the badge class names no issuer."),
            ]
        ),
        *(
            (
                {"profile": profile(**{name: value})},
                (
                    "failed",
                    "issuer_malformed",
                    f"The description of the badge or its issuer is not sound: {detail}",
                ),
            )
            for name, value, detail in [
                ("type", "Organization", "the issuer's profile is none."),
                ("name", 5, "the issuer's profile has no name."),
            ]
        ),
        (
            {"badge": badge(issuer="http://badges.example/issuer")},
            (
                "undecided",
                "key_unavailable",
                "The issuer's keys could not be looked up: 'http://badges.example/issuer' is not "
                "an https address.",
            ),
        ),
    ],
)
def test_badge_and_issuer_must_be_described_at_their_addresses(
    documents: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert issuer_key(examined(assertion(), published(**documents))) == expected


def test_a_badge_class_that_is_only_named_is_looked_up() -> None:
    document = assertion(badge={"id": BADGE})
    assert lines(examined(document, published(assertion=document))) == HOSTED


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"id": None}, "its id is not a text."),
        ({"recipient": None}, "it names no recipient."),
        ({"recipient": {"type": "email"}}, "it names no recipient."),
        ({"badge": None}, "it names no badge class."),
        ({"badge": {"name": "x"}}, "it names no badge class."),
        ({"verification": "hosted"}, "it does not say how it is verified."),
        ({"issuedOn": 1456822800}, "it has no date of issue."),
    ],
)
def test_an_assertion_without_its_parts_is_none(change: dict[str, Any], detail: str) -> None:
    report = examined(assertion(**change))
    assert decided(report) == (
        "invalid",
        "structure",
        "not_an_assertion",
        f"The document is not an Open Badge 2: {detail}",
    )
    assert lines(report)[1:] == [(name, "not_applicable", "not_checked") for name, *_ in HOSTED[1:]]


def test_another_document_at_the_address_is_no_assertion() -> None:
    assert decided(examined(BADGE.encode(), published()))[2:] == (
        "not_an_assertion",
        "The document is not an Open Badge 2: its type is not Assertion.",
    )


@pytest.mark.parametrize(
    ("context", "foreign"),
    [
        (CONTEXT, ""),
        ([CONTEXT, "https://w3id.org/openbadges/extensions/x/context.json"], ""),
        (["https://schema.example", CONTEXT], ""),
        ("https://w3id.org/openbadges/v1", "https://w3id.org/openbadges/v1"),
        (None, "-"),
        ([CONTEXT, {"expires": "urn:x"}], "{'expires': 'urn:x'}"),
    ],
)
def test_the_vocabulary_must_be_that_of_version_2(context: Any, foreign: str) -> None:
    document = assertion(**{"@context": context})
    report = examined(document, published(assertion=document))
    if not foreign:
        assert lines(report) == HOSTED
    else:
        assert decided(report)[1:3] == ("context", "context_unknown")
        assert report.checks[1].parameters == {"detail": foreign}


def test_the_published_vocabulary_counts() -> None:
    shelf = published(assertion=assertion(**{"@context": "urn:x"}))
    assert decided(examined(assertion(), shelf))[1:3] == ("context", "context_unknown")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"expires": "2026-06-01T12:00:00Z"}, ("failed", "expired")),
        ({"issuedOn": "2026-06-01T12:00:01Z"}, ("failed", "not_yet_valid")),
        ({"issuedOn": "2026-03-01"}, ("failed", "dates_malformed")),
        ({"expires": 5}, ("failed", "dates_malformed")),
        ({"expires": None}, ("passed", "dates_current")),
    ],
)
def test_the_dates_are_those_of_the_published_assertion(
    change: dict[str, Any], expected: tuple[str, str]
) -> None:
    document = assertion(**change)
    report = examined(document, published(assertion=document))
    assert lines(report)[4][1:] == expected


def test_an_unreadable_date_is_called_by_its_name() -> None:
    document = assertion(issuedOn="2026-03-01")
    report = examined(document, published(assertion=document))
    assert report.checks[4].text == "A date cannot be read: issuedOn: '2026-03-01'"


def test_offline_a_hosted_badge_is_undecided() -> None:
    report = examined(assertion(), expected_email=EMAIL)
    assert lines(report) == [
        *but(
            HOSTED,
            ("proof", "undecided", "hosted_offline"),
            ("issuer_key", "not_applicable", "not_checked"),
            ("status", "not_applicable", "not_checked"),
        ),
        ("identity", "passed", "identity_matches"),
    ]


def test_a_way_of_verifying_that_is_not_known_is_undecided() -> None:
    report = examined(assertion(verification={"type": ["Blockcert", "x"]}))
    assert decided(report)[2:] == (
        "proof_unsupported",
        "The kind of signature (Blockcert, x) is not supported here.",
    )


def test_endorsements_of_version_2_are_not_looked_at_and_it_is_said() -> None:
    document = assertion(endorsement="https://e.example")
    report = examined(document, published(assertion=document))
    assert lines(report) == but(HOSTED, ("endorsements", "not_applicable", "endorsements_unread"))


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        ({"type": "email", "identity": EMAIL, "hashed": False}, "identity_matches"),
        ({"type": ["email"], "identity": EMAIL}, "identity_matches"),
        ({"type": "email", "identity": "x@y.example", "hashed": False}, "identity_differs"),
        ({"type": "url", "identity": EMAIL, "hashed": False}, "identity_absent"),
    ],
)
def test_the_recipient_is_compared(recipient: dict[str, Any], expected: str) -> None:
    document = assertion(recipient=recipient)
    report = examined(document, published(assertion=document), expected_email=EMAIL)
    assert report.checks[-1].reason == expected


def test_what_also_calls_itself_a_verifiable_credential_is_judged_as_one() -> None:
    document = assertion(type=["VerifiableCredential", "OpenBadgeCredential", "Assertion"])
    assert decided(examined(document, published()))[2] == "not_a_credential"


def test_inside_a_credential_there_is_no_older_badge() -> None:
    """Nothing of it may be looked up: only whoever hands a badge in can ask for that."""
    for found in (token(), ASSERTION.encode()):
        document = samples.parsed() | {"endorsementJwt": [found.decode()]}
        shelf = Shelf(published())
        report = examined(
            samples.resigned(lambda sample, document=document: sample.update(document)),
            shelf,
            did_documents=samples.DOCUMENTS,
        )
        (inner,) = report.endorsements
        assert inner.checks[0].name == "structure"
        assert inner.checks[0].outcome == "failed"
        assert shelf.asked == []


# signed


def test_a_signed_badge_is_by_a_key_of_its_issuer() -> None:
    report = examined(token(), published(), expected_email=EMAIL)
    assert lines(report) == [*SIGNED, ("identity", "passed", "identity_matches")]
    assert (report.verdict, report.kind) == (Verdict.VALID, Kind.OPEN_BADGE_2)
    assert report.document is not None
    assert report.document["id"] == SIGNED_ID
    assert report.document["issuer"]["name"] == "Campus Élan"


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [("RSA", "RS256"), ("P-256", "ES256"), ("P-384", "ES384"), ("Ed25519", "EdDSA")],
)
def test_keys_of_every_kind_are_read(key: str, algorithm: str) -> None:
    shelf = published(key=key_document(key))
    assert lines(examined(token(key=key, algorithm=algorithm), shelf)) == SIGNED


def test_without_a_named_key_each_of_the_issuers_is_tried() -> None:
    other = f"{SITE}/old-key"
    document = signed_assertion(verification={"type": "SignedBadge"})
    shelf = published(profile=profile(publicKey=[other, KEY])) | {
        other: packed(key_document("RSA2048", id=other))
    }
    assert lines(examined(token(document), shelf)) == SIGNED


def test_a_key_may_stand_in_the_profile() -> None:
    inside = {"id": KEY, "publicKeyPem": older.pem()}
    shelf = published(profile=profile(publicKey=inside), key=None)
    assert lines(examined(token(), shelf)) == SIGNED


def test_a_signed_badge_may_carry_its_badge_class() -> None:
    document = signed_assertion(badge=badge(id="urn:uuid:badge"))
    assert lines(examined(document_token(document), published(badge=None))) == SIGNED


def document_token(
    document: Mapping[str, Any], header: Mapping[str, Any] | None = None, key: str = "RSA"
) -> bytes:
    """Signed by hand, for what openbadgeslib would not sign."""
    parts = (header or {"alg": "RS256"}, document)
    signed = ".".join(base64url.encode(json.dumps(part).encode()) for part in parts).encode()
    secret: Any = older.private_key(key)
    signature = secret.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    return signed + b"." + base64url.encode(signature).encode()


ANOTHER = key_document("RSA2048")


@pytest.mark.parametrize(
    ("documents", "reason", "text"),
    [
        (
            {"profile": profile(publicKey=f"{SITE}/other")},
            "key_unlisted",
            f"The issuer does not list this key: {KEY}",
        ),
        (
            {"profile": profile(publicKey=None)},
            "key_unlisted",
            f"The issuer does not list this key: {KEY}",
        ),
        (
            {"key": key_document(owner="https://evil.example")},
            "key_unlisted",
            "The issuer does not list this key: the key's own description does not name the issuer "
            "as its owner.",
        ),
        (
            {"key": key_document(publicKeyPem=None)},
            "key_unlisted",
            "The issuer does not list this key: the key's own description does not name the issuer "
            "as its owner.",
        ),
        (
            {"key": key_document(publicKeyPem="x")},
            "key_unlisted",
            "The issuer does not list this key: The text is not a public key in PEM.",
        ),
        (
            {"key": key_document("P-521")},
            "key_unlisted",
            "The issuer does not list this key: The public key in PEM is of a kind that is not "
            "supported.",
        ),
        (
            {"key": key_document("RSA1024")},
            "key_unlisted",
            "The issuer does not list this key: An RSA key must have 2048 to 8192 bits; this one "
            "has 1024.",
        ),
        (
            {"key": key_document(id=f"{SITE}/another")},
            "issuer_malformed",
            "The description of the badge or its issuer is not sound: "
            f"{KEY} has another document's id.",
        ),
    ],
)
def test_a_key_that_is_not_the_issuers_is_refused(
    documents: dict[str, Any], reason: str, text: str
) -> None:
    report = examined(token(), published(**documents))
    assert report.verdict == Verdict.INVALID
    assert issuer_key(report) == ("failed", reason, text)
    assert lines(report) == but(
        SIGNED,
        ("proof", "undecided", "proof_needs_key"),
        ("issuer_key", "failed", reason),
        ("status", "not_applicable", "not_checked"),
    )


def test_without_keys_there_is_nothing_to_check_with() -> None:
    document = signed_assertion(verification={"type": "SignedBadge"})
    report = examined(token(document), published(profile=profile(publicKey=None)))
    assert issuer_key(report)[2] == (
        "The issuer does not list this key: the issuer's profile lists no key."
    )


def test_offline_a_signed_badge_is_undecided() -> None:
    assert lines(examined(token())) == but(
        SIGNED,
        ("proof", "undecided", "proof_needs_key"),
        ("issuer_key", "undecided", "key_offline"),
        ("status", "not_applicable", "not_checked"),
    )
    gone = Answering(published(key=None), 410)
    assert issuer_key(examined(token(), gone)) == (
        "undecided",
        "key_unavailable",
        f"The issuer's keys could not be looked up: {KEY} is no longer there.",
    )


HEADER_ASKS = "The signature cannot be read: its header asks for what the key does not do."


def tampered(data: bytes) -> bytes:
    header, payload, signature = data.split(b".")
    changed = json.loads(base64url.decode(payload.decode())) | {"expires": "2099-01-01T00:00:00Z"}
    return b".".join([header, base64url.encode(packed(changed)).encode(), signature])


@pytest.mark.parametrize(
    ("data", "outcome", "reason", "text"),
    [
        (
            tampered(token()),
            "failed",
            "proof_mismatch",
            "The signature does not match: the content was changed after signing.",
        ),
        (
            token(key="RSA2048"),
            "failed",
            "proof_mismatch",
            "The signature does not match: the content was changed after signing.",
        ),
        (token(key="P-256", algorithm="ES256"), "failed", "proof_malformed", HEADER_ASKS),
        (
            document_token(signed_assertion(), {"alg": "RS256", "crit": ["b64"]}),
            "failed",
            "proof_malformed",
            HEADER_ASKS,
        ),
        (
            document_token(signed_assertion(), {"alg": "none"}),
            "failed",
            "proof_missing",
            "The document is not signed.",
        ),
        (
            document_token(signed_assertion(), {"alg": "HS256"}),
            "undecided",
            "proof_unsupported",
            "The kind of signature (JWS HS256) is not supported here.",
        ),
        (
            document_token(signed_assertion(), {"typ": "JWT"}),
            "undecided",
            "proof_unsupported",
            "The kind of signature (JWS None) is not supported here.",
        ),
    ],
    ids=["changed", "other key", "other kind", "crit", "none", "HMAC", "no algorithm"],
)
def test_a_signature_that_does_not_hold_is_refused(
    data: bytes, outcome: str, reason: str, text: str
) -> None:
    report = examined(data, published())
    assert lines(report) == but(SIGNED, ("proof", outcome, reason))
    assert report.checks[2].text == text


def test_a_badge_that_must_be_signed_and_is_not_is_refused() -> None:
    assert decided(examined(signed_assertion(), published())) == (
        "invalid",
        "proof",
        "proof_missing",
        "The document is not signed.",
    )


def test_a_hosted_badge_in_a_token_is_looked_up_all_the_same() -> None:
    """Its signature weighs nothing: the address does (OB 2.0, HostedBadge verification)."""
    data = document_token(assertion(), key="RSA2048")
    assert lines(examined(data, published())) == HOSTED
    assert decided(examined(data, published(assertion=None)))[2] == "hosted_unavailable"


LISTED = {"type": "RevocationList", "id": REVOCATIONS, "issuer": ISSUER}


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        (LISTED, ("passed", "status_good")),
        (LISTED | {"revokedAssertions": ["urn:uuid:x"]}, ("passed", "status_good")),
        (LISTED | {"revokedAssertions": SIGNED_ID}, ("failed", "revoked")),
        (LISTED | {"revokedAssertions": ["x", SIGNED_ID]}, ("failed", "revoked")),
        (
            LISTED | {"revokedAssertions": [{"id": SIGNED_ID, "revocationReason": "Erreur"}]},
            ("failed", "revoked"),
        ),
        (LISTED | {"revokedAssertions": [{"uid": "x"}, 5, {"id": 5}]}, ("passed", "status_good")),
        (
            LISTED | {"issuer": "https://evil.example"},
            ("undecided", "status_list_of_another"),
        ),
        (LISTED | {"id": "https://x.example"}, ("passed", "status_good")),
        ({"type": "RevocationList", "revokedAssertions": [SIGNED_ID]}, ("failed", "revoked")),
        (None, ("undecided", "status_unavailable")),
    ],
)
def test_the_issuers_revocation_list_decides(listing: Any, expected: tuple[str, str]) -> None:
    report = examined(token(), published(revocations=listing))
    assert lines(report) == but(SIGNED, ("status", *expected))


def test_an_issuer_without_a_list_revokes_nothing() -> None:
    report = examined(token(), published(profile=profile(revocationList=None)))
    assert lines(report) == but(SIGNED, ("status", "not_applicable", "no_status"))
