"""The published examples of vc-di-eddsa and vc-di-ecdsa: every suite, sets and chains of proofs.

What a clone has of them is verified always; every published step in between where the whole
examples are at hand.
"""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from acquis.credentials import LocalSigner, contexts
from acquis.credentials.algorithms import KeyKind, is_signed
from acquis.credentials.canon import jcs
from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.rdfc10 import canonicalize
from acquis.credentials.did import VerificationKey, multibase, read_multikey
from acquis.credentials.ports import Signer
from acquis.credentials.proofs.chains import previous_proofs
from acquis.credentials.proofs.data_integrity import (
    ProofMismatch,
    add_proof,
    check_proof,
    digest_of,
    hash_data,
    jcs_digest_of,
    without_proof,
)
from acquis.credentials.signers import EcdsaSigner

pytestmark = [pytest.mark.unit, pytest.mark.usefixtures("_examples_context")]

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
CREATED = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)

SINGLE = [
    ("vc-di-eddsa", "eddsa-rdfc-2022", "DataInt", "keyPair"),
    ("vc-di-eddsa", "eddsa-jcs-2022", "JCS", "keyPair"),
    ("vc-di-eddsa", "Ed25519Signature2020", "EdSig", "keyPair"),
    ("vc-di-ecdsa", "ecdsa-rdfc-2019-p256", "ECDSAP256", "p256KeyPair"),
    ("vc-di-ecdsa", "ecdsa-rdfc-2019-p384", "ECDSAP384", "p384KeyPair"),
    ("vc-di-ecdsa", "ecdsa-jcs-2019-p256", "JCSECDSAP256", "p256KeyPair"),
    ("vc-di-ecdsa", "ecdsa-jcs-2019-p384", "JCSECDSAP384", "p384KeyPair"),
]
each_suite = pytest.mark.parametrize(
    ("folder", "suite", "suffix", "pair"), SINGLE, ids=[case[1] for case in SINGLE]
)


@pytest.fixture
def _examples_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples need a context that no Open Badge does, so the product does not pin it."""
    load = contexts.load
    examples = json.loads((DATA / "credentials-examples-v2.jsonld").read_text())
    monkeypatch.setattr(contexts, "load", lambda url: examples if url == EXAMPLES else load(url))


def read(*path: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(*path).read_text(encoding="utf-8"))
    return found


def key_named(method: str) -> VerificationKey:
    """The key of a did:key URL."""
    text = method.partition("#")[2]
    kind, public_key = read_multikey(text)
    return VerificationKey(fragment=text, public_key=public_key, kind=kind)


def signer_of(pair: dict[str, str], method: str) -> Signer:
    secret = multibase.decode(pair.get("secretKeyMultibase") or pair["privateKeyMultibase"])[2:]
    kind, _ = read_multikey(pair["publicKeyMultibase"])
    if kind is KeyKind.ED25519:
        return LocalSigner(secret, method)
    return EcdsaSigner(kind, secret, method)


@each_suite
def test_the_published_signature_verifies_and_no_other_document_does(
    folder: str, suite: str, suffix: str, pair: str
) -> None:
    signed = read(DATA, folder, f"signed{suffix}.json")
    proof = signed["proof"]
    key = key_named(proof["verificationMethod"])
    check_proof(signed, proof, key)
    for document, altered in [
        ({**signed, "name": "Alumni credential"}, proof),
        (signed, {**proof, "created": "2023-02-24T23:36:39Z"}),
        (signed, {**proof, "expires": "2099-02-24T23:36:39Z"}),
    ]:
        with pytest.raises(ProofMismatch):
            check_proof(document, altered, key)


@pytest.mark.parametrize(
    ("folder", "suffix", "pair"),
    [
        (folder, suffix, pair)
        for folder, suite, suffix, pair in SINGLE
        if suite != "Ed25519Signature2020"  # which is only verified
    ],
)
def test_signing_gives_the_published_signature(folder: str, suffix: str, pair: str) -> None:
    expected = read(DATA, folder, f"signed{suffix}.json")
    proof = expected["proof"]
    signer = signer_of(read(DATA, folder, f"{pair}.json"), proof["verificationMethod"])
    name = proof["cryptosuite"]
    signed = add_proof(without_proof(expected), signer, created=CREATED, cryptosuite=name)
    assert signed == {**expected, "proof": [proof]}


def test_every_published_step_of_the_usual_suite_is_the_same() -> None:
    check_steps(DATA / "vc-di-eddsa", "eddsa-rdfc-2022", "DataInt")


@each_suite
def test_every_published_step_is_the_same(
    shared_data: Path, folder: str, suite: str, suffix: str, pair: str
) -> None:
    check_steps(shared_data / "w3c" / folder / suite, suite, suffix)


def check_steps(place: Path, suite: str, suffix: str) -> None:
    def text(name: str) -> str:
        return (place / f"{name}{suffix}.txt").read_text(encoding="utf-8")

    config = read(place, f"proofConfig{suffix}.json")
    signed = read(place, f"signed{suffix}.json")
    unsigned = without_proof(signed)
    kind = key_named(signed["proof"]["verificationMethod"]).kind
    hash_name = "sha384" if kind is KeyKind.P384 else "sha256"
    if "-jcs-" in suite:
        forms = [jcs.canonicalize(part).decode() for part in (unsigned, config)]
        hashes = [jcs_digest_of(part, hash_name=hash_name) for part in (unsigned, config)]
        options = config
    else:
        forms = [canonicalize(to_quads(p), hash_name=hash_name) for p in (unsigned, config)]
        hashes = [digest_of(part, hash_name=hash_name) for part in (unsigned, config)]
        options = {name: value for name, value in config.items() if name != "@context"}
    assert forms == [text("canonDoc"), text("proofCanon")]
    assert [found.hex() for found in hashes] == [text("docHash"), text("proofHash")]
    assert hash_data(unsigned, options, kind=kind).hex() == text("combinedHash")
    value = signed["proof"]["proofValue"]
    assert (value, multibase.decode(value).hex()) == (text("sigBTC58"), text("sigHex"))


@pytest.mark.parametrize(
    ("folder", "suite", "suffix"),
    [
        ("vc-di-eddsa", "eddsa-rdfc-2022", "DataInt"),
        ("vc-di-ecdsa", "ecdsa-rdfc-2019-p256", "ECDSAP256"),
        ("vc-di-ecdsa", "ecdsa-rdfc-2019-p384", "ECDSAP384"),
    ],
)
def test_the_published_employment_documents_are_signed_by_their_keys(
    shared_data: Path, folder: str, suite: str, suffix: str
) -> None:
    """Their vocabulary is of no use to badges, so its canonical forms are taken as published."""
    place = shared_data / "w3c" / folder / suite / "employ"

    def text(name: str) -> str:
        return (place / f"{name}{suffix}.txt").read_text(encoding="utf-8")

    proof = read(place, f"signed{suffix}.json")["proof"]
    key = key_named(proof["verificationMethod"])
    hash_name = "sha384" if key.kind is KeyKind.P384 else "sha256"
    data = b"".join(
        hashlib.new(hash_name, text(name).encode()).digest() for name in ("proofCanon", "canonDoc")
    )
    assert data.hex() == text("combinedHash")
    signature = multibase.decode(proof["proofValue"])
    assert is_signed(key.kind, key.public_key, signature, data)
    assert not is_signed(key.kind, key.public_key, signature, data[::-1])


def check_all(document: dict[str, Any]) -> None:
    for proof, previous in zip(document["proof"], previous_proofs(document["proof"]), strict=True):
        check_proof(document, proof, key_named(proof["verificationMethod"]), previous=previous)


def test_the_published_set_and_chain_verify() -> None:
    chain = read(DATA, "vc-di-eddsa", "signedProofChain2.json")
    assert [len(before) for before in previous_proofs(chain["proof"])] == [0, 0, 2, 1]
    check_all(chain)
    check_all(read(DATA, "vc-di-eddsa", "signedProofSet2.json"))


@pytest.mark.parametrize("changed", [0, 1])
def test_a_chain_holds_what_was_signed_before_it(changed: int) -> None:
    """A previous proof that was made anew, and is good in itself, breaks what came after."""
    chain = read(DATA, "vc-di-eddsa", "signedProofChain2.json")
    other = LocalSigner(bytes(range(32)), chain["proof"][changed]["verificationMethod"])
    [remade] = add_proof(chain, other, created=CREATED)["proof"]
    chain["proof"][changed] = {**remade, "id": chain["proof"][changed]["id"]}
    third = chain["proof"][2]
    with pytest.raises(ProofMismatch):
        check_proof(
            chain,
            third,
            key_named(third["verificationMethod"]),
            previous=previous_proofs(chain["proof"])[2],
        )


@pytest.mark.parametrize("part", [(2,), (3,)])
def test_a_proof_in_a_chain_does_not_stand_alone(part: tuple[int, ...]) -> None:
    chain = read(DATA, "vc-di-eddsa", "signedProofChain2.json")
    for index in part:
        proof = chain["proof"][index]
        with pytest.raises(ProofMismatch):
            check_proof(chain, proof, key_named(proof["verificationMethod"]))


def test_the_published_steps_of_the_chain_verify(shared_data: Path) -> None:
    place = shared_data / "w3c" / "vc-di-eddsa" / "proof-set-chain"
    for name in ("signedProofChain1", "signedProofChain2", "signedProofSet2"):
        check_all(read(place, f"{name}.json"))
    alone = read(place, "signedProofSet1.json")
    check_proof(alone, alone["proof"], key_named(alone["proof"]["verificationMethod"]))
