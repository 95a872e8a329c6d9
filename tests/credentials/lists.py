"""Status lists of the samples' issuer, and of a stranger."""

from datetime import timedelta
from typing import Any

from acquis.credentials import LocalSigner, Profile, StatusList, issue, new_bits, set_bits
from acquis.credentials.did import VerificationKey, did_document
from acquis.credentials.proofs import data_integrity
from tests.credentials import samples
from tests.credentials.samples import DID, ISSUED, NOW, SIGNER
from tests.credentials.tampering import Change

URL = "https://campus.example/status/1"
OTHER_URL = "https://campus.example/status/2"
STRANGER = "did:web:elsewhere.example"
STRANGER_SIGNER = LocalSigner(samples.OTHER_SEED, f"{STRANGER}#key-1")
DOCUMENTS = samples.DOCUMENTS | {
    STRANGER: did_document(
        STRANGER, [VerificationKey(fragment="key-1", public_key=STRANGER_SIGNER.public_key)]
    )
}
INDEX = 94_567
REFRESHED = ISSUED + timedelta(days=30)
LIST_UNTIL = NOW + timedelta(days=1)


def status_list(**changes: Any) -> StatusList:
    bits = new_bits()
    set_bits(bits, changes.pop("marked", ()))
    values: dict[str, Any] = {
        "id": URL,
        "issuer": Profile(id=DID, name="Campus Élan"),
        "bits": bits,
        "valid_from": REFRESHED,
        "valid_until": LIST_UNTIL,
    }
    return StatusList(**(values | changes))


def published(**changes: Any) -> bytes:
    return issue(status_list(**changes), SIGNER, created=REFRESHED)


def remade(change: Change, signer: LocalSigner = SIGNER, **changes: Any) -> bytes:
    """A list with a change that its keeper made before signing."""
    document = status_list(**changes).to_json()
    change(document)
    return samples.packed(data_integrity.add_proof(document, signer, created=REFRESHED))
