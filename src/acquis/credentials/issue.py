import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from acquis.credentials import structure
from acquis.credentials.algorithms import HASH_NAMES
from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.layouts import Layouts
from acquis.credentials.canon.template import NotFilled
from acquis.credentials.errors import KeyProblem, MalformedDocument, UnsafeDocument
from acquis.credentials.formats import strict_json
from acquis.credentials.model import Issuable
from acquis.credentials.ports import Signer
from acquis.credentials.proofs import data_integrity, jws, vc_jwt
from acquis.credentials.proofs.data_integrity import Digests
from acquis.credentials.proofs.suites import Suite, suite_for

LAYOUTS = Layouts()


def issue(
    credential: Issuable,
    signer: Signer,
    *,
    created: datetime,
    cryptosuite: str | None = None,
) -> bytes:
    """Sign the credential: compact UTF-8 JSON, the proof as an array.

    The suite follows from the signer's key, `eddsa-rdfc-2022` or `ecdsa-rdfc-2019`, unless it is
    named.

    Raises:
        KeyProblem: the signer's key is not the issuer's, or not for this suite.
        UnsafeDocument: something would be lost on canonicalisation, or a text has characters
            that implementations write differently (lone surrogates, noncharacters).
        CanonicalizationLimit: the credential is a graph that takes too long to canonicalise.
    """
    return sign_document(credential.to_json(), signer, created=created, cryptosuite=cryptosuite)


def sign_document(
    document: dict[str, Any],
    signer: Signer,
    *,
    created: datetime,
    cryptosuite: str | None = None,
) -> bytes:
    """As `issue`, for a credential that is JSON-LD already."""
    refuse_foreign_key(document, signer)
    unsecured = data_integrity.without_proof(document)
    text = _dumped(unsecured)
    suite = suite_for(signer.kind, cryptosuite)
    digests = _digests(unsecured, text, suite, HASH_NAMES[signer.kind])
    proof = data_integrity.make_proof(
        unsecured, signer, created=created, cryptosuite=cryptosuite, digests=digests
    )
    return b'%b,"proof":%b}' % (text[:-1], strict_json.dumps([proof]))


def _dumped(document: dict[str, Any]) -> bytes:
    """Raises `UnsafeDocument` for characters that are none."""
    try:
        text = strict_json.dumps(document)
    except UnicodeEncodeError:
        text = b""
    if not text or (not text.isascii() and NONCHARACTERS.search(text)):
        refuse_doubtful_characters(document)
    return text


def _digests(document: dict[str, Any], text: bytes, suite: Suite, hash_name: str) -> Digests:
    """Those of the document, with what a known layout of its text can tell.

    Raises:
        UnsafeDocument, CanonicalizationLimit: RDF would lose something of it. A suite without RDF
            would sign it all the same, and verifiers refuse it.
    """
    digests = Digests(document)
    reading = LAYOUTS.read(text) or LAYOUTS.learn(text, document)
    if reading is not None:
        with suppress(NotFilled):
            digests.know("rdfc", hash_name, reading.digest(hash_name))
            return digests
    if suite.form != "rdfc":
        to_quads(document)
    return digests


def issue_jwt(credential: Issuable, signer: Signer, *, created: datetime) -> bytes:
    """Sign the credential as a token: a compact JWS (EdDSA, ES256, ES384 or RS256, after the
    signer's key) whose payload is the credential and the claims that repeat it (OB 3.0, 8.2).

    Raises:
        KeyProblem: the signer's key is not the issuer's.
        UnsafeDocument, CanonicalizationLimit: as `issue` does.
    """
    return sign_token(credential.to_json(), signer, created=created)


def sign_token(document: dict[str, Any], signer: Signer, *, created: datetime) -> bytes:
    """As `issue_jwt`, for a credential that is JSON-LD already."""
    refuse_foreign_key(document, signer)
    refuse_doubtful_characters(document)
    to_quads(document)
    payload = strict_json.dumps({**document, **vc_jwt.claims_of(document, created=created)})
    return jws.sign(jws.header_for(signer), payload, signer)


def add_to_set(
    signed: bytes,
    signer: Signer,
    *,
    created: datetime,
    cryptosuite: str | None = None,
) -> bytes:
    """The signed credential with one more proof, by another of its issuer's keys or of another
    suite, for verifiers that do not know the first (vc-data-integrity, 2.1.1).

    Raises:
        MalformedDocument: these are not the bytes of a credential.
        KeyProblem, UnsafeDocument, CanonicalizationLimit: as `issue` does.
    """
    document = strict_json.load_object(signed)
    problem = structure.problem_of(document)
    if problem:
        raise MalformedDocument(f"The document is not a complete credential: {problem}")
    refuse_foreign_key(document, signer)
    _refuse_losses(document, suite_for(signer.kind, cryptosuite))
    proof = data_integrity.make_proof(document, signer, created=created, cryptosuite=cryptosuite)
    return strict_json.dumps({**document, "proof": [*structure.proofs_of(document), proof]})


def refuse_foreign_key(document: Mapping[str, Any], signer: Signer) -> None:
    issuer = structure.issuer_id(document)
    if signer.verification_method.partition("#")[0] != issuer:
        raise KeyProblem(
            f"The key {signer.verification_method} does not belong to the issuer {issuer}: "
            "verifiers would refuse the proof."
        )


def _refuse_losses(document: Mapping[str, Any], suite: Suite) -> None:
    """What RDF would lose, a suite without RDF would sign all the same, and verifiers refuse."""
    if suite.form != "rdfc":
        to_quads(data_integrity.without_proof(document))


# U+FDD0 to U+FDEF, and the last two of each plane, as UTF-8 writes them.
NONCHARACTERS = re.compile(
    rb"\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]|[\xf0-\xf4][\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]"
)


def refuse_doubtful_characters(document: dict[str, Any]) -> None:
    for value, _depth in strict_json.walk(document):
        if isinstance(value, str) and any(map(_is_doubtful, value)):
            raise UnsafeDocument(
                f"The text {value!r} has a character that is not one (a lone surrogate or a "
                "Unicode noncharacter). Remove it."
            )


def _is_doubtful(character: str) -> bool:
    code = ord(character)
    return (
        0xD800 <= code <= 0xDFFF  # noqa: PLR2004 - surrogates
        or 0xFDD0 <= code <= 0xFDEF  # noqa: PLR2004 - noncharacters
        or code & 0xFFFE == 0xFFFE  # noqa: PLR2004 - the last two of each plane
    )
