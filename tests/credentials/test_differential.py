"""Credentials made by chance, judged by us and by software that shares nothing with ours.

ACQUIS_THOROUGH=1 looks at many times as many.
"""

import json
import os
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, event, given, settings
from hypothesis import strategies as st
from openbadgeslib.errors import LibOpenBadgesException
from openvc.errors import OpenvcError

from acquis.credentials import (
    Achievement,
    AchievementSubject,
    Alignment,
    Credential,
    Evidence,
    IdentityObject,
    Profile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    Verdict,
    examine,
    issue,
)
from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.rdfc10 import canonicalize
from acquis.credentials.did import multibase
from tests.credentials import others
from tests.credentials.samples import DID, DOCUMENTS, SIGNER, packed

pytestmark = pytest.mark.unit

TIMES_MORE = 20 if os.environ.get("ACQUIS_THOROUGH") else 1
# The others read the real clock.
ISSUED = datetime(2020, 1, 1, tzinfo=UTC)

NONCHARACTERS = [
    *(chr(code) for code in range(0xFDD0, 0xFDF0)),
    *(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)),
]
# Every plane, control characters among them: all that may be issued.
ANY_TEXT = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters=NONCHARACTERS), min_size=1, max_size=9),
    st.text(st.characters(max_codepoint=0x7F), min_size=1, max_size=5),
    st.sampled_from(
        ["same", 'a "b" \\ c', "\r\n\t\b\f", "\x00\x7f", "_:c14n0", "\u2028", "e\u0301"]
    ),
)
# pyld, on which both other verifiers build, leaves these raw where RDFC-1.0 (section 5) escapes
# them; pyoxigraph does not, and is asked about all texts.
RAW_IN_PYLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
COMMON_TEXT = ANY_TEXT.map(lambda text: RAW_IN_PYLD.sub("?", text))
# So few of them that objects often have the same one, or an equal text beside it.
IRIS = st.one_of(
    st.integers(0, 3).map("https://campus.example/{}".format),
    st.sampled_from(["urn:uuid:6d1f0f0e-7d3e-4a53-9a5b-2f0f4f6f7a10", "https://é.example/ü?q=1#a"]),
)


def several(strategy: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """Up to so many, equal ones often among them."""
    return st.one_of(
        st.lists(strategy, max_size=most).map(tuple),
        st.tuples(strategy, st.integers(0, most)).map(lambda pair: (pair[0],) * pair[1]),
    )


def examples(number: int) -> settings:
    """Explaining a failure would take minutes, with three verifiers to ask each time."""
    return settings(
        max_examples=number * TIMES_MORE,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        phases=[phase for phase in Phase if phase is not Phase.explain],
    )


def credentials(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Credential]:
    alignments = st.builds(Alignment, target_name=texts, target_url=IRIS, target_code=texts)
    levels = st.builds(RubricCriterionLevel, id=IRIS, name=texts, level=texts)
    descriptions = st.builds(
        ResultDescription,
        id=IRIS,
        name=texts,
        levels=several(levels, 2),
        required_level=IRIS,
        alignment=several(alignments, 1),
    )
    achievements = st.builds(
        Achievement,
        id=IRIS,
        name=texts,
        description=texts,
        criteria_narrative=texts,
        criteria_id=st.one_of(st.just(""), IRIS),
        in_language=st.sampled_from(["", "fr", "x"]),
        alignment=several(alignments, 3),
        tags=several(texts, 3),
        creator=st.one_of(st.none(), st.builds(Profile, id=IRIS, name=texts)),
        result_descriptions=several(descriptions, 2),
    )
    subjects = st.builds(
        AchievementSubject,
        achievement=achievements,
        id=IRIS,
        identifier=several(st.builds(IdentityObject.of_email, texts, salt=texts), 2),
        results=several(st.builds(Result, result_description=IRIS, achieved_level=IRIS), 3),
    )
    evidence = st.builds(Evidence, id=st.one_of(st.just(""), IRIS), name=texts, narrative=texts)
    return st.builds(
        Credential,
        id=st.just("urn:uuid:00000000-0000-4000-8000-000000000001"),
        issuer=st.builds(Profile, id=st.just(DID), name=texts),
        subject=subjects,
        valid_from=st.just(ISSUED),
        name=texts,
        evidence=several(evidence, 3),
    )


def accepted_by(data: bytes) -> set[str]:
    """Who takes the credential for genuine."""
    now = datetime.now(tz=UTC)
    accepted = set()
    if examine(data, now=now, did_documents=DOCUMENTS).verdict == Verdict.VALID:
        accepted.add("acquis")
    with suppress(LibOpenBadgesException):
        others.issuer_by_openbadgeslib(data, DOCUMENTS[DID])
        accepted.add("openbadgeslib")
    with suppress(OpenvcError):
        others.issuer_by_openvc(data, DOCUMENTS[DID])
        accepted.add("openvc")
    return accepted


EVERYBODY = {"acquis", "openbadgeslib", "openvc"}


def texts_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where the texts are that a reader would read."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, item in items:
        if key in {"@context", "type", "proof", "credentialSchema"}:
            continue
        if isinstance(item, dict | list):
            found += texts_in(item, (*path, key))
        elif isinstance(item, str):
            found.append((*path, key))
    return found


@examples(120)
@given(credentials(ANY_TEXT))
def test_the_canonical_form_is_what_pyoxigraph_makes_of_it(credential: Credential) -> None:
    document = credential.to_json()
    found = canonicalize(to_quads(document))
    event(f"{len(set(re.findall('_:c14n[0-9]+ ', found)))} blank nodes")
    assert found == others.canonical_by_pyoxigraph(document)


@examples(12)
@given(credentials(COMMON_TEXT))
def test_what_is_issued_is_genuine_to_everybody(credential: Credential) -> None:
    assert accepted_by(issue(credential, SIGNER, created=ISSUED)) == EVERYBODY


@examples(12)
@given(credentials(COMMON_TEXT), st.data())
def test_what_is_changed_is_genuine_to_nobody(credential: Credential, data: st.DataObject) -> None:
    document = json.loads(issue(credential, SIGNER, created=ISSUED))
    *way, last = data.draw(st.sampled_from(texts_in(document)))
    item: Any = document
    for key in way:
        item = item[key]
    item[last] += "x"
    # Among equal objects the quads of one can be those of another, so that nothing is lost.
    assume(canonical_of(document) != canonical_of(credential.to_json()))
    assert accepted_by(packed(document)) == set()


def canonical_of(document: dict[str, Any]) -> str:
    return others.canonical_by_pyoxigraph(
        {key: value for key, value in document.items() if key != "proof"}
    )


def test_a_signature_that_begins_with_zero_is_genuine_to_everybody() -> None:
    """Its text in base 58 is shorter, and begins with the digit 1."""
    credential = Credential(
        id="urn:uuid:00000000-0000-4000-8000-000000000001",
        issuer=Profile(id=DID, name="Campus"),
        subject=AchievementSubject(
            id="urn:uuid:00000000-0000-4000-8000-000000000002",
            achievement=Achievement(
                id="https://campus.example/1",
                name="Réunion",
                description="Animer",
                criteria_narrative="Une décision",
            ),
        ),
        valid_from=ISSUED,
    )
    for second in range(10_000):
        data = issue(credential, SIGNER, created=ISSUED + timedelta(seconds=second))
        text = json.loads(data)["proof"][0]["proofValue"]
        if text.startswith("z1"):
            break
    assert multibase.decode(text)[0] == 0
    assert accepted_by(data) == EVERYBODY
