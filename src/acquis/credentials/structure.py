"""The shape that an OpenBadgeCredential must have before anything in it can be relied upon."""

from collections.abc import Mapping
from typing import Any

from acquis.credentials.contexts import CREDENTIALS_V2
from acquis.credentials.reasons import mark as _n

BADGE_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})


def as_list(value: Any) -> list[Any]:
    """JSON-LD lets one value stand for an array of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def proofs_of(credential: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [proof for proof in as_list(credential.get("proof")) if isinstance(proof, dict)]


def issuer_id(credential: Mapping[str, Any]) -> str:
    issuer = credential["issuer"]
    return str(issuer["id"] if isinstance(issuer, dict) else issuer)


def problem_of(credential: dict[str, Any]) -> str:
    """What is missing or out of place, in English; empty when nothing is (OB 3.0, B.1.4)."""
    for check in (_envelope_problem, _issuer_problem, _subject_problem):
        problem = check(credential)
        if problem:
            return problem
    return ""


def _envelope_problem(credential: dict[str, Any]) -> str:
    contexts = as_list(credential.get("@context"))
    if not contexts or contexts[0] != CREDENTIALS_V2:
        return _n("its first context is not that of Verifiable Credentials 2.0.")
    types = as_list(credential.get("type"))
    if "VerifiableCredential" not in types:
        return _n("its type lacks VerifiableCredential.")
    if not any(isinstance(entry, str) and entry in BADGE_TYPES for entry in types):
        return _n("its type lacks OpenBadgeCredential.")
    if "id" in credential and not isinstance(credential["id"], str):
        return _n("its id is not a text.")
    if not isinstance(credential.get("validFrom"), str):
        return _n("it has no validFrom.")
    proofs = as_list(credential.get("proof"))
    if any(not isinstance(proof, dict) for proof in proofs):
        return _n("a proof is not an object.")
    return ""


def _issuer_problem(credential: dict[str, Any]) -> str:
    issuer = credential.get("issuer")
    identifier = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(identifier, str) or ":" not in identifier:
        return _n("it names no issuer by an IRI.")
    return ""


def _subject_problem(credential: dict[str, Any]) -> str:
    subject = credential.get("credentialSubject")
    if not isinstance(subject, dict):
        return _n("it has no credentialSubject, or several.")
    achievement = subject.get("achievement")
    if not isinstance(achievement, dict):
        return _n("it names no achievement.")
    for name in ("id", "name", "description", "criteria"):
        if not achievement.get(name):
            return f"its achievement has no {name}."
    return ""


def is_described_twice(credential: dict[str, Any]) -> bool:
    """Whether an inner object has the credential's own id.

    To a signature, what that object says is said of the credential; to a reader it is not. A
    holder could so move `validUntil` or `credentialStatus` to where nobody looks.
    """
    identifier = credential.get("id")
    todo = [value for key, value in credential.items() if key != "id"]
    while todo:
        item = todo.pop()
        if isinstance(item, list):
            todo.extend(item)
        elif isinstance(item, dict):
            if identifier is not None and item.get("id") == identifier:
                return True
            todo.extend(item.values())
    return False
