"""What the issuer's status list says of the credential (VC Data Model 2.0, section 4.10)."""

from collections.abc import Mapping
from typing import Any

from acquis.credentials.report import Check, CheckName, Outcome
from acquis.credentials.structure import as_list


def check_status(credential: Mapping[str, Any]) -> Check:
    entries = as_list(credential.get("credentialStatus"))
    if not entries:
        return Check(CheckName.STATUS, Outcome.NOT_APPLICABLE, "no_status")
    kind = entries[0].get("type") if isinstance(entries[0], dict) else entries[0]
    parameters = {"type": str(kind)}
    return Check(CheckName.STATUS, Outcome.UNDECIDED, "status_unsupported", parameters)
