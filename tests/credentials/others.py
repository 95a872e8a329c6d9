"""Other people's verifiers and canonicalisers, asked about a credential of ours."""

import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.ob3.clr import bundled_clr_contexts
from openbadgeslib.ob3.ldp import OB3LdpVerifier, verify_data_integrity_proof
from openvc.did.base import DidResolverRegistry
from openvc.did.did_web import DidWebResolver
from openvc.verify import VerificationPolicy, verify_credential
from pyld import jsonld
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize

from acquis.credentials import contexts

TYPES = ["VerifiableCredential", "OpenBadgeCredential"]


def canonical_by_others(document: dict[str, Any], *, hash_size: int = 256) -> str:
    """The quads by pyld, their canonical form by pyoxigraph."""
    options = {
        "documentLoader": lambda url, _options: {
            "contextUrl": None,
            "documentUrl": url,
            "document": contexts.load(url),
        },
        "format": "application/n-quads",
    }
    quads = jsonld.to_rdf(document, options)
    return _canonical(Dataset(parse(quads.encode(), format=RdfFormat.N_QUADS)), hash_size)


def canonical_by_pyoxigraph(document: dict[str, Any]) -> str:
    """The quads and their canonical form by pyoxigraph alone: nothing of it is shared with us."""
    inlined = [contexts.load(url)["@context"] for url in document["@context"]]
    data = json.dumps({**document, "@context": inlined}).encode()
    return _canonical(Dataset(parse(data, format=RdfFormat.JSON_LD)))


def _canonical(dataset: Dataset, hash_size: int = 256) -> str:
    algorithm = (
        CanonicalizationAlgorithm.RDFC_1_0_SHA_256
        if hash_size == 256
        else CanonicalizationAlgorithm.RDFC_1_0_SHA_384
    )
    dataset.canonicalize(algorithm)
    text = serialize(dataset, format=RdfFormat.N_QUADS).decode()
    return "".join(sorted(line + "\n" for line in text.split("\n") if line))


def issuer_by_openbadgeslib(data: bytes, did_document: Mapping[str, Any]) -> str:
    """The issuer, once openbadgeslib has accepted the credential; it raises otherwise."""

    def download(_url: str, *_more: object, **_options: object) -> bytes:
        return json.dumps(did_document).encode()

    verifier = OB3LdpVerifier.for_issuer_did(did_document["id"])
    return str(verifier.verify(data, download=download).issuer.id)


def demand_proof_by_openbadgeslib(data: bytes, public_key: bytes) -> None:
    """Raises unless openbadgeslib accepts the proof of a credential of any kind."""
    document = json.loads(data)
    pem = Ed25519PublicKey.from_public_bytes(public_key).public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    verify_data_integrity_proof(document, pem, extra_contexts=bundled_clr_contexts())


def issuer_by_openvc(data: bytes, did_document: Mapping[str, Any]) -> str:
    """The issuer, once openvc has accepted the credential; it raises otherwise."""
    document = json.loads(data)
    # It takes a single proof only as an object, not as an array of one.
    [document["proof"]] = document["proof"]
    found = verify_credential(
        document,
        policy=VerificationPolicy(expected_types=TYPES),
        resolver=DidResolverRegistry([DidWebResolver(lambda _url: dict(did_document))]),
        extra_contexts={
            url: contexts.load(url)
            for url in (contexts.OPEN_BADGES_V3, contexts.OPEN_BADGES_EXTENSIONS)
        },
    )
    return str(found.issuer)
