"""Data Integrity proofs with `eddsa-rdfc-2022` (W3C vc-data-integrity 1.0, vc-di-eddsa 1.0)."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.rdfc10 import canonicalize
from acquis.credentials.did import multibase
from acquis.credentials.errors import KeyProblem, UnsafeDocument
from acquis.credentials.ports import Signer
from acquis.credentials.times import format_time

CRYPTOSUITE = "eddsa-rdfc-2022"
SIGNATURE_BYTES = 64


class ProofMismatch(Exception):
    """The signature is not the key's signature of this document."""


def add_proof(document: Mapping[str, Any], signer: Signer, *, created: datetime) -> dict[str, Any]:
    """The document with a proof array of one (vc-di-eddsa, 3.2.1).

    Raises:
        UnsafeDocument, CanonicalizationLimit: the document cannot be canonicalised without loss.
    """
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": format_time(created),
        "verificationMethod": signer.verification_method,
        "proofPurpose": "assertionMethod",
    }
    unsecured = {key: value for key, value in document.items() if key != "proof"}
    signature = signer.sign(hash_data(unsecured, options))
    return {**unsecured, "proof": [{**options, "proofValue": multibase.encode(signature)}]}


def check_proof(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    public_key: bytes,
    *,
    digest: bytes | None = None,
) -> None:
    """Raise unless `proof` is that key's signature of the document (vc-di-eddsa, 3.2.2).

    `digest` is the document's `digest_of`, for who has it already.

    Raises:
        ProofMismatch: it is not.
        KeyProblem: the proof value is not a signature at all.
        UnsafeDocument, CanonicalizationLimit: the document cannot be canonicalised without loss.
    """
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z"):
        raise KeyProblem("The proof value is not a base58btc multibase text.")
    signature = multibase.decode(value)
    if len(signature) != SIGNATURE_BYTES:
        raise KeyProblem("The proof value is not an Ed25519 signature of 64 bytes.")
    unsecured = {key: entry for key, entry in document.items() if key != "proof"}
    options = {key: entry for key, entry in proof.items() if key != "proofValue"}
    if "@context" in options:
        _demand_prefix(options.pop("@context"), document.get("@context"))
    try:
        signed = hash_data(unsecured, options, digest=digest)
        crypto_sign_open(signature + signed, public_key)
    except BadSignatureError as error:
        raise ProofMismatch from error


def hash_data(
    unsecured: Mapping[str, Any], options: Mapping[str, Any], *, digest: bytes | None = None
) -> bytes:
    """The 64 bytes that are signed: hash of the proof options, then of the document (3.2.4)."""
    config = {"@context": unsecured.get("@context"), **options}
    return digest_of(config) + (digest or digest_of(unsecured))


def digest_of(document: Mapping[str, Any]) -> bytes:
    """SHA-256 of the document's canonical N-Quads."""
    return hashlib.sha256(canonicalize(to_quads(dict(document))).encode("utf-8")).digest()


def _demand_prefix(of_proof: Any, of_document: Any) -> None:
    """vc-data-integrity, 4.3: a proof's own context must be what the document's begins with."""
    wanted = of_proof if isinstance(of_proof, list) else [of_proof]
    given = of_document if isinstance(of_document, list) else [of_document]
    if given[: len(wanted)] != wanted:
        raise UnsafeDocument(
            "The proof was made with other contexts than the document has.", path="/proof/@context"
        )
