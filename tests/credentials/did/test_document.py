from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from acquis.credentials import KeyProblem
from acquis.credentials.algorithms import KeyKind
from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.did import (
    VerificationKey,
    did_document,
    find_key,
    find_same_key,
    jwk_of,
    multikey,
)
from tests.credentials import samples
from tests.credentials.samples import DID, KEY, METHOD, P256_SIGNER, P384_SIGNER, SIGNER, key_of

pytestmark = pytest.mark.unit

MULTIKEY = multikey(KEY.public_key)
OLD = VerificationKey(
    fragment="key-0",
    public_key=samples.OTHER_SIGNER.public_key,
    expires=datetime(2026, 1, 1, tzinfo=UTC),
    revoked=datetime(2026, 2, 1, tzinfo=UTC),
)
METHOD_OBJECT = {
    "id": METHOD,
    "type": "Multikey",
    "controller": DID,
    "publicKeyMultibase": MULTIKEY,
}


def document(**changes: Any) -> dict[str, Any]:
    values = {**did_document(DID, [KEY]), **changes}
    return {key: value for key, value in values.items() if value is not None}


def test_the_document_lists_every_key_that_ever_was() -> None:
    assert did_document(DID, [OLD, KEY]) == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": DID,
        "verificationMethod": [
            {
                "id": f"{DID}#key-0",
                "type": "Multikey",
                "controller": DID,
                "publicKeyMultibase": multikey(OLD.public_key),
                "expires": "2026-01-01T00:00:00Z",
                "revoked": "2026-02-01T00:00:00Z",
            },
            METHOD_OBJECT,
        ],
        "assertionMethod": [f"{DID}#key-0", METHOD],
    }


def test_the_published_document_is_json_ld_without_loss() -> None:
    assert len(to_quads(did_document(DID, [OLD, KEY]))) == 12


def test_every_key_is_found_again() -> None:
    published = did_document(DID, [OLD, KEY])
    assert find_key(published, f"{DID}#key-0") == OLD
    assert find_key(published, METHOD) == KEY


@pytest.mark.parametrize(
    "published",
    [
        document(verificationMethod=METHOD_OBJECT),
        document(assertionMethod=METHOD),
        document(assertionMethod="#key-1"),
        document(verificationMethod=[{**METHOD_OBJECT, "id": "#key-1"}]),
        document(verificationMethod=None, assertionMethod=[METHOD_OBJECT]),
        document(verificationMethod=None, assertionMethod={**METHOD_OBJECT, "id": "#key-1"}),
        document(verificationMethod=["x", None, 5, METHOD_OBJECT], assertionMethod=[5, METHOD]),
        document(verificationMethod=[{**METHOD_OBJECT, "type": "Ed25519VerificationKey2020"}]),
    ],
    ids=[
        "one method",
        "one assertion",
        "relative assertion",
        "relative method",
        "embedded",
        "embedded, relative",
        "among rubbish",
        "2020",
    ],
)
def test_other_ways_to_list_a_key_are_read(published: dict[str, Any]) -> None:
    assert find_key(published, METHOD) == KEY


def method(**changes: Any) -> dict[str, Any]:
    return document(verificationMethod=[{**METHOD_OBJECT, **changes}])


NOT_ITS = f"The DID document is not that of {DID}."
UNLISTED = f"{DID} does not list the key {METHOD}."
NOT_ASSERTING = f"{METHOD} is not a key for making assertions."
ANOTHERS = f"The key {METHOD} is controlled by somebody else."
OTHER_KIND = "The key is of a kind that is not Ed25519, P-256, P-384 or RSA."
P256_TEXT = multikey(P256_SIGNER.public_key, KeyKind.P256)
SHOWN = (
    "The DID document shows the key's private part, so anybody can sign with it. Its owner must "
    "replace it."
)
TWICE = f"The key {METHOD} is written twice, as Multikey and as JSON Web Key."
NO_JWK = "The JSON Web Key is not an object."
WEAK = "The Ed25519 public key is not a point of the group that keys are taken from."
NO_TIME = "The key's {!r} is not a date and time with a time zone."
NOT_WRITTEN = f"The key {METHOD} is written neither as Multikey nor as JSON Web Key."


@pytest.mark.parametrize(
    ("published", "message"),
    [
        (None, NOT_ITS),
        ([], NOT_ITS),
        ("x", NOT_ITS),
        ({}, NOT_ITS),
        (document(id="did:web:other.example"), NOT_ITS),
        (document(id=[DID]), NOT_ITS),
        ({"id": DID}, UNLISTED),
        (document(verificationMethod=[]), UNLISTED),
        (method(id=f"{DID}#key-2"), UNLISTED),
        (method(id=[METHOD]), UNLISTED),
        (document(assertionMethod=None), NOT_ASSERTING),
        (document(assertionMethod=[]), NOT_ASSERTING),
        (document(assertionMethod=None, authentication=[METHOD]), NOT_ASSERTING),
        (document(assertionMethod=[f"{DID}#key-2"]), NOT_ASSERTING),
        (method(controller="did:web:other.example"), ANOTHERS),
        (method(controller=None), ANOTHERS),
        (method(controller=[DID]), ANOTHERS),
        (method(type="Ed25519VerificationKey2018"), NOT_WRITTEN),
        (method(type=["Multikey"]), NOT_WRITTEN),
        (method(type={"a": 1}), NOT_WRITTEN),
        (method(publicKeyMultibase=None), NOT_WRITTEN),
        (method(publicKeyMultibase=5), NOT_WRITTEN),
        (method(publicKeyMultibase=""), "A multibase value is empty or far too long."),
        (method(publicKeyMultibase="z2"), OTHER_KIND),
        (method(expires="tomorrow"), NO_TIME.format("expires")),
        (method(expires=None), NO_TIME.format("expires")),
        (method(secretKeyMultibase="z3u2"), SHOWN),
        (method(privateKeyJwk={}), SHOWN),
        (method(publicKeyJwk=jwk_of(SIGNER.kind, SIGNER.public_key)), TWICE),
        (method(type="JsonWebKey"), NO_JWK),
        (
            method(type="Ed25519VerificationKey2020", publicKeyMultibase=P256_TEXT),
            f"The key {METHOD} is said to be an Ed25519 key, but is a P-256 key.",
        ),
        (method(publicKeyMultibase="z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP"), WEAK),
        (method(revoked="2026-01-01"), NO_TIME.format("revoked")),
        (method(revoked=["2026-01-01T00:00:00Z"]), NO_TIME.format("revoked")),
    ],
)
def test_a_document_that_does_not_allow_the_key_is_refused(published: Any, message: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        find_key(published, METHOD)
    assert str(caught.value) == message


def with_jwk(kind: str, jwk: dict[str, Any]) -> dict[str, Any]:
    changes = {"type": kind, "publicKeyMultibase": None, "publicKeyJwk": jwk}
    values = {**METHOD_OBJECT, **changes}
    return document(
        verificationMethod=[{name: value for name, value in values.items() if value is not None}]
    )


@pytest.mark.parametrize("kind", ["JsonWebKey", "JsonWebKey2020"])
@pytest.mark.parametrize("index", range(4), ids=["Ed25519", "P-256", "P-384", "RSA"])
def test_a_key_of_every_kind_is_read_as_a_json_web_key(kind: str, index: int) -> None:
    signer = [SIGNER, P256_SIGNER, P384_SIGNER, samples.rsa_signer()][index]
    published = with_jwk(kind, jwk_of(signer.kind, signer.public_key))
    assert find_key(published, METHOD) == VerificationKey(
        fragment="key-1", public_key=signer.public_key, kind=signer.kind
    )


def test_a_json_web_key_that_shows_its_private_part_is_refused() -> None:
    jwk = {**jwk_of(SIGNER.kind, SIGNER.public_key), "d": "AA"}
    with pytest.raises(KeyProblem) as caught:
        find_key(with_jwk("JsonWebKey", jwk), METHOD)
    assert str(caught.value).startswith("The JSON Web Key shows its private part")


def test_keys_of_every_kind_are_published_and_found_again() -> None:
    rsa = replace(key_of(samples.rsa_signer()), expires=OLD.expires, revoked=OLD.revoked)
    keys = [OLD, KEY, key_of(P256_SIGNER), key_of(P384_SIGNER), rsa]
    published = did_document(DID, keys)
    assert [find_key(published, f"{DID}#{key.fragment}") for key in keys] == keys
    assert published["@context"] == [
        "https://www.w3.org/ns/did/v1",
        "https://w3id.org/security/multikey/v1",
        "https://w3id.org/security/jwk/v1",
    ]
    assert published["verificationMethod"][4] == {
        "id": f"{DID}#key-rsa",
        "type": "JsonWebKey",
        "controller": DID,
        "publicKeyJwk": jwk_of(KeyKind.RSA, rsa.public_key),
        "expires": "2026-01-01T00:00:00Z",
        "revoked": "2026-02-01T00:00:00Z",
    }


def test_a_key_that_may_not_be_used_is_not_published() -> None:
    with pytest.raises(KeyProblem):
        did_document(DID, [VerificationKey(fragment="key-1", public_key=bytes(32))])


def find_same(published: Any, signer: Any = SIGNER) -> VerificationKey:
    return find_same_key(published, DID, signer.kind, signer.public_key)


def test_a_key_is_found_by_its_bytes_whatever_it_is_called() -> None:
    published = did_document(DID, [OLD, key_of(P256_SIGNER), replace(KEY, fragment="other")])
    assert find_same(published) == replace(KEY, fragment="other")
    assert find_same(published, P256_SIGNER) == key_of(P256_SIGNER)
    assert find_same(document(verificationMethod=None, assertionMethod=[METHOD_OBJECT])) == KEY


@pytest.mark.parametrize(
    "published",
    [
        did_document(DID, [OLD]),
        document(assertionMethod=[]),
        document(assertionMethod=[METHOD, f"{DID}#key-9"], verificationMethod=[]),
        document(verificationMethod=[{**METHOD_OBJECT, "controller": "did:web:evil.example"}]),
        document(verificationMethod=[{**METHOD_OBJECT, "type": "RsaVerificationKey2018"}]),
    ],
    ids=["not there", "not for assertions", "not described", "controlled by another", "unknown"],
)
def test_a_key_that_does_not_assert_is_not_found_by_its_bytes(published: Any) -> None:
    with pytest.raises(KeyProblem) as caught:
        find_same(published)
    assert str(caught.value) == f"{DID} does not list the key that the signature came with."


def test_in_somebody_elses_document_no_key_is_found() -> None:
    with pytest.raises(KeyProblem, match=f"^{NOT_ITS}$"):
        find_same(document(id="did:web:evil.example"))


@pytest.mark.parametrize("order", [list, reversed], ids=["listed first", "listed last"])
def test_of_two_keys_under_one_name_the_first_counts(order: Callable[..., Any]) -> None:
    other = {**METHOD_OBJECT, "publicKeyMultibase": multikey(OLD.public_key)}
    methods = list(order([METHOD_OBJECT, other]))
    found = find_key(document(verificationMethod=methods), METHOD)
    assert multikey(found.public_key) == methods[0]["publicKeyMultibase"]
