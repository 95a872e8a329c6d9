"""Endorsements of the sample, signed."""

from dataclasses import replace
from typing import Any

from acquis.credentials import LocalSigner, issue
from tests.credentials.model.everything import CREDENTIAL, endorsement_of
from tests.credentials.samples import DID_KEY_SIGNER, ISSUED


def endorsement(
    signer: LocalSigner = DID_KEY_SIGNER,
    *,
    endorsed: str = CREDENTIAL,
    number: int = 1,
    **changes: Any,
) -> bytes:
    document = replace(endorsement_of(endorsed, number), **changes)
    return issue(document, signer, created=ISSUED)
