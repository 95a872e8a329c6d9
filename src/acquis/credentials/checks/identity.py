"""Whether the credential was issued to an e-mail address (OB 3.0, 8.4 and B.1.18)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from acquis.credentials.model.identity import HASHES
from acquis.credentials.report import Check, CheckName, Outcome
from acquis.credentials.structure import as_list

# Each is hashed in a few spellings: a credential must not make that long.
MAX_IDENTITIES = 64
_MAX_SALT = 1024


def check_identity(credential: Mapping[str, Any], email: str) -> Check:
    """Compared with every identity that the credential gives its holder, hashed or in clear.

    The address is tried in the spellings under which issuers are known to hash it.
    """
    subject = credential.get("credentialSubject")
    return compare_identities(identities_of(subject), email)


def compare_identities(named: list[Mapping[str, Any]], email: str) -> Check:
    """The check for these identity objects, of which only those of e-mail addresses count."""
    if not named:
        return Check(CheckName.IDENTITY, Outcome.UNDECIDED, "identity_absent")
    spellings = spellings_of(email)
    if any(_is_of(entry, spellings) for entry in named[:MAX_IDENTITIES]):
        return Check(CheckName.IDENTITY, Outcome.PASSED, "identity_matches")
    return Check(CheckName.IDENTITY, Outcome.FAILED, "identity_differs")


def identities_of(subject: Any) -> list[Mapping[str, Any]]:
    """The e-mail identities of a subject; a `mailto:` address as its id is one too."""
    if not isinstance(subject, dict):
        return []
    found: list[Mapping[str, Any]] = [
        entry
        for entry in as_list(subject.get("identifier"))
        if isinstance(entry, dict) and entry.get("identityType") == "emailAddress"
    ]
    identifier = subject.get("id")
    if isinstance(identifier, str) and identifier.startswith("mailto:"):
        found.append({"hashed": False, "identityHash": unquote(identifier[len("mailto:") :])})
    return found


def spellings_of(email: str) -> tuple[str, ...]:
    """An address as it was given, in lower case, and with its domain in both forms of IDNA."""
    given = email.strip()
    local, _, domain = given.rpartition("@")
    domains = {domain, domain.lower(), *_idna(domain.lower())}
    locals_ = {local, local.lower()}
    return tuple(sorted(f"{name}@{host}" for name in locals_ for host in domains))


def _idna(domain: str) -> list[str]:
    found: list[str] = []
    try:
        found.append(domain.encode("idna").decode("ascii"))
        found.append(domain.encode("ascii").decode("idna"))
    except UnicodeError:  # no such form
        pass
    return found


def _is_of(entry: Mapping[str, Any], spellings: tuple[str, ...]) -> bool:
    found = entry.get("identityHash")
    if not isinstance(found, str):
        return False
    if entry.get("hashed") is not True:
        return bool(set(spellings_of(found)) & set(spellings))
    algorithm, _, digest = found.partition("$")
    hasher, salt = HASHES.get(algorithm), entry.get("salt", "")
    if hasher is None or not isinstance(salt, str) or len(salt) > _MAX_SALT:
        return False
    return any(hasher(f"{one}{salt}".encode()) == digest.lower() for one in spellings)
