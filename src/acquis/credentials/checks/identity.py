"""Whether the credential was issued to an e-mail address (OB 3.0, B.1.14 IdentityObject)."""

from collections.abc import Mapping
from typing import Any

from acquis.credentials.model import hash_identity
from acquis.credentials.report import Check, CheckName, Outcome
from acquis.credentials.structure import as_list


def check_identity(credential: Mapping[str, Any], email: str) -> Check:
    """Addresses are compared in lower case, without the blanks around them."""
    named = [
        entry
        for entry in as_list(credential["credentialSubject"].get("identifier"))
        if isinstance(entry, dict) and entry.get("identityType") == "emailAddress"
    ]
    if not named:
        return Check(CheckName.IDENTITY, Outcome.UNDECIDED, "identity_absent")
    if any(_is_of(entry, email.strip().lower()) for entry in named):
        return Check(CheckName.IDENTITY, Outcome.PASSED, "identity_matches")
    return Check(CheckName.IDENTITY, Outcome.FAILED, "identity_differs")


def _is_of(entry: Mapping[str, Any], email: str) -> bool:
    found = entry.get("identityHash")
    if entry.get("hashed") is True:
        return bool(found == hash_identity(email, str(entry.get("salt", ""))))
    return isinstance(found, str) and found.strip().lower() == email
