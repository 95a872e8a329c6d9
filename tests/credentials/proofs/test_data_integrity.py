"""What a Data Integrity proof must look like, of whichever suite."""

from typing import Any

import pytest

from acquis.credentials import KeyProblem, UnsafeDocument, contexts
from acquis.credentials.algorithms import KeyKind
from acquis.credentials.did import VerificationKey
from acquis.credentials.ports import Signer
from acquis.credentials.proofs import data_integrity
from acquis.credentials.proofs.data_integrity import (
    Digests,
    ProofMismatch,
    check_proof,
    digest_of,
    hash_data,
    jcs_digest_of,
    without_proof,
)
from tests.credentials import samples
from tests.credentials.samples import KEY, P256_SIGNER, P384_SIGNER, SIGNER, key_of

pytestmark = pytest.mark.unit

SUITES: list[tuple[str, Signer]] = [
    ("eddsa-rdfc-2022", SIGNER),
    ("eddsa-jcs-2022", SIGNER),
    ("ecdsa-rdfc-2019", P256_SIGNER),
    ("ecdsa-rdfc-2019", P384_SIGNER),
    ("ecdsa-jcs-2019", P256_SIGNER),
    ("ecdsa-jcs-2019", P384_SIGNER),
]
each_suite = pytest.mark.parametrize(
    ("suite", "signer"), SUITES, ids=[f"{name} {signer.kind}" for name, signer in SUITES]
)


def made_by(signer: Signer, suite: str) -> dict[str, Any]:
    return data_integrity.add_proof(
        samples.parsed(), signer, created=samples.ISSUED, cryptosuite=suite
    )


@each_suite
def test_a_proof_of_every_suite_holds_for_its_document_alone(suite: str, signer: Signer) -> None:
    signed = made_by(signer, suite)
    [proof] = signed["proof"]
    key = key_of(signer)
    check_proof(signed, proof, key)
    with pytest.raises(ProofMismatch):
        check_proof({**signed, "name": "Diriger une usine"}, proof, key)
    with pytest.raises(ProofMismatch):
        check_proof(signed, {**proof, "created": "2026-03-01T09:00:01Z"}, key)


@each_suite
def test_a_proof_says_how_it_was_made(suite: str, signer: Signer) -> None:
    [proof] = made_by(signer, suite)["proof"]
    value = proof.pop("proofValue")
    assert value[0] == "z"
    of_jcs = {"@context": samples.parsed()["@context"]} if "jcs" in suite else {}
    assert proof == {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2026-03-01T09:00:00Z",
        "verificationMethod": signer.verification_method,
        "proofPurpose": "assertionMethod",
        **of_jcs,
    }


@pytest.mark.parametrize(
    ("signer", "suite"),
    [
        (SIGNER, "eddsa-rdfc-2022"),
        (P256_SIGNER, "ecdsa-rdfc-2019"),
        (P384_SIGNER, "ecdsa-rdfc-2019"),
    ],
    ids=["Ed25519", "P-256", "P-384"],
)
def test_the_suite_follows_from_the_key(signer: Signer, suite: str) -> None:
    signed = data_integrity.add_proof(samples.parsed(), signer, created=samples.ISSUED)
    assert signed["proof"][0]["cryptosuite"] == suite


def test_no_suite_signs_with_an_rsa_key() -> None:
    with pytest.raises(KeyProblem) as caught:
        data_integrity.add_proof(samples.parsed(), samples.rsa_signer(), created=samples.ISSUED)
    assert str(caught.value) == (
        "RSA keys sign no Data Integrity proofs. Issue a VC-JWT with them."
    )


@pytest.mark.parametrize(
    ("signer", "suite", "message"),
    [
        (
            SIGNER,
            "ecdsa-rdfc-2019",
            "ecdsa-rdfc-2019 takes keys of the kind P-256, P-384, and this is a Ed25519 key.",
        ),
        (
            P256_SIGNER,
            "eddsa-jcs-2022",
            "eddsa-jcs-2022 takes keys of the kind Ed25519, and this is a P-256 key.",
        ),
        *(
            (
                SIGNER,
                name,
                f"There is no cryptosuite {name!r}. Use one of: eddsa-rdfc-2022, eddsa-jcs-2022, "
                "ecdsa-rdfc-2019, ecdsa-jcs-2019.",
            )
            for name in ("eddsa-2022", "Ed25519Signature2020", "ecdsa-sd-2023")
        ),
    ],
)
def test_a_key_signs_with_no_suite_but_its_own(signer: Signer, suite: str, message: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        made_by(signer, suite)
    assert str(caught.value) == message


@pytest.mark.parametrize("other", [KEY, key_of(P256_SIGNER), key_of(P384_SIGNER)])
@each_suite
def test_a_suite_takes_no_key_of_another_kind(
    suite: str, signer: Signer, other: VerificationKey
) -> None:
    signed = made_by(signer, suite)
    expected: tuple[type[Exception], ...] = (KeyProblem, ProofMismatch)
    if other == key_of(signer):
        check_proof(signed, signed["proof"][0], other)
        return
    with pytest.raises(expected):
        check_proof(signed, signed["proof"][0], other)


@pytest.mark.parametrize("options", [{}, {"type": "DataIntegrityProof", "cryptosuite": "x-1"}])
def test_a_proof_of_an_unknown_suite_is_not_tried(options: dict[str, str]) -> None:
    message = "The proof was made with a suite that is not known here."
    with pytest.raises(KeyProblem) as caught:
        check_proof(samples.parsed(), options, KEY)
    assert str(caught.value) == message
    with pytest.raises(KeyProblem) as caught:
        hash_data(samples.parsed(), options)
    assert str(caught.value) == message


def test_digests_are_worked_out_once_and_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signed = samples.parsed()
    plain = without_proof(signed)
    asked = []

    def counted(document: dict[str, Any], *, hash_name: str) -> bytes:
        asked.append(hash_name)
        return digest_of(document, hash_name=hash_name)

    monkeypatch.setitem(data_integrity._DIGESTS, "rdfc", counted)
    digests = Digests(signed)
    assert asked == []
    assert [digests.rdfc(), digests.rdfc("sha256")] == [digest_of(plain)] * 2
    assert digests.rdfc("sha384") == digest_of(plain, hash_name="sha384")
    assert (len(digests.rdfc()), len(digests.rdfc("sha384"))) == (32, 48)
    assert digests.jcs("sha384") == jcs_digest_of(plain, hash_name="sha384")
    assert asked == ["sha256", "sha384"]


@each_suite
def test_a_digest_that_is_known_saves_the_canonicalisation(suite: str, signer: Signer) -> None:
    signed, key = made_by(signer, suite), key_of(signer)
    [proof] = signed["proof"]
    form: Any = "jcs" if "jcs" in suite else "rdfc"
    name = "sha384" if signer.kind is KeyKind.P384 else "sha256"
    digest = Digests(signed).of(form, name)
    elsewhere = {"@context": signed["@context"], "id": "urn:x"}
    check_proof(elsewhere, proof, key, digests=Digests(elsewhere, {(form, name): digest}))
    with pytest.raises(ProofMismatch):
        check_proof(signed, proof, key, digests=Digests(signed, {(form, name): bytes(32)}))


def test_digests_of_the_document_do_not_serve_a_proof_that_signs_more() -> None:
    """Neither a proof in a chain nor one with a shorter context may be checked with them."""
    signed = made_by(SIGNER, "eddsa-jcs-2022")
    [proof] = signed["proof"]
    with pytest.raises(ProofMismatch):
        check_proof(signed, proof, KEY, digests=Digests(signed), previous=[{"id": "urn:x"}])
    short = without_proof(signed) | {"@context": signed["@context"][:2]}
    proof = data_integrity.make_proof(
        short, SIGNER, created=samples.ISSUED, cryptosuite="eddsa-jcs-2022"
    )
    check_proof(signed, proof, KEY, digests=Digests(signed))


@pytest.mark.parametrize("method", ["key-1", "not an IRI"])
def test_options_that_no_template_takes_are_read_the_full_way(method: str) -> None:
    options = {**samples.parsed()["proof"][0], "verificationMethod": method}
    del options["proofValue"]
    with pytest.raises(UnsafeDocument):
        hash_data(without_proof(samples.parsed()), options)


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
        ("z", "The proof value is not a signature of 64 bytes, as Ed25519 makes."),
        ("z2", "The proof value is not a signature of 64 bytes, as Ed25519 makes."),
        ("z" + "1" * 65, "The proof value is not a signature of 64 bytes, as Ed25519 makes."),
        ("z0", "'0' is not a base58btc character."),
        ("z" * 5000, "A multibase value is empty or far too long."),
    ],
)
def test_a_proof_value_that_is_no_signature_is_refused(value: object, message: str) -> None:
    proof = {**samples.parsed()["proof"][0], "proofValue": value}
    with pytest.raises(KeyProblem) as caught:
        check_proof(samples.parsed(), proof, KEY)
    assert str(caught.value) == message


def test_a_signature_of_zeros_under_a_key_of_zeros_is_refused() -> None:
    proof = {**samples.parsed()["proof"][0], "proofValue": "z" + "1" * 64}
    with pytest.raises(ProofMismatch):
        check_proof(samples.parsed(), proof, VerificationKey("key-1", bytes(32)))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_proofs_own_context_may_be_what_the_documents_begins_with(count: int) -> None:
    signed = samples.parsed()
    proof = {**signed["proof"][0], "@context": signed["@context"][:count]}
    check_proof(signed, proof, KEY)


@pytest.mark.parametrize(
    "own",
    ["https://www.w3.org/ns/did/v1", ["https://www.w3.org/ns/did/v1"], {"created": "urn:x"}, None],
)
def test_a_proofs_own_context_may_not_be_another(own: object) -> None:
    signed = samples.parsed()
    with pytest.raises(UnsafeDocument) as caught:
        check_proof(signed, {**signed["proof"][0], "@context": own}, KEY)
    assert str(caught.value) == "The proof was made with other contexts than the document has."
    assert caught.value.path == "/proof/@context"


def test_a_proofs_own_context_is_compared_with_a_single_context_too() -> None:
    single = {"@context": contexts.CREDENTIALS_V2, "id": "urn:x", "type": "VerifiableCredential"}
    signed = data_integrity.add_proof(single, samples.SIGNER, created=samples.ISSUED)
    proof = {**signed["proof"][0], "@context": contexts.CREDENTIALS_V2}
    check_proof(signed, proof, KEY)


def test_options_that_have_no_template_are_hashed_the_full_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "domain": "a.example",
    }
    secured = {"@context": samples.parsed()["@context"]}
    quickly = data_integrity.options_digest(secured, options, kind=KeyKind.ED25519)
    monkeypatch.setattr(data_integrity, "compile_graph", lambda *_: None)
    data_integrity._templated_digest.cache_clear()
    data_integrity._options_template.cache_clear()
    fully = data_integrity.options_digest(secured, options, kind=KeyKind.ED25519)
    assert fully == quickly == data_integrity.digest_of({**secured, **options})
