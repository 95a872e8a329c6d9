"""Sets and chains of proofs: which come after which, and what is no chain."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.credentials.proofs.chains import BrokenChain, previous_proofs

pytestmark = pytest.mark.unit


def proof(name: Any = None, *after: Any) -> dict[str, Any]:
    found = {} if name is None else {"id": name}
    return found | ({"previousProof": list(after)} if after else {})


A, B = proof("urn:a"), proof("urn:b")


@pytest.mark.parametrize(
    ("proofs", "expected"),
    [
        ([], []),
        ([{}], [[]]),
        ([{}, {}], [[], []]),
        ([A, B], [[], []]),
        ([A, {"previousProof": "urn:a"}], [[], [A]]),
        ([{"previousProof": ["urn:a"]}, A], [[A], []]),
        ([A, B, {"previousProof": ["urn:b", "urn:a"]}], [[], [], [A, B]]),
        ([A, {"previousProof": ["urn:a", "urn:a"]}], [[], [A]]),
    ],
    ids=[
        "none",
        "one",
        "set",
        "set with ids",
        "chain",
        "chain, last first",
        "in the document's order",
        "named twice",
    ],
)
def test_each_proof_knows_those_before_it(
    proofs: list[dict[str, Any]], expected: list[list[dict[str, Any]]]
) -> None:
    assert previous_proofs(proofs) == expected


MISSING = "a signature was made after another one that is missing."
NOT_IDS = "what a signature was made after is not told by ids."
CIRCLE = "the signatures were made after one another in a circle."


@pytest.mark.parametrize(
    ("proofs", "message"),
    [
        ([proof("urn:a", "urn:b")], MISSING),
        ([A, proof(None, "urn:a", "urn:c")], MISSING),
        ([A, A], "two signatures have the same id."),
        ([proof(5)], "the id of a signature is not a text."),
        ([{"id": None}], "the id of a signature is not a text."),
        ([A, {"previousProof": []}], NOT_IDS),
        ([A, {"previousProof": None}], NOT_IDS),
        ([A, {"previousProof": ["urn:a", 5]}], NOT_IDS),
        ([A, {"previousProof": {"id": "urn:a"}}], NOT_IDS),
        ([proof("urn:a", "urn:a")], CIRCLE),
        ([proof("urn:a", "urn:b"), proof("urn:b", "urn:a")], CIRCLE),
        ([A, proof("urn:b", "urn:c"), proof("urn:c", "urn:b", "urn:a")], CIRCLE),
    ],
)
def test_what_is_no_chain_is_refused(proofs: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(BrokenChain) as caught:
        previous_proofs(proofs)
    assert str(caught.value) == message


@given(st.lists(st.sets(st.integers(0, 7)), max_size=8), st.randoms())
def test_a_chain_is_one_exactly_if_its_proofs_can_be_put_in_order(
    after: list[set[int]], random: Any
) -> None:
    """Each proof comes after some of those with a smaller number, or after any at all."""
    proofs = [
        proof(f"urn:{index}", *(f"urn:{number}" for number in sorted(names)))
        for index, names in enumerate(after)
    ]
    shuffled = random.sample(proofs, len(proofs))
    names = {entry["id"] for entry in proofs}
    done: set[str] = set()
    for _ in proofs:
        done |= {entry["id"] for entry in proofs if set(entry.get("previousProof", ())) <= done}
    try:
        found = previous_proofs(shuffled)
    except BrokenChain:
        assert done != names
        return
    assert done == names
    for entry, before in zip(shuffled, found, strict=True):
        assert {other["id"] for other in before} == set(entry.get("previousProof", ()))
