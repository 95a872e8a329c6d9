"""The published example of vc-di-eddsa, step by step, and what a proof must look like."""

import json
from pathlib import Path
from typing import Any

import pytest
from nacl.bindings import crypto_sign_seed_keypair

from acquis.credentials import KeyProblem, LocalSigner, UnsafeDocument, contexts
from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.rdfc10 import canonicalize
from acquis.credentials.did import multibase, public_key_of
from acquis.credentials.proofs import data_integrity
from acquis.credentials.proofs.data_integrity import ProofMismatch, check_proof
from acquis.credentials.times import parse_time
from tests.credentials import samples

pytestmark = pytest.mark.unit

DATA = Path(__file__).parents[1] / "data"
VECTOR = DATA / "vc-di-eddsa"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
SECRET_KEY_PREFIX = b"\x80\x26"


@pytest.fixture
def _examples_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example needs a context that no Open Badge does, so the product does not pin it."""
    load = contexts.load
    examples = json.loads((DATA / "credentials-examples-v2.jsonld").read_text())
    monkeypatch.setattr(contexts, "load", lambda url: examples if url == EXAMPLES else load(url))


def text(name: str) -> str:
    return (VECTOR / name).read_text(encoding="utf-8")


def document(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(name))
    return found


def key_pair(pair: dict[str, str]) -> tuple[bytes, bytes]:
    secret = multibase.decode(pair["privateKeyMultibase"])
    assert secret[:2] == SECRET_KEY_PREFIX
    return secret[2:], public_key_of(pair["publicKeyMultibase"])


@pytest.mark.usefixtures("_examples_context")
def test_the_published_document_has_its_published_canonical_form_and_hash() -> None:
    unsigned = document("unsigned.json")
    assert canonicalize(to_quads(unsigned)) == text("canonDocDataInt.txt")
    assert data_integrity.digest_of(unsigned).hex() == text("docHashDataInt.txt")


@pytest.mark.usefixtures("_examples_context")
def test_the_published_proof_options_have_their_published_canonical_form_and_hash() -> None:
    options = document("proofConfigDataInt.json")
    assert canonicalize(to_quads(options)) == text("proofCanonDataInt.txt")
    assert data_integrity.digest_of(options).hex() == text("proofHashDataInt.txt")


@pytest.mark.usefixtures("_examples_context")
def test_the_published_hashes_are_put_together_as_published() -> None:
    options = document("proofConfigDataInt.json")
    del options["@context"]
    found = data_integrity.hash_data(document("unsigned.json"), options)
    assert found.hex() == text("combinedHashDataInt.txt")


@pytest.mark.usefixtures("_examples_context")
def test_signing_the_published_document_gives_the_published_signature() -> None:
    seed, public_key = key_pair(document("keyPair.json"))
    expected = document("signedDataInt.json")
    signer = LocalSigner(seed, expected["proof"]["verificationMethod"])
    assert signer.public_key == public_key
    created = parse_time("2023-02-24T23:36:38Z")
    assert created is not None
    signed = data_integrity.add_proof(document("unsigned.json"), signer, created=created)
    assert signed == {**expected, "proof": [expected["proof"]]}
    assert signed["proof"][0]["proofValue"] == text("sigBTC58DataInt.txt")
    assert multibase.decode(signed["proof"][0]["proofValue"]).hex() == text("sigHexDataInt.txt")


@pytest.mark.usefixtures("_examples_context")
def test_the_published_signature_verifies_and_no_other_document_does() -> None:
    signed = document("signedDataInt.json")
    _, public_key = key_pair(document("keyPair.json"))
    check_proof(signed, signed["proof"], public_key)
    with pytest.raises(ProofMismatch):
        check_proof({**signed, "name": "Alumni credential"}, signed["proof"], public_key)
    later = {**signed["proof"], "created": "2023-02-24T23:36:39Z"}
    with pytest.raises(ProofMismatch):
        check_proof(signed, later, public_key)


@pytest.mark.usefixtures("_examples_context")
def test_the_published_set_of_proofs_verifies(shared_data: Path) -> None:
    folder = shared_data / "w3c" / "vc-di-eddsa" / "proof-set-chain"
    signed = json.loads((folder / "signedProofSet2.json").read_text(encoding="utf-8"))
    assert len(signed["proof"]) == 2
    for proof in signed["proof"]:
        key = public_key_of(proof["verificationMethod"].partition("#")[2])
        check_proof(signed, proof, key)
        with pytest.raises(ProofMismatch):
            check_proof(signed, proof, crypto_sign_seed_keypair(samples.SEED)[0])


def test_an_own_digest_of_the_document_saves_its_canonicalisation() -> None:
    signed = samples.parsed()
    proof = signed["proof"][0]
    unsecured = {key: value for key, value in signed.items() if key != "proof"}
    digest = data_integrity.digest_of(unsecured)
    check_proof(signed, proof, samples.SIGNER.public_key, digest=digest)
    with pytest.raises(ProofMismatch):
        check_proof(signed, proof, samples.SIGNER.public_key, digest=bytes(32))


def test_a_proof_is_replaced_and_not_signed_over() -> None:
    once = samples.parsed()
    twice = data_integrity.add_proof(once, samples.SIGNER, created=samples.ISSUED)
    assert twice == once


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "The proof value is not a base58btc multibase text."),
        (5, "The proof value is not a base58btc multibase text."),
        ("", "The proof value is not a base58btc multibase text."),
        ("uAAAA", "The proof value is not a base58btc multibase text."),
        ("z", "The proof value is not an Ed25519 signature of 64 bytes."),
        ("z2", "The proof value is not an Ed25519 signature of 64 bytes."),
        ("z" + "1" * 65, "The proof value is not an Ed25519 signature of 64 bytes."),
        ("z0", "'0' is not a base58btc character."),
        ("z" * 5000, "A multibase value is empty or far too long."),
    ],
)
def test_a_proof_value_that_is_no_signature_is_refused(value: object, message: str) -> None:
    proof = {**samples.parsed()["proof"][0], "proofValue": value}
    with pytest.raises(KeyProblem) as caught:
        check_proof(samples.parsed(), proof, samples.SIGNER.public_key)
    assert str(caught.value) == message


def test_a_signature_of_zeros_under_a_key_of_zeros_is_refused() -> None:
    proof = {**samples.parsed()["proof"][0], "proofValue": "z" + "1" * 64}
    with pytest.raises(ProofMismatch):
        check_proof(samples.parsed(), proof, bytes(32))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_proofs_own_context_may_be_what_the_documents_begins_with(count: int) -> None:
    signed = samples.parsed()
    proof = {**signed["proof"][0], "@context": signed["@context"][:count]}
    check_proof(signed, proof, samples.SIGNER.public_key)


@pytest.mark.parametrize(
    "own",
    ["https://www.w3.org/ns/did/v1", ["https://www.w3.org/ns/did/v1"], {"created": "urn:x"}, None],
)
def test_a_proofs_own_context_may_not_be_another(own: object) -> None:
    signed = samples.parsed()
    with pytest.raises(UnsafeDocument) as caught:
        check_proof(signed, {**signed["proof"][0], "@context": own}, samples.SIGNER.public_key)
    assert str(caught.value) == "The proof was made with other contexts than the document has."
    assert caught.value.path == "/proof/@context"


def test_a_proofs_own_context_is_compared_with_a_single_context_too() -> None:
    single = {"@context": contexts.CREDENTIALS_V2, "id": "urn:x", "type": "VerifiableCredential"}
    signed = data_integrity.add_proof(single, samples.SIGNER, created=samples.ISSUED)
    proof = {**signed["proof"][0], "@context": contexts.CREDENTIALS_V2}
    check_proof(signed, proof, samples.SIGNER.public_key)
