"""The shape that a credential must have before anything in it can be relied upon."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from acquis.credentials.contexts import CREDENTIALS_V2
from acquis.credentials.kinds import Kind, kind_of
from acquis.credentials.reasons import mark as _n

# All that an embedded endorsement may say of what it endorses without being able to change it.
_ENDORSED = frozenset({"id", "type", "endorsementComment"})


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


def problem_of(credential: Mapping[str, Any]) -> str:
    """What is missing or out of place, in English; empty when nothing is.

    A credential of any kind needs the envelope (VC Data Model 2.0, section 4); those of Open Badges
    3.0 (B.1), CLR 2.0 and Bitstring Status List v1.0 need their own subjects besides.
    """
    kind = kind_of(credential)
    if kind is None:
        return _n("its types name several kinds of credentials.")
    for check in (_envelope_problem, _issuer_problem, _SUBJECTS[kind]):
        problem = check(credential)
        if problem:
            return problem
    if kind not in (Kind.STATUS_LIST, Kind.OTHER) and "validFrom" not in credential:
        return _n("it has no validFrom.")
    return ""


def _envelope_problem(credential: Mapping[str, Any]) -> str:
    contexts = as_list(credential.get("@context"))
    if not contexts or contexts[0] != CREDENTIALS_V2:
        return _n("its first context is not that of Verifiable Credentials 2.0.")
    if "VerifiableCredential" not in as_list(credential.get("type")):
        return _n("its type lacks VerifiableCredential.")
    if "id" in credential and not isinstance(credential["id"], str):
        return _n("its id is not a text.")
    if "validFrom" in credential and not isinstance(credential["validFrom"], str):
        return _n("it has no validFrom.")
    if any(not isinstance(proof, dict) for proof in as_list(credential.get("proof"))):
        return _n("a proof is not an object.")
    return ""


def _issuer_problem(credential: Mapping[str, Any]) -> str:
    issuer = credential.get("issuer")
    identifier = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(identifier, str) or ":" not in identifier:
        return _n("it names no issuer by an IRI.")
    return ""


def _badge_problem(credential: Mapping[str, Any]) -> str:
    subject = credential.get("credentialSubject")
    if not isinstance(subject, dict):
        return _n("it has no credentialSubject, or several.")
    achievement = subject.get("achievement")
    if not isinstance(achievement, dict):
        return _n("it names no achievement.")
    for name, problem in _ACHIEVEMENT.items():
        if not achievement.get(name):
            return problem
    return ""


_ACHIEVEMENT = {
    "id": _n("its achievement has no id."),
    "name": _n("its achievement has no name."),
    "description": _n("its achievement has no description."),
    "criteria": _n("its achievement has no criteria."),
}


def _endorsement_problem(credential: Mapping[str, Any]) -> str:
    subject = credential.get("credentialSubject")
    if not isinstance(subject, dict):
        return _n("it has no credentialSubject, or several.")
    if not isinstance(subject.get("id"), str):
        return _n("it does not say by an id what it endorses.")
    if "EndorsementSubject" not in as_list(subject.get("type")):
        return _n("its subject's type lacks EndorsementSubject.")
    return ""


def _profile_problem(credential: Mapping[str, Any]) -> str:
    subject = credential.get("credentialSubject")
    if not isinstance(subject, dict):
        return _n("it has no credentialSubject, or several.")
    if not isinstance(subject.get("id"), str) or "Profile" not in as_list(subject.get("type")):
        return _n("its subject is no Profile with an id.")
    return ""


def _record_problem(credential: Mapping[str, Any]) -> str:
    subject = credential.get("credentialSubject")
    if not isinstance(subject, dict):
        return _n("it has no credentialSubject, or several.")
    if "ClrSubject" not in as_list(subject.get("type")):
        return _n("its subject's type lacks ClrSubject.")
    if not subject.get("verifiableCredential"):
        return _n("it gathers no credentials.")
    return ""


def _status_list_problem(credential: Mapping[str, Any]) -> str:
    subject = credential.get("credentialSubject")
    if not isinstance(subject, dict):
        return _n("it has no credentialSubject, or several.")
    if "BitstringStatusList" not in as_list(subject.get("type")):
        return _n("its subject's type lacks BitstringStatusList.")
    purposes = as_list(subject.get("statusPurpose"))
    if not purposes or not all(isinstance(purpose, str) for purpose in purposes):
        return _n("the list has no purpose.")
    if not isinstance(subject.get("encodedList"), str):
        return _n("the list has no encodedList.")
    return ""


def _other_problem(credential: Mapping[str, Any]) -> str:
    return "" if credential.get("credentialSubject") else _n("it says nothing of any subject.")


_SUBJECTS: dict[Kind, Callable[[Mapping[str, Any]], str]] = {
    Kind.OPEN_BADGE: _badge_problem,
    Kind.ENDORSEMENT: _endorsement_problem,
    Kind.PROFILE: _profile_problem,
    Kind.LEARNER_RECORD: _record_problem,
    Kind.STATUS_LIST: _status_list_problem,
    Kind.OTHER: _other_problem,
}


def is_described_twice(credential: Mapping[str, Any]) -> bool:
    """Whether an inner object could say something of the credential where no check looks.

    In RDF, and so for a signature, objects with one id are one node: what an inner object with the
    credential's id says, is said of the credential. A holder could so move `validUntil` or
    `credentialStatus` to where nobody looks, and the proof would still hold.

    One such object is honest: the subject of an embedded endorsement of this very credential. The
    context defines `endorsement` without `@container: @graph`, so the subject's statements do land
    in the credential's own graph and do merge with it. It is let pass if it can say nothing of the
    credential that any check reads: it has the type EndorsementSubject alone, and an
    `endorsementComment` as its only property. (Its endorsement's proof lands in a graph of its own,
    and covers the subject too.)
    """
    identifier = credential.get("id")
    return identifier is not None and any(
        item.get("id") == identifier
        for key, value in credential.items()
        if key != "id"
        for item in _objects_saying_more(value, key)
    )


def _objects_saying_more(value: Any, key: str) -> Iterator[Mapping[str, Any]]:
    """Every object in the value, except the subjects of endorsements that only comment."""
    todo = [(value, key)]
    while todo:
        item, name = todo.pop()
        if isinstance(item, list):
            todo.extend((inner, name) for inner in item)
        elif isinstance(item, dict):
            yield item
            harmless = name == "endorsement" and _only_comments(item.get("credentialSubject"))
            todo.extend(
                (inner, inner_name)
                for inner_name, inner in item.items()
                if not (harmless and inner_name == "credentialSubject")
            )


def _only_comments(subject: Any) -> bool:
    return (
        isinstance(subject, dict)
        and subject.keys() <= _ENDORSED
        and as_list(subject.get("type")) == ["EndorsementSubject"]
        and isinstance(subject.get("endorsementComment", ""), str)
    )
