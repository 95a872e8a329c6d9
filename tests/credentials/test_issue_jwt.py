"""The credential as a token, and what other people's software says of it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from joserfc import jws as joserfc_jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import import_key
from openbadgeslib.ob3 import (
    Achievement,
    Issuer,
    OB3Signer,
    OB3VerificationError,
    OpenBadgeCredential,
)
from openbadgeslib.ob3.verifier import OB3Verifier

from acquis.credentials import KeyProblem, UnsafeDocument, Verdict, examine, issue_jwt, verify
from acquis.credentials.algorithms import KeyKind
from acquis.credentials.did import jwk_of
from acquis.credentials.proofs import jws
from acquis.credentials.signing import LocalSigner
from tests.credentials import samples, tokens
from tests.credentials.samples import DID, ISSUED, NOW, credential

pytestmark = pytest.mark.unit

# openbadgeslib reads the real clock.
ALWAYS: dict[str, Any] = {"valid_from": datetime(2020, 1, 1, tzinfo=UTC), "valid_until": None}
ALGORITHMS = {
    KeyKind.ED25519: "EdDSA",
    KeyKind.P256: "ES256",
    KeyKind.P384: "ES384",
    KeyKind.RSA: "RS256",
}
each_kind = pytest.mark.parametrize("kind", ALGORITHMS)


def signer_of(kind: KeyKind) -> Any:
    signers = {
        KeyKind.ED25519: samples.SIGNER,
        KeyKind.P256: samples.P256_SIGNER,
        KeyKind.P384: samples.P384_SIGNER,
    }
    return signers.get(kind) or samples.rsa_signer()


def pem_of(signer: Any) -> bytes:
    found: bytes = signer._private_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return found


@each_kind
def test_the_payload_is_the_credential_and_the_claims_that_repeat_it(kind: KeyKind) -> None:
    token = jws.read(issue_jwt(credential(), signer_of(kind), created=ISSUED))
    assert token.header == {
        "alg": ALGORITHMS[kind],
        "kid": signer_of(kind).verification_method,
        "typ": "JWT",
    }
    assert json.loads(token.payload) == credential().to_json() | {
        "iss": DID,
        "sub": "urn:uuid:0f1e2d3c-4b5a-4678-9abc-def012345678",
        "jti": "urn:uuid:6d1f0f0e-7d3e-4a53-9a5b-2f0f4f6f7a10",
        "nbf": 1772355600,
        "exp": 1835514000,
        "iat": 1772355600,
    }
    length = {KeyKind.P384: 96, KeyKind.RSA: 384}.get(kind, 64)
    assert len(token.signature) == length


def test_what_the_credential_does_not_say_is_no_claim() -> None:
    bare = credential(valid_until=None, subject=samples.subject(id=""))
    payload = json.loads(jws.read(issue_jwt(bare, samples.SIGNER, created=ISSUED)).payload)
    assert {name: payload.get(name) for name in ("sub", "exp")} == {"sub": None, "exp": None}


@each_kind
def test_it_verifies_here_and_the_report_has_the_credential(kind: KeyKind) -> None:
    data = issue_jwt(credential(), signer_of(kind), created=ISSUED)
    report = verify(
        data + b"\n",
        now=NOW,
        did_documents=samples.all_documents(),
        expected_email=samples.EMAIL,
    )
    assert report.document == credential().to_json()
    assert [(check.name.value, check.reason) for check in report.checks] == [
        ("structure", "well_formed"),
        ("context", "context_known"),
        ("proof", "proof_matches"),
        ("issuer_key", "key_belongs"),
        ("dates", "dates_until"),
        ("status", "no_status"),
        ("endorsements", "no_endorsement"),
        ("identity", "identity_matches"),
    ]


# joserfc warns of the name EdDSA, which Open Badges' verifiers know; RFC 9864 prefers Ed25519.
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@each_kind
def test_joserfc_verifies_it_with_the_published_key(kind: KeyKind) -> None:
    data, signer = issue_jwt(credential(), signer_of(kind), created=ISSUED), signer_of(kind)
    key = import_key(jwk_of(kind, signer.public_key))
    algorithms = [ALGORITHMS[kind]]
    found = joserfc_jws.deserialize_compact(data, key, algorithms=algorithms)
    assert found.payload == jws.read(data).payload
    altered = tokens.spliced(data, 1, tokens.part({"iss": DID}))
    with pytest.raises(BadSignatureError):
        joserfc_jws.deserialize_compact(altered, key, algorithms=algorithms)


@each_kind
def test_a_token_that_joserfc_signed_verifies_here(kind: KeyKind) -> None:
    private = signer_of(kind)
    if kind is KeyKind.ED25519:
        jwk = {**jwk_of(kind, private.public_key), "d": tokens.part(samples.SEED).decode()}
        key = import_key(jwk)
    else:
        key = import_key(pem_of(private), "RSA" if kind is KeyKind.RSA else "EC")
    # RFC 9864 has given EdDSA over this curve a name of its own.
    name = "Ed25519" if kind is KeyKind.ED25519 else ALGORITHMS[kind]
    header = {"alg": name, "kid": private.verification_method}
    payload = json.dumps({**tokens.DOCUMENT, **tokens.CLAIMS})
    data = joserfc_jws.serialize_compact(header, payload, key, algorithms=[name])
    report = examine(data.encode(), now=NOW, did_documents=samples.all_documents())
    assert report.verdict == Verdict.VALID


# openbadgeslib has no P-384, and openvc takes only tokens with a `vc` claim, which the final
# specifications forbid.
@pytest.mark.parametrize("kind", [KeyKind.ED25519, KeyKind.P256, KeyKind.RSA])
def test_openbadgeslib_accepts_it_under_the_published_did_document(kind: KeyKind) -> None:
    def download(_url: str, *_more: object, **_options: object) -> bytes:
        return samples.packed(samples.all_documents()[DID])

    data = issue_jwt(credential(**ALWAYS), signer_of(kind), created=ISSUED)
    verifier = OB3Verifier.for_issuer_did(DID, download=download)
    assert verifier.verify(data.decode()).issuer.id == DID
    changed = json.loads(jws.read(data).payload) | {"name": "Diriger une usine"}
    with pytest.raises(OB3VerificationError):
        verifier.verify(tokens.spliced(data, 1, tokens.part(changed)).decode())


def test_a_token_by_openbadgeslib_verifies_here() -> None:
    """It brings its key along as `jwk`, which the issuer's DID document lists."""
    badge = OpenBadgeCredential(
        issuer=Issuer(id=DID, name="Campus Élan"),
        achievement=Achievement(
            id="https://campus.example/achievements/7",
            name="Animer une réunion",
            description="Prépare, anime et conclut.",
            criteria_narrative="L’ordre du jour est une question.",
        ),
        recipient_id="urn:uuid:0f1e2d3c-4b5a-4678-9abc-def012345678",
        issuance_date=datetime(2026, 3, 1, 9, tzinfo=UTC),
    )
    data = OB3Signer(pem_of(samples.P256_SIGNER), algorithm="ES256").sign(badge)
    assert set(jws.read(data.encode()).header) == {"alg", "jwk", "typ"}
    found = examine(data.encode(), now=NOW, did_documents=samples.all_documents())
    assert found.verdict == Verdict.VALID
    other = examine(data.encode(), now=NOW, did_documents=samples.DOCUMENTS)
    assert other.deciding is not None
    assert (other.verdict, other.deciding.reason) == (Verdict.INVALID, "key_unlisted")


def test_only_the_issuers_key_signs() -> None:
    other = LocalSigner(samples.SEED, "did:web:other.example#key-1")
    with pytest.raises(KeyProblem) as caught:
        issue_jwt(credential(), other, created=ISSUED)
    assert str(caught.value) == (
        "The key did:web:other.example#key-1 does not belong to the issuer "
        "did:web:campus.example: verifiers would refuse the proof."
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"id": "badges/7"},
            "'badges/7' is neither an absolute IRI nor a term that the document's contexts define. "
            "Write it as a whole IRI, for example urn:uuid:... or https://...",
        ),
        (
            {"name": "x\ufffe"},
            "The text 'x\\ufffe' has a character that is not one (a lone surrogate or a Unicode "
            "noncharacter). Remove it.",
        ),
    ],
    ids=["relative", "noncharacter"],
)
def test_what_no_proof_could_cover_is_no_token_either(
    changes: dict[str, str], message: str
) -> None:
    with pytest.raises(UnsafeDocument) as caught:
        issue_jwt(credential(**changes), samples.SIGNER, created=ISSUED)
    assert str(caught.value) == message
