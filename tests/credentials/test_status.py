"""What status lists say of a credential; one case for each way in which a list can be wrong."""

import base64
import gzip
import json
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.status import check_credential_status as check_by_openbadgeslib
from openbadgeslib.ob3.verifier import OB3VerificationError
from openvc.status.status_list import check_credential_status as check_by_openvc

from acquis.credentials import (
    Check,
    CheckName,
    Kind,
    Outcome,
    Profile,
    StatusEntry,
    StatusListProblem,
    StatusPurpose,
    Verdict,
    examine,
    issue,
    issue_jwt,
)
from acquis.credentials.kinds import kind_of
from acquis.credentials.status.bitstring import MIN_ENTRIES
from tests.credentials import samples
from tests.credentials.lists import (
    DOCUMENTS,
    INDEX,
    LIST_UNTIL,
    OTHER_URL,
    REFRESHED,
    STRANGER,
    STRANGER_SIGNER,
    URL,
    published,
    remade,
    status_list,
)
from tests.credentials.samples import DID, ISSUED, NOW, SIGNER, Shelf
from tests.credentials.tampering import Change, both, drop, put

pytestmark = pytest.mark.unit


@cache
def credential(*purposes: StatusPurpose, index: int = INDEX) -> bytes:
    urls = {StatusPurpose.REVOCATION: URL, StatusPurpose.SUSPENSION: OTHER_URL}
    entries = tuple(
        StatusEntry(list_url=urls[purpose], index=index, purpose=purpose)
        for purpose in purposes or (StatusPurpose.REVOCATION,)
    )
    return issue(samples.credential(status=entries), SIGNER, created=ISSUED)


def with_entry(entry: object) -> bytes:
    return samples.resigned(put("credentialStatus", entry))


def entry(**changes: Any) -> dict[str, Any]:
    found = StatusEntry(list_url=URL, index=INDEX).to_json() | changes
    return {name: value for name, value in found.items() if value is not None}


def status_of(
    document: bytes, shelf: Shelf | dict[str, bytes] | None, *, now: datetime = NOW, **options: Any
) -> tuple[str, str, str, str]:
    """The verdict, and the whole check."""
    fetcher = Shelf(shelf) if isinstance(shelf, dict) else shelf
    report = examine(document, now=now, fetcher=fetcher, did_documents=DOCUMENTS, **options)
    (check,) = [check for check in report.checks if check.name == CheckName.STATUS]
    others = {one.outcome for one in report.checks if one is not check}
    assert others <= {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    return report.verdict.value, check.outcome.value, check.reason, check.text


GOOD = ("valid", "passed", "status_good", "The issuer has not revoked the credential.")
REVOKED = ("invalid", "failed", "revoked", "The issuer revoked the credential.")
SUSPENDED = ("invalid", "failed", "suspended", "The issuer has suspended the credential.")


def undecided(reason: str, text: str) -> tuple[str, str, str, str]:
    return "undecided", "undecided", reason, text


def unfit(detail: str) -> tuple[str, str, str, str]:
    text = f"The status list does not fit the credential: {detail}"
    return undecided("status_list_unfit", text)


def test_an_entry_and_a_list_are_written_as_the_specification_says() -> None:
    assert json.loads(credential())["credentialStatus"] == {
        "id": f"{URL}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": URL,
    }
    both_entries = json.loads(credential(*StatusPurpose))["credentialStatus"]
    assert [one["statusPurpose"] for one in both_entries] == ["revocation", "suspension"]
    document = status_list(ttl=60_000).to_json()
    encoded = document["credentialSubject"].pop("encodedList")
    assert encoded.startswith("uH4sI")
    assert document == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": DID,
        "validFrom": "2026-03-31T09:00:00Z",
        "validUntil": "2026-06-02T12:00:00Z",
        "credentialSubject": {
            "id": f"{URL}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": 60_000,
        },
    }


def test_a_list_too_short_or_a_place_before_its_start_cannot_be_issued() -> None:
    with pytest.raises(StatusListProblem) as refused:
        status_list(bits=bytes(MIN_ENTRIES // 8 - 1)).to_json()
    assert str(refused.value) == ("A status list has at least 131072 entries: make it by new_bits.")
    with pytest.raises(StatusListProblem) as refused:
        StatusEntry(list_url=URL, index=-1).to_json()
    assert str(refused.value) == "-1 is no place in a status list."


def test_a_list_is_a_credential_that_verifies_by_itself() -> None:
    report = examine(published(), now=NOW, did_documents=DOCUMENTS)
    assert (report.verdict, report.kind) == (Verdict.VALID, Kind.STATUS_LIST)
    assert report.checks[0] == Check(CheckName.STRUCTURE, Outcome.PASSED, "well_formed_status_list")


@pytest.mark.parametrize(
    ("purposes", "revoked", "suspended", "expected"),
    [
        ((StatusPurpose.REVOCATION,), [], [], GOOD),
        ((StatusPurpose.REVOCATION,), [INDEX - 1, INDEX + 1], [], GOOD),
        ((StatusPurpose.REVOCATION,), [INDEX], [], REVOKED),
        ((StatusPurpose.SUSPENSION,), [INDEX], [], GOOD),
        ((StatusPurpose.SUSPENSION,), [], [INDEX], SUSPENDED),
        (tuple(StatusPurpose), [], [], GOOD),
        (tuple(StatusPurpose), [], [INDEX], SUSPENDED),
        (tuple(reversed(StatusPurpose)), [INDEX], [INDEX], REVOKED),
    ],
)
def test_the_bit_of_the_credential_decides(
    purposes: tuple[StatusPurpose, ...],
    revoked: list[int],
    suspended: list[int],
    expected: tuple[str, ...],
) -> None:
    shelf = {
        URL: published(marked=revoked),
        OTHER_URL: published(id=OTHER_URL, purpose=StatusPurpose.SUSPENSION, marked=suspended),
    }
    assert status_of(credential(*purposes), shelf) == expected


@pytest.mark.parametrize("index", [0, 7, 8, MIN_ENTRIES - 1])
def test_the_edges_of_the_list_are_read_like_its_middle(index: int) -> None:
    document = credential(index=index)
    assert status_of(document, {URL: published(marked=[index])}) == REVOKED
    others = [other for other in (0, 7, 8, MIN_ENTRIES - 1) if other != index]
    assert status_of(document, {URL: published(marked=others)}) == GOOD


@pytest.mark.parametrize(
    ("purpose", "marked"),
    [(purpose, marked) for purpose in StatusPurpose for marked in (INDEX, INDEX - 1)],
)
def test_other_peoples_checkers_read_our_lists_alike(purpose: StatusPurpose, marked: int) -> None:
    document = json.loads(
        issue(
            samples.credential(status=(StatusEntry(list_url=URL, index=INDEX, purpose=purpose),)),
            SIGNER,
            created=ISSUED,
        )
    )
    shelf = Shelf({URL: published(purpose=purpose, marked=[marked], valid_until=None)})
    found = check_by_openvc(
        document, resolve_status_list=lambda url: json.loads(shelf.documents[url])
    )
    assert (found.revoked, found.suspended) == (
        purpose == "revocation" and marked == INDEX,
        purpose == "suspension" and marked == INDEX,
    )
    badge = OpenBadgeCredential.from_vc_document(document)
    if marked == INDEX:
        message = f"Credential status '{purpose}' is set at index {INDEX} in {URL}"
        with pytest.raises(OB3VerificationError, match=message):
            check_by_openbadgeslib(badge, shelf.documents.__getitem__)
    else:
        check_by_openbadgeslib(badge, shelf.documents.__getitem__)


def test_offline_is_not_invalid() -> None:
    assert status_of(credential(), None) == undecided(
        "status_offline",
        "The issuer's status list was not looked up, because this check is offline.",
    )
    assert status_of(credential(), {}) == undecided(
        "status_unavailable",
        f"The issuer's status list could not be had: {URL} is not on the shelf.",
    )


UNSIGNED = samples.packed(status_list().to_json())
FORGED = published(issuer=Profile(id=DID, name="x")).replace(b'"revocation"', b'"suspension"')


def zeros(length: int) -> bytes:
    return gzip.compress(bytes(length), mtime=0)


def packed_list(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(data).decode().rstrip("=")


NESTED = remade(put("credentialStatus", entry(statusListCredential=OTHER_URL)))
PROFILE_OF_STRANGER = Profile(id=STRANGER, name="Ailleurs")
FROM_STRANGER = issue(status_list(issuer=PROFILE_OF_STRANGER), STRANGER_SIGNER, created=REFRESHED)
OF_STRANGER_TEXT = f"The status list is kept by {STRANGER}, not by the issuer {DID}."


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            b"<html>",
            undecided(
                "status_list_invalid",
                "The status list does not hold: The document cannot be read: The document is not "
                "JSON: Expecting value (line 1, column 1).",
            ),
        ),
        (
            UNSIGNED,
            undecided(
                "status_list_invalid",
                "The status list does not hold: The document is not signed.",
            ),
        ),
        (
            FORGED,
            undecided(
                "status_list_invalid",
                "The status list does not hold: The signature does not match: the content was "
                "changed after signing.",
            ),
        ),
        (
            published(valid_until=NOW),
            undecided(
                "status_list_expired",
                "The copy of the status list served only until 2026-06-01T12:00:00Z, and there is "
                "no newer one.",
            ),
        ),
        (
            published(valid_from=NOW + timedelta(seconds=1)),
            undecided(
                "status_list_invalid",
                "The status list does not hold: Valid only from 2026-06-01T12:00:01Z.",
            ),
        ),
        (FROM_STRANGER, undecided("status_list_of_another", OF_STRANGER_TEXT)),
        (samples.signed(), unfit("what is published there is no status list.")),
        (published(id=OTHER_URL), unfit("it is meant for another address.")),
        (
            published(purpose=StatusPurpose.SUSPENSION),
            unfit("it is kept for another purpose."),
        ),
        (
            remade(
                put(
                    "credentialSubject/encodedList",
                    packed_list(zeros(16_383)),
                )
            ),
            unfit("it is so short that looking a status up tells whose it is."),
        ),
        (
            remade(put("credentialSubject/encodedList", "uAAAA")),
            unfit("The encoded list is not GZIP data."),
        ),
        (
            remade(
                put(
                    "credentialSubject/encodedList",
                    packed_list(zeros(2**24 + 1)),
                )
            ),
            unfit("The encoded list unpacks to more than 16777216 bytes."),
        ),
        (
            NESTED,
            undecided(
                "status_list_undecided",
                "The status list could not be checked: A status list whose own status stands in "
                "another list is not followed.",
            ),
        ),
    ],
    ids=[
        "not JSON",
        "unsigned",
        "badly signed",
        "expired",
        "of the future",
        "by another issuer",
        "no list",
        "of another address",
        "for another purpose",
        "too short",
        "not packed",
        "bomb",
        "nested",
    ],
)
def test_a_list_that_does_not_hold_says_nothing(document: bytes, expected: tuple[str, ...]) -> None:
    assert status_of(credential(), {URL: document}) == expected


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (drop("credentialSubject/statusPurpose"), "the list has no purpose."),
        (put("credentialSubject/statusPurpose", [5]), "the list has no purpose."),
        (drop("credentialSubject/encodedList"), "the list has no encodedList."),
        (
            put("credentialSubject/type", "Profile"),
            "its subject's type lacks BitstringStatusList.",
        ),
        (put("credentialSubject", []), "it has no credentialSubject, or several."),
    ],
)
def test_a_list_without_its_parts_is_none(change: Change, detail: str) -> None:
    document = status_list().to_json()
    change(document)
    text = "The status list does not hold: The document is not a complete credential: " + detail
    expected = undecided("status_list_invalid", text)
    assert status_of(credential(), {URL: samples.packed(document)}) == expected


def test_a_list_without_an_id_or_with_several_purposes_serves() -> None:
    change = both(drop("id"), put("credentialSubject/statusPurpose", ["suspension", "revocation"]))
    assert status_of(credential(), {URL: remade(change, marked=[INDEX])}) == REVOKED


def test_a_list_may_be_a_token() -> None:
    token = issue_jwt(status_list(marked=[INDEX]), SIGNER, created=REFRESHED)
    assert status_of(credential(), {URL: token}) == REVOKED
    header, _, signature = token.split(b".")
    other = issue_jwt(status_list(), SIGNER, created=REFRESHED).split(b".")[1]
    forged = b".".join([header, other, signature])
    assert status_of(credential(), {URL: forged})[2] == "status_list_invalid"


def test_the_caller_may_accept_another_keeper() -> None:
    found = status_of(credential(), {URL: FROM_STRANGER}, status_keepers={STRANGER})
    assert found == GOOD
    found = status_of(credential(), {URL: FROM_STRANGER}, status_keepers={"did:web:third.example"})
    assert found == undecided("status_list_of_another", OF_STRANGER_TEXT)


def malformed(detail: str) -> tuple[str, str, str, str]:
    text = f"What the credential says of its status cannot be meant: {detail}"
    return "invalid", "failed", "status_malformed", text


NO_NUMBER = "its index is not a number."
NO_SIZE = "its size is not a small number of bits."
NO_MESSAGES = "it does not say what each message is."
MESSAGES = [
    {"status": "0x0", "message": "en attente"},
    {"status": "0x1", "message": "accordée"},
    {"status": "0x2", "message": "en appel"},
    {"status": "0x3", "message": "close"},
]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            entry(statusListCredential=None),
            malformed("it does not say where the list is."),
        ),
        (entry(statusPurpose=None), malformed("it has no purpose.")),
        (entry(statusListIndex=None), malformed(NO_NUMBER)),
        (entry(statusListIndex="-1"), malformed(NO_NUMBER)),
        (entry(statusListIndex="+1"), malformed(NO_NUMBER)),
        (entry(statusListIndex=" 1"), malformed(NO_NUMBER)),
        (entry(statusListIndex="1_0"), malformed(NO_NUMBER)),
        (entry(statusListIndex="٣"), malformed(NO_NUMBER)),
        (entry(statusListIndex="1.0"), malformed(NO_NUMBER)),
        (entry(statusListIndex=True), malformed(NO_NUMBER)),
        (entry(statusListIndex="9" * 11), malformed("its index is beyond every list.")),
        (entry(statusSize=0), malformed(NO_SIZE)),
        (entry(statusSize=9), malformed(NO_SIZE)),
        (entry(statusSize=True), malformed(NO_SIZE)),
        (entry(statusSize="1"), malformed(NO_SIZE)),
        (entry(statusPurpose="message"), malformed(NO_MESSAGES)),
        (
            entry(statusPurpose="message", statusSize=2, statusMessage=MESSAGES[:3]),
            malformed(NO_MESSAGES),
        ),
        (entry(statusMessage=[{"status": "0x0"}]), malformed(NO_MESSAGES)),
        (entry(statusMessage=[{"status": "x", "message": "y"}]), malformed(NO_MESSAGES)),
        (
            [entry()] * 5,
            malformed("it has more entries than any honest credential."),
        ),
        (
            {"type": "1EdTechRevocationList"},
            malformed("it does not say where the list is."),
        ),
        (
            entry(statusListIndex=str(MIN_ENTRIES)),
            unfit("it has no entry for this credential."),
        ),
        (
            entry(statusSize=2, statusPurpose="revocation"),
            unfit("it is so short that looking a status up tells whose it is."),
        ),
        (
            entry(statusListCredential="http://campus.example/status/1"),
            unfit("its address is not an https address."),
        ),
        (
            entry(statusListCredential="file:///etc/passwd"),
            unfit("its address is not an https address."),
        ),
        (
            entry(statusPurpose="colour"),
            undecided(
                "status_unsupported",
                "The kind of revocation list (BitstringStatusListEntry, colour) is not supported "
                "here.",
            ),
        ),
        (
            {"id": f"{URL}#7", "type": ["JsonSchema"]},
            undecided(
                "status_unsupported",
                "The kind of revocation list (JsonSchema) is not supported here.",
            ),
        ),
        (
            URL,
            undecided(
                "status_unsupported",
                f"The kind of revocation list ({URL}) is not supported here.",
            ),
        ),
        (entry(statusListIndex=INDEX), GOOD),
        (entry(id=None), GOOD),
        ([entry(), entry(statusListIndex="3")], REVOKED),
    ],
)
def test_what_the_credential_says_of_its_status_must_make_sense(
    found: Any, expected: tuple[str, ...]
) -> None:
    assert status_of(with_entry(found), {URL: published(marked=[3])}) == expected


BIG = bytes(MIN_ENTRIES // 8 * 2)


@pytest.mark.parametrize(("value", "text"), [(0, "en attente"), (2, "en appel"), (3, "close")])
def test_a_message_of_several_bits_is_read(value: int, text: str) -> None:
    bits = bytearray(BIG)
    bits[INDEX // 4] = value << (6 - INDEX % 4 * 2)
    document = with_entry(entry(statusPurpose="message", statusSize=2, statusMessage=MESSAGES))
    shelf = {URL: remade(put("credentialSubject/statusPurpose", "message"), bits=bits)}
    assert status_of(document, shelf) == (
        "valid",
        "passed",
        "status_message",
        f"The issuer says of the credential: {text}",
    )


def test_a_newer_version_is_announced() -> None:
    document = with_entry(entry(statusPurpose="refresh"))
    change = put("credentialSubject/statusPurpose", "refresh")
    assert status_of(document, {URL: remade(change)}) == GOOD
    assert status_of(document, {URL: remade(change, marked=[INDEX])}) == (
        "valid",
        "passed",
        "status_refresh",
        "The issuer has a newer version of the credential.",
    )


def test_a_list_is_asked_for_once_in_a_verification_and_kept_by_the_callers_cache() -> None:
    shelf = Shelf({URL: published()})
    cached: dict[str, Any] = {}
    twice = with_entry([entry(), entry(statusListIndex="5")])
    assert status_of(twice, shelf, status_cache=cached) == GOOD
    assert shelf.asked == [
        (
            URL,
            "application/vc+ld+json, application/vc, application/vc+jwt, application/json",
            2 * 1024 * 1024,
        )
    ]
    assert status_of(credential(), None, status_cache=cached) == GOOD
    assert list(cached) == [URL]


@pytest.mark.parametrize(
    ("ttl", "until", "kept"),
    [
        (None, LIST_UNTIL, timedelta(minutes=5)),
        (60_000, LIST_UNTIL, timedelta(minutes=1)),
        (0, LIST_UNTIL, timedelta(0)),
        (10**15, NOW + timedelta(days=90), timedelta(days=1)),
        (10**15, None, timedelta(days=1)),
        (60_000, NOW + timedelta(seconds=10), timedelta(seconds=10)),
    ],
)
def test_a_list_is_kept_as_long_as_it_says_and_no_longer(
    ttl: int | None, until: datetime | None, kept: timedelta
) -> None:
    cached: dict[str, Any] = {}
    shelf = Shelf({URL: published(ttl=ttl, valid_until=until)})
    status_of(credential(), shelf, status_cache=cached)
    assert cached[URL].fresh_until == NOW + kept
    status_of(credential(), shelf, now=NOW + kept - timedelta(seconds=1), status_cache=cached)
    assert len(shelf.asked) == 1
    shelf.documents[URL] = published(marked=[INDEX], valid_until=NOW + timedelta(days=99))
    assert status_of(credential(), shelf, now=NOW + kept, status_cache=cached) == REVOKED


@pytest.mark.parametrize("ttl", [True, -1, "300", None])
def test_a_ttl_that_is_no_number_is_as_if_there_were_none(ttl: object) -> None:
    cached: dict[str, Any] = {}
    change = put("credentialSubject/ttl", ttl)
    status_of(credential(), {URL: remade(change)}, status_cache=cached)
    assert cached[URL].fresh_until == NOW + timedelta(minutes=5)


def test_a_list_that_cannot_be_had_is_not_asked_for_again() -> None:
    shelf = Shelf({})
    document = with_entry([entry(), entry(statusListIndex="5")])
    assert status_of(document, shelf)[2] == "status_unavailable"
    assert len(shelf.asked) == 1


LISTING = "https://campus.example/revocations"
LISTED = {"id": LISTING, "type": "1EdTechRevocationList"}
CREDENTIAL_ID = samples.parsed()["id"]


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        ({}, GOOD),
        ({"id": LISTING, "issuer": DID, "revokedCredential": []}, GOOD),
        ({"issuer": {"id": DID}, "revokedCredential": [{"id": "urn:uuid:x"}]}, GOOD),
        ({"revokedCredential": [{"id": CREDENTIAL_ID}]}, REVOKED),
        ({"revokedCredential": {"id": CREDENTIAL_ID, "revoked": True}}, REVOKED),
        ({"revokedCredential": [{"id": CREDENTIAL_ID, "revoked": False}]}, GOOD),
        ({"revokedCredential": [{"id": [5]}, {"id": 5}, "x", CREDENTIAL_ID]}, GOOD),
        ({"revokedCredentials": [{"id": CREDENTIAL_ID}]}, REVOKED),
        (
            {"issuer": STRANGER, "revokedCredential": [{"id": CREDENTIAL_ID}]},
            undecided("status_list_of_another", OF_STRANGER_TEXT),
        ),
        ({"id": URL}, unfit("it is meant for another address.")),
        (
            [],
            undecided(
                "status_unavailable",
                "The issuer's status list could not be had: The document is JSON, but not an "
                "object.",
            ),
        ),
    ],
)
def test_the_revocation_list_of_1edtech_is_read(listing: Any, expected: tuple[str, ...]) -> None:
    assert status_of(with_entry(LISTED), {LISTING: samples.packed(listing)}) == expected


def test_a_credential_without_an_id_cannot_be_listed() -> None:
    document = samples.resigned(both(drop("id"), put("credentialStatus", LISTED)))
    assert status_of(document, {}) == malformed(
        "the credential has no id under which it could be listed."
    )


def test_a_listing_is_asked_for_once_and_not_offline() -> None:
    shelf = Shelf({LISTING: b"{}"})
    assert status_of(with_entry([LISTED, LISTED]), shelf) == GOOD
    assert shelf.asked == [(LISTING, "application/json", 2 * 1024 * 1024)]
    assert status_of(with_entry(LISTED), None)[2] == "status_offline"


def test_kinds_are_told_by_type() -> None:
    assert kind_of({"type": "BitstringStatusListCredential"}) == Kind.STATUS_LIST
    assert kind_of({"type": ["BitstringStatusListCredential", "ClrCredential"]}) is None
    assert kind_of({}) == Kind.OTHER
