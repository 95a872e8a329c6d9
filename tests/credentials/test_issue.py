"""What is signed, and what other people's software says of it."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator
from openbadgeslib.ob3.ldp import OB3LdpVerifier, OB3VerificationError
from openvc.did.base import DidResolverRegistry
from openvc.did.did_web import DidWebResolver
from openvc.proof.errors import SignatureInvalid
from openvc.verify import VerificationPolicy, verify_credential

from acquis.credentials import (
    KeyProblem,
    MalformedDocument,
    Profile,
    UnsafeDocument,
    Verdict,
    add_to_set,
    contexts,
    examine,
    issue,
)
from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.rdfc10 import canonicalize
from acquis.credentials.ports import Signer
from acquis.credentials.proofs.data_integrity import digest_of
from tests.credentials import samples
from tests.credentials.others import canonical_by_others
from tests.credentials.samples import DID, ISSUED, NOW, SIGNER, credential

pytestmark = pytest.mark.unit

# openbadgeslib reads the real clock.
ALWAYS: dict[str, Any] = {"valid_from": datetime(2020, 1, 1, tzinfo=UTC), "valid_until": None}
SCHEMA = "openbadges/ob_v3p0_achievementcredential_schema.json"


def test_the_proof_is_an_array_of_one_behind_an_unchanged_credential() -> None:
    document = samples.parsed()
    (proof,) = document.pop("proof")
    assert document == credential().to_json()
    value = proof.pop("proofValue")
    assert value[0] == "z"
    assert proof == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-03-01T09:00:00Z",
        "verificationMethod": "did:web:campus.example#key-1",
        "proofPurpose": "assertionMethod",
    }


def test_the_bytes_are_compact_utf_8_and_the_same_every_time() -> None:
    text = samples.signed().decode()
    assert json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) == text
    assert issue(credential(), SIGNER, created=ISSUED) == samples.signed()


def test_it_verifies_here() -> None:
    report = examine(samples.signed(), now=NOW, did_documents=samples.DOCUMENTS)
    assert report.verdict == Verdict.VALID


def public_pem() -> bytes:
    key = Ed25519PublicKey.from_public_bytes(SIGNER.public_key)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def did_json() -> dict[str, Any]:
    return {**samples.DOCUMENTS[samples.DID]}


def with_changed_level(data: bytes) -> bytes:
    changed = data.replace(
        b'"achievedLevel":"https://campus.example/levels/3"',
        b'"achievedLevel":"https://campus.example/levels/1"',
    )
    assert changed != data
    return changed


def test_openbadgeslib_accepts_it_under_the_issuers_key() -> None:
    endless = issue(credential(**ALWAYS), SIGNER, created=ISSUED)
    found = OB3LdpVerifier(public_pem()).verify(endless)
    assert found.issuer.id == samples.DID
    assert found.id == credential().id


def test_openbadgeslib_accepts_it_under_the_published_did_document() -> None:
    asked = []

    def download(url: str, *_more: object, **_options: object) -> bytes:
        asked.append(url)
        return samples.packed(did_json())

    endless = issue(credential(**ALWAYS), SIGNER, created=ISSUED)
    verifier = OB3LdpVerifier.for_issuer_did(samples.DID)
    assert verifier.verify(endless, download=download).issuer.id == samples.DID
    assert asked == ["https://campus.example/.well-known/did.json"]


def test_openbadgeslib_accepts_a_did_key_and_refuses_a_changed_level() -> None:
    issuer = Profile(id=samples.DID_KEY, name="Campus Élan")
    endless = issue(credential(issuer=issuer, **ALWAYS), samples.DID_KEY_SIGNER, created=ISSUED)
    verifier = OB3LdpVerifier.for_issuer_did(samples.DID_KEY)
    assert verifier.verify(endless).issuer.id == samples.DID_KEY
    with pytest.raises(OB3VerificationError):
        verifier.verify(with_changed_level(endless))


def openvc_policy() -> VerificationPolicy:
    return VerificationPolicy(
        now=NOW, expected_types=["VerifiableCredential", "OpenBadgeCredential"]
    )


def for_openvc(data: bytes) -> dict[str, Any]:
    """openvc takes a single proof as an object only, and Open Badges' contexts as given."""
    document = json.loads(data)
    (document["proof"],) = document["proof"]
    return document


OB_CONTEXTS = {
    url: contexts.load(url) for url in (contexts.OPEN_BADGES_V3, contexts.OPEN_BADGES_EXTENSIONS)
}


def test_openvc_accepts_it_under_the_published_did_document() -> None:
    asked = []

    def fetch(url: str) -> dict[str, Any]:
        asked.append(url)
        return did_json()

    found = verify_credential(
        for_openvc(samples.signed()),
        policy=openvc_policy(),
        resolver=DidResolverRegistry([DidWebResolver(fetch)]),
        extra_contexts=OB_CONTEXTS,
    )
    assert (found.issuer, found.expired) == (samples.DID, False)
    assert found.subject == samples.subject().id
    assert asked == ["https://campus.example/.well-known/did.json"]


def test_openvc_accepts_a_did_key_and_refuses_a_changed_level() -> None:
    data = samples.signed_by_did_key()
    found = verify_credential(for_openvc(data), policy=openvc_policy(), extra_contexts=OB_CONTEXTS)
    assert found.issuer == samples.DID_KEY
    with pytest.raises(SignatureInvalid):
        verify_credential(
            for_openvc(with_changed_level(data)),
            policy=openvc_policy(),
            extra_contexts=OB_CONTEXTS,
        )


# openvc hashes blank nodes with SHA-256 for P-384 too, where vc-di-ecdsa demands SHA-384 ("the
# cryptographic hashing function used by RDFC-1.0 is chosen based on the size of the key"): it is
# no judge of that suite, but pyoxigraph is.
@pytest.mark.parametrize(
    ("suite", "signer"),
    [
        ("eddsa-jcs-2022", SIGNER),
        ("ecdsa-rdfc-2019", samples.P256_SIGNER),
        ("ecdsa-jcs-2019", samples.P256_SIGNER),
        ("ecdsa-jcs-2019", samples.P384_SIGNER),
    ],
)
def test_openvc_accepts_it_by_every_other_suite(suite: str, signer: Signer) -> None:
    data = issue(credential(), signer, created=ISSUED, cryptosuite=suite)
    registry = DidResolverRegistry([DidWebResolver(lambda _url: samples.all_documents()[DID])])

    def verdict(data: bytes) -> str:
        found = verify_credential(
            for_openvc(data), policy=openvc_policy(), resolver=registry, extra_contexts=OB_CONTEXTS
        )
        return str(found.issuer)

    assert verdict(data) == DID
    with pytest.raises(SignatureInvalid):
        verdict(with_changed_level(data))


@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019", "eddsa-jcs-2022"])
def test_it_is_signed_by_the_named_suite_and_verifies_here(suite: str) -> None:
    signer = SIGNER if suite[:2] == "ed" else samples.P384_SIGNER
    data = issue(credential(), signer, created=ISSUED, cryptosuite=suite)
    assert [proof["cryptosuite"] for proof in samples.parsed(data)["proof"]] == [suite]
    report = examine(data, now=NOW, did_documents=samples.all_documents())
    assert report.verdict == Verdict.VALID


def test_a_suite_without_rdf_signs_nothing_that_rdf_would_lose() -> None:
    with pytest.raises(UnsafeDocument) as caught:
        issue(credential(id="badges/7"), SIGNER, created=ISSUED, cryptosuite="eddsa-jcs-2022")
    assert str(caught.value).startswith("'badges/7' is neither an absolute IRI")


def test_a_proof_by_another_key_joins_the_set() -> None:
    both = add_to_set(samples.signed(), samples.P256_SIGNER, created=ISSUED)
    third = add_to_set(both, SIGNER, created=ISSUED, cryptosuite="eddsa-jcs-2022")
    document = samples.parsed(third)
    assert [proof["cryptosuite"] for proof in document["proof"]] == [
        "eddsa-rdfc-2022",
        "ecdsa-rdfc-2019",
        "eddsa-jcs-2022",
    ]
    assert document | {"proof": document["proof"][:1]} == samples.parsed()
    report = examine(third, now=NOW, did_documents=samples.all_documents())
    assert report.verdict == Verdict.VALID


@pytest.mark.parametrize(
    ("data", "signer", "error", "message"),
    [
        (b"{", SIGNER, MalformedDocument, "The document is not JSON"),
        (
            b"{}",
            SIGNER,
            MalformedDocument,
            "The document is not a complete credential: its first context is not",
        ),
        (
            samples.signed(),
            samples.LocalSigner(samples.SEED, "did:web:other.example#key-1"),
            KeyProblem,
            "The key did:web:other.example#key-1 does not belong to the issuer",
        ),
        (
            samples.signed(),
            samples.rsa_signer(),
            KeyProblem,
            "RSA keys sign no Data Integrity proofs.",
        ),
    ],
    ids=["not JSON", "no credential", "another issuer", "RSA"],
)
def test_nothing_joins_a_set_that_would_not_verify(
    data: bytes, signer: Signer, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        add_to_set(data, signer, created=ISSUED)
    assert str(caught.value).startswith(message)


def test_a_jcs_proof_joins_no_document_that_rdf_would_not_keep() -> None:
    document = samples.packed({**samples.parsed(), "colour": "blue"})
    with pytest.raises(UnsafeDocument):
        add_to_set(document, SIGNER, created=ISSUED, cryptosuite="eddsa-jcs-2022")


@pytest.mark.parametrize("size", [256, 384])
def test_its_canonical_form_under_either_hash_is_that_of_pyoxigraph(size: int) -> None:
    document = credential().to_json()
    found = canonicalize(to_quads(document), hash_name=f"sha{size}")
    by_others = canonical_by_others(document, hash_size=size)
    assert found == by_others
    digest = hashlib.new(f"sha{size}", by_others.encode()).digest()
    assert digest_of(document, hash_name=f"sha{size}") == digest


def test_its_canonical_form_is_what_pyld_and_pyoxigraph_make_of_it() -> None:
    document = credential().to_json()
    found = canonicalize(to_quads(document))
    assert found == canonical_by_others(document)
    assert len(found.splitlines()) == 86


WORDS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cs", "Cc"],
        exclude_characters=[
            chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
        ]
        + [chr(code) for code in range(0xFDD0, 0xFDF0)],
    ),
    min_size=1,
)


@settings(max_examples=40, deadline=None)
@given(WORDS, WORDS, st.integers(0, 3), st.booleans())
def test_any_credentials_canonical_form_is_that_of_the_others(
    name: str, narrative: str, levels: int, identified: bool
) -> None:
    descriptions = samples.achievement().result_descriptions
    document = credential(
        name=name,
        valid_until=None,
        subject=samples.subject(
            identifier=samples.subject().identifier if identified else (),
            results=samples.subject().results * levels,
            achievement=samples.achievement(
                name=name, criteria_narrative=narrative, result_descriptions=descriptions[:levels]
            ),
        ),
    ).to_json()
    assert canonicalize(to_quads(document)) == canonical_by_others(document)


def test_the_published_json_schema_accepts_it(shared_data: Path) -> None:
    file = shared_data / SCHEMA
    if not file.is_file():
        pytest.skip(f"1EdTech's JSON schema is not among the published data ({SCHEMA})")
    schema = json.loads(file.read_text(encoding="utf-8"))
    validator = Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(samples.parsed())] == []
    without = samples.parsed()
    del without["credentialSubject"]["achievement"]["criteria"]
    assert not validator.is_valid(without)


@pytest.mark.parametrize(
    ("method", "issuer"),
    [
        ("did:web:other.example#key-1", samples.DID),
        ("did:web:campus.example:sub#key-1", samples.DID),
        ("", samples.DID),
        (samples.METHOD, "https://campus.example"),
    ],
)
def test_a_key_that_is_not_the_issuers_does_not_sign(method: str, issuer: str) -> None:
    signer = samples.LocalSigner(samples.SEED, method)
    with pytest.raises(KeyProblem) as caught:
        issue(credential(issuer=Profile(id=issuer, name="x")), signer, created=ISSUED)
    assert str(caught.value) == (
        f"The key {method} does not belong to the issuer {issuer}: verifiers would refuse the "
        "proof."
    )


@pytest.mark.parametrize(
    "character",
    [chr(code) for code in (0xD83D, 0xDC00, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF)],
    ids=ascii,
)
def test_characters_that_are_none_are_not_signed(character: str) -> None:
    text = f"Réunion {character}"
    with pytest.raises(UnsafeDocument) as caught:
        issue(credential(name=text), SIGNER, created=ISSUED)
    assert str(caught.value) == (
        f"The text {text!r} has a character that is not one (a lone surrogate or a Unicode "
        "noncharacter). Remove it."
    )


@pytest.mark.parametrize(
    "text",
    ['\x00\x01\b\t\n\f\r\x1f\x7f"\\', "\ufdcf\ufdf0\ufffd", "é\u0301 🎯 会 \u200d \u2028"],
    ids=ascii,
)
def test_every_other_character_is_signed_and_verifies(text: str) -> None:
    signed = issue(credential(name=text), SIGNER, created=ISSUED)
    assert json.loads(signed)["name"] == text
    report = examine(signed, now=NOW, did_documents=samples.DOCUMENTS)
    assert report.verdict == Verdict.VALID


def test_an_iri_that_is_none_is_not_signed() -> None:
    with pytest.raises(UnsafeDocument) as caught:
        issue(credential(id="badges/7"), SIGNER, created=ISSUED)
    assert str(caught.value) == (
        "'badges/7' is neither an absolute IRI nor a term that the document's contexts define. "
        "Write it as a whole IRI, for example urn:uuid:... or https://..."
    )
