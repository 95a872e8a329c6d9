import pytest

from acquis.credentials import KeyProblem
from acquis.credentials.did import VerificationKey, did_jwk
from acquis.credentials.keys import KeyRing, KeyUnavailable
from tests.credentials import samples
from tests.credentials.samples import DID, DOCUMENTS, KEY, METHOD, Shelf

pytestmark = pytest.mark.unit

URL = "https://campus.example/.well-known/did.json"
ACCEPT = "application/did+ld+json, application/did+json, application/json"


def test_a_did_key_needs_nobody() -> None:
    ring = KeyRing(fetcher=None, documents={})
    text = samples.DID_KEY.removeprefix("did:key:")
    assert ring.find(f"{samples.DID_KEY}#{text}") == VerificationKey(
        fragment=text, public_key=samples.SIGNER.public_key
    )


@pytest.mark.parametrize("fragment", ["", "#", "#key-1", "#z6Mk"])
def test_a_did_key_has_no_other_key(fragment: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        KeyRing(fetcher=None, documents={}).find(samples.DID_KEY + fragment)
    text = samples.DID_KEY.removeprefix("did:key:")
    assert str(caught.value) == f"{samples.DID_KEY} has one key, {samples.DID_KEY}#{text}."


def test_a_given_document_is_not_looked_up() -> None:
    shelf = Shelf({})
    assert KeyRing(fetcher=shelf, documents=DOCUMENTS).find(METHOD) == KEY
    assert shelf.asked == []


def test_a_document_is_fetched_once() -> None:
    shelf = Shelf({URL: samples.packed(DOCUMENTS[DID])})
    ring = KeyRing(fetcher=shelf, documents={})
    assert [ring.find(METHOD), ring.find(METHOD)] == [KEY, KEY]
    assert shelf.asked == [(URL, ACCEPT, 262144)]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (None, f"{URL} is not on the shelf."),
        (b"<html>", "The document is not JSON: Expecting value (line 1, column 1)."),
        (b'{"id": 1, "id": 2}', "An object has the key 'id' twice."),
        (b"[" * 100_000, "The document is nested deeper than 64."),
    ],
    ids=["no answer", "not JSON", "ambiguous", "depth bomb"],
)
def test_a_document_that_cannot_be_had_is_nothing_against_the_key(
    body: bytes | None, detail: str
) -> None:
    ring = KeyRing(fetcher=Shelf({} if body is None else {URL: body}), documents={})
    with pytest.raises(KeyUnavailable) as caught:
        ring.find(METHOD)
    assert (caught.value.reason, caught.value.parameters) == ("key_unavailable", {"detail": detail})


def test_without_a_fetcher_a_did_web_stays_open() -> None:
    with pytest.raises(KeyUnavailable) as caught:
        KeyRing(fetcher=None, documents={}).find(METHOD)
    assert (caught.value.reason, caught.value.parameters) == ("key_offline", {})


def test_a_key_is_found_by_its_bytes_in_whatever_way_its_did_is_read() -> None:
    shelf = Shelf({URL: samples.packed(DOCUMENTS[DID])})
    ring = KeyRing(fetcher=shelf, documents={})
    kind, public_key = samples.SIGNER.kind, samples.SIGNER.public_key
    text = samples.DID_KEY.removeprefix("did:key:")
    jwk_did = did_jwk(kind, public_key)
    assert [ring.find_same(did, kind, public_key) for did in (DID, samples.DID_KEY, jwk_did)] == [
        KEY,
        VerificationKey(fragment=text, public_key=public_key),
        VerificationKey(fragment="0", public_key=public_key),
    ]
    assert len(shelf.asked) == 1
    for did in (DID, samples.DID_KEY, jwk_did):
        with pytest.raises(KeyProblem) as caught:
            ring.find_same(did, kind, samples.OTHER_SIGNER.public_key)
        assert str(caught.value) == (f"{did} does not list the key that the signature came with.")


@pytest.mark.parametrize("fragment", ["", "#", "#key-1", "#00"])
def test_a_did_jwk_has_no_other_key(fragment: str) -> None:
    did = did_jwk(samples.SIGNER.kind, samples.SIGNER.public_key)
    with pytest.raises(KeyProblem) as caught:
        KeyRing(fetcher=None, documents={}).find(did + fragment)
    assert str(caught.value) == f"{did} has one key, {did}#0."


@pytest.mark.parametrize("did", ["did:ion:abc", "https://campus.example/keys", "", "urn:x"])
def test_another_method_is_not_supported(did: str) -> None:
    shelf = Shelf({})
    with pytest.raises(KeyUnavailable) as caught:
        KeyRing(fetcher=shelf, documents={}).find(f"{did}#key-1")
    assert (caught.value.reason, caught.value.parameters) == ("key_method", {"did": did})
    assert shelf.asked == []


def test_a_hostile_did_web_is_never_fetched() -> None:
    shelf = Shelf({})
    with pytest.raises(KeyProblem):
        KeyRing(fetcher=shelf, documents={}).find("did:web:campus.example:..#key-1")
    assert shelf.asked == []
