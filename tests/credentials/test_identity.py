"""Whether a credential was issued to an address, in all the spellings that issuers use."""

import hashlib
from typing import Any

import pytest

from acquis.credentials import Check, CheckName, IdentityObject, Outcome
from acquis.credentials.checks.identity import check_identity, spellings_of
from tests.credentials.samples import EMAIL, SALT

pytestmark = pytest.mark.unit

MATCHES = Check(CheckName.IDENTITY, Outcome.PASSED, "identity_matches")
DIFFERS = Check(CheckName.IDENTITY, Outcome.FAILED, "identity_differs")
ABSENT = Check(CheckName.IDENTITY, Outcome.UNDECIDED, "identity_absent")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def hashed(value: Any, **changes: Any) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": value,
        "identityType": "emailAddress",
    } | changes


def checked(*entries: Any, email: str = EMAIL) -> Check:
    return check_identity({"credentialSubject": {"identifier": list(entries)}}, email)


@pytest.mark.parametrize(
    "entry",
    [
        hashed(f"sha256${sha256(EMAIL)}"),
        hashed(f"sha256${sha256(EMAIL)}", salt=""),
        hashed(f"sha256${sha256(EMAIL + SALT)}", salt=SALT),
        hashed(f"sha256${sha256(EMAIL + SALT).upper()}", salt=SALT),
        hashed(f"sha256${sha256(EMAIL + 'sel€')}", salt="sel€"),
        hashed(f"md5${md5(EMAIL + SALT)}", salt=SALT),
        hashed(EMAIL, hashed=False),
        hashed(f" {EMAIL.upper()} ", hashed=False),
        {"identityHash": EMAIL, "identityType": "emailAddress"},
    ],
)
def test_every_form_that_the_specification_allows_is_read(entry: dict[str, Any]) -> None:
    assert checked(entry) == MATCHES
    assert checked(entry, email="other@courriel.example") == DIFFERS


@pytest.mark.parametrize(
    "entry",
    [
        hashed(f"sha256${sha256(EMAIL)}", salt=SALT),
        hashed(sha256(EMAIL)),
        hashed(f"sha1${hashlib.sha1(EMAIL.encode(), usedforsecurity=False).hexdigest()}"),
        hashed(f"SHA256${sha256(EMAIL)}"),
        hashed(f"md5${sha256(EMAIL)}"),
        hashed(f"sha256${sha256(EMAIL)}", salt=5),
        hashed(f"sha256${sha256(EMAIL + 's' * 1025)}", salt="s" * 1025),
        hashed(f"sha256${sha256(EMAIL)}", hashed="true"),
        hashed(EMAIL),
        hashed(5),
        hashed(None, hashed=False),
        hashed([EMAIL], hashed=False),
    ],
)
def test_what_is_no_hash_of_the_address_does_not_match(entry: dict[str, Any]) -> None:
    assert checked(entry) == DIFFERS


@pytest.mark.parametrize(
    ("issued", "asked"),
    [
        ("zoe@courriel.example", "Zoe@Courriel.EXAMPLE"),
        ("Zoe@courriel.example", "Zoe@COURRIEL.example"),
        ("zoe@xn--caf-dma.example", "zoe@café.example"),
        ("zoe@café.example", "zoe@xn--caf-dma.example"),
        ("zoe@café.example", " ZOE@CAFÉ.example "),
    ],
)
def test_an_address_is_one_in_all_its_spellings(issued: str, asked: str) -> None:
    assert checked(hashed(f"sha256${sha256(issued + SALT)}", salt=SALT), email=asked) == MATCHES
    assert checked(hashed(issued, hashed=False), email=asked) == MATCHES


@pytest.mark.parametrize(
    ("email", "spellings"),
    [
        ("a@b.example", ("a@b.example",)),
        ("A@B.example", ("A@B.example", "A@b.example", "a@B.example", "a@b.example")),
        ("a@" + "é" * 64, ("a@" + "é" * 64,)),
        ("a@xn--é", ("a@xn--é",)),
        ("no address", ("@no address",)),
        ("", ("@",)),
    ],
)
def test_what_has_no_other_spelling_has_one(email: str, spellings: tuple[str, ...]) -> None:
    assert spellings_of(email) == spellings


def test_one_of_several_identities_is_enough() -> None:
    others = [hashed("x", identityType="name"), hashed("sha256$0"), "x", 5]
    assert checked(*others, hashed(f"sha256${sha256(EMAIL)}")) == MATCHES
    assert checked(*others) == DIFFERS
    assert checked(hashed("x", identityType="name"), "x") == ABSENT
    many = [hashed("sha256$0")] * 64
    assert checked(*many, hashed(f"sha256${sha256(EMAIL)}")) == DIFFERS


def test_a_mailto_address_as_the_subjects_id_names_the_holder() -> None:
    document = {"credentialSubject": {"id": "mailto:zoe%40courriel.example"}}
    assert check_identity(document, EMAIL) == MATCHES
    assert check_identity(document, "other@courriel.example") == DIFFERS


@pytest.mark.parametrize("subject", [None, [], [{"id": "mailto:zoe@courriel.example"}], "x", {}])
def test_without_a_subject_nobody_is_named(subject: Any) -> None:
    assert check_identity({"credentialSubject": subject}, EMAIL) == ABSENT


def test_a_name_is_given_in_clear() -> None:
    assert IdentityObject.of_name("Zoé d’Arc").to_json() == {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "Zoé d’Arc",
        "identityType": "name",
    }
