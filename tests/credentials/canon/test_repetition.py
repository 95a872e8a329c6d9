"""Contexts repeated inside a document may be left out only where that changes nothing."""

from typing import Any

import pytest

from acquis.credentials import contexts
from acquis.credentials.canon import dataset
from acquis.credentials.canon.rdfc10 import canonicalize
from acquis.credentials.canon.repetition import COMPATIBLE, WAY, without_repeated_contexts
from acquis.credentials.contexts import (
    CREDENTIALS_V2,
    DID_V1,
    LEARNER_RECORD_V2,
    OPEN_BADGES_EXTENSIONS,
    OPEN_BADGES_V3,
)
from tests.credentials import others
from tests.credentials.test_records import foreign_member, member, record

pytestmark = pytest.mark.unit

BOTH = [CREDENTIALS_V2, OPEN_BADGES_V3]
ALL = [CREDENTIALS_V2, LEARNER_RECORD_V2, OPEN_BADGES_V3, OPEN_BADGES_EXTENSIONS]


def definitions(context: Any) -> dict[str, Any]:
    """The terms of a context, each definition in its long form."""
    return {
        term: {"@id": value} if isinstance(value, str) else value
        for term, value in context.items()
        if not term.startswith("@")
    }


def test_no_two_of_these_contexts_define_one_term_differently() -> None:
    known: dict[str, Any] = {}
    for url in sorted(COMPATIBLE):
        for term, definition in definitions(contexts.load(url)["@context"]).items():
            assert known.setdefault(term, definition) == definition


def test_no_term_on_the_way_has_a_context_of_its_own() -> None:
    found: dict[str, list[str]] = {}

    def look(context: dict[str, Any], scope: str) -> None:
        for term, definition in definitions(context).items():
            inner = definition.get("@context", "")
            if inner != "":
                if term in WAY:
                    found.setdefault(term, []).append(scope)
                look(inner or {}, term)

    for url in COMPATIBLE:
        look(contexts.load(url)["@context"], "")
    assert found == {"verifiableCredential": ["VerifiablePresentation"]}


def test_a_record_loses_the_contexts_of_its_members_and_nothing_else() -> None:
    document = record().to_json()
    found = without_repeated_contexts(document)
    members = document["credentialSubject"]["verifiableCredential"]
    assert found["credentialSubject"]["verifiableCredential"] == [
        {name: value for name, value in one.items() if name != "@context"} for one in members
    ]
    assert found | {"credentialSubject": 0} == document | {"credentialSubject": 0}
    assert "@context" in members[0]


def test_the_canonical_form_is_that_of_the_whole_document() -> None:
    document = record(member(), foreign_member()).to_json()
    kept = canonicalize(list(dataset._Converter().nodes(dataset._expand(document), "")))
    assert canonicalize(dataset.to_quads(document)) == kept == others.canonical_by_others(document)


def inside(inner: Any, *, outer: Any = ALL, name: str = "endorsement") -> dict[str, Any]:
    return {"@context": outer, name: {"id": "urn:x", "@context": inner}}


@pytest.mark.parametrize(
    "document",
    [
        inside([OPEN_BADGES_V3, CREDENTIALS_V2]),
        inside([*BOTH, BOTH[-1]]),
        inside([CREDENTIALS_V2, DID_V1]),
        inside(CREDENTIALS_V2),
        inside(None),
        inside([{"name": "urn:x"}]),
        inside([None]),
        inside(BOTH, name="evidence"),
        inside(BOTH, outer=[*BOTH, DID_V1]),
        inside(BOTH, outer=[*BOTH, {"name": "urn:x"}]),
        inside(BOTH, outer=CREDENTIALS_V2),
        inside(BOTH, outer=None),
        inside(BOTH) | {"type": "VerifiablePresentation"},
        {"@context": ALL, "endorsement": {"type": ["VerifiablePresentation"], **inside(BOTH)}},
        {"@context": ALL, "endorsement": inside(BOTH, outer=[CREDENTIALS_V2, DID_V1])},
    ],
)
def test_everything_else_keeps_its_contexts(document: dict[str, Any]) -> None:
    assert without_repeated_contexts(document) == document


@pytest.mark.parametrize("inner", [BOTH, ALL, [OPEN_BADGES_EXTENSIONS], []])
def test_contexts_in_force_are_left_out(inner: list[str]) -> None:
    assert without_repeated_contexts(inside(inner)) == {
        "@context": ALL,
        "endorsement": {"id": "urn:x"},
    }


def test_a_document_of_any_depth_is_looked_through() -> None:
    document: dict[str, Any] = {"id": "urn:x"}
    for _ in range(5000):
        document = {"endorsement": [document]}
    without_repeated_contexts({"@context": ALL, **document})
