from datetime import datetime
from typing import Any

from acquis.credentials.errors import KeyProblem, UnsafeDocument
from acquis.credentials.formats import strict_json
from acquis.credentials.model import Credential
from acquis.credentials.ports import Signer
from acquis.credentials.proofs import data_integrity


def issue(credential: Credential, signer: Signer, *, created: datetime) -> bytes:
    """Sign the credential with `eddsa-rdfc-2022`: compact UTF-8 JSON, the proof as an array.

    Raises:
        KeyProblem: the signer's key is not the issuer's.
        UnsafeDocument: something would be lost on canonicalisation, or a text has characters
            that implementations write differently (lone surrogates, noncharacters).
        CanonicalizationLimit: the credential is a graph that takes too long to canonicalise.
    """
    if signer.verification_method.partition("#")[0] != credential.issuer.id:
        raise KeyProblem(
            f"The key {signer.verification_method} does not belong to the issuer "
            f"{credential.issuer.id}: verifiers would refuse the proof."
        )
    document = credential.to_json()
    _refuse_doubtful_characters(document)
    return strict_json.dumps(data_integrity.add_proof(document, signer, created=created))


def _refuse_doubtful_characters(document: dict[str, Any]) -> None:
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
