"""Contexts that a credential inside another one repeats, left out before expansion.

A record of forty credentials names its contexts a hundred and twenty times, each of which costs as
much as five objects. To process contexts again that are in force already changes nothing, if
1. all contexts of the document are of `COMPATIBLE`: no two of them define one term differently;
2. the inner ones are among the outer ones, in the same order;
3. nothing on the way from the top sets other contexts: the terms on the way have no contexts of
   their own, and every object on the way kept the outer ones. (Contexts that hang on a type end
   with their object: they "do not propagate", JSON-LD 1.1, section 4.1.9.)
"""

from typing import Any

from acquis.credentials.contexts import (
    CREDENTIALS_V2,
    LEARNER_RECORD_V2,
    OPEN_BADGES_EXTENSIONS,
    OPEN_BADGES_V3,
)

COMPATIBLE = frozenset({CREDENTIALS_V2, LEARNER_RECORD_V2, OPEN_BADGES_EXTENSIONS, OPEN_BADGES_V3})
WAY = frozenset(
    {
        "achievement",
        "creator",
        "credentialSubject",
        "endorsement",
        "issuer",
        "parentOrg",
        "source",
        "verifiableCredential",
    }
)
_MAX_DEPTH = 64  # as deep as a document may be
# In a presentation, verifiableCredential does have a context of its own.
_STRANGE_TYPE = "VerifiablePresentation"


def without_repeated_contexts(document: dict[str, Any]) -> dict[str, Any]:
    """The document without the inner contexts that repeat its own; itself if there are none."""
    outer = document.get("@context")
    if not isinstance(outer, list) or _is_strange(document):
        return document
    if not all(isinstance(entry, str) and entry in COMPATIBLE for entry in outer):
        return document
    return {
        name: _cleared(value, outer, 0) if name in WAY else value
        for name, value in document.items()
    }


def _cleared(value: Any, outer: list[str], depth: int) -> Any:
    if depth > _MAX_DEPTH:
        return value
    if isinstance(value, list):
        return [_cleared(item, outer, depth + 1) for item in value]
    if not isinstance(value, dict) or _is_strange(value):
        return value
    if "@context" in value and not _repeats(value["@context"], outer):
        return value
    return {
        name: _cleared(inner, outer, depth + 1) if name in WAY else inner
        for name, inner in value.items()
        if name != "@context"
    }


def _is_strange(value: dict[str, Any]) -> bool:
    types = value.get("type")
    return _STRANGE_TYPE in (types if isinstance(types, list) else [types])


def _repeats(inner: Any, outer: list[str]) -> bool:
    """Whether the inner contexts are some of the outer ones, in their order."""
    rest = iter(outer)
    return isinstance(inner, list) and all(entry in rest for entry in inner)
