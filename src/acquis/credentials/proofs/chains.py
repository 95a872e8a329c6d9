"""Sets and chains of proofs (vc-data-integrity 1.0, sections 2.1.1, 2.1.2 and 4.5).

In a set each proof stands alone. In a chain a proof names by `previousProof` the ids of those that
were there before it, and signs them together with the document.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from acquis.credentials.reasons import mark as _n

Proof = Mapping[str, Any]


class BrokenChain(Exception):
    """The proofs do not form sets and chains; the message says why, in English."""


def previous_proofs(proofs: Sequence[Proof]) -> list[list[Proof]]:
    """For each proof, those that it was made after and signs, in the document's order.

    Raises:
        BrokenChain: two proofs share an id, an id is no text, a previous proof is not there, or a
            proof comes, in the end, after itself.
    """
    if not any("id" in proof or "previousProof" in proof for proof in proofs):
        return [[] for _ in proofs]
    by_id = _by_id(proofs)
    wanted = [_named(proof) for proof in proofs]
    if any(names - by_id.keys() for names in wanted):
        raise BrokenChain(_n("a signature was made after another one that is missing."))
    found = [[by_id[name] for name in by_id if name in names] for names in wanted]
    _demand_order(proofs, found)
    return found


def _by_id(proofs: Sequence[Proof]) -> dict[str, Proof]:
    found: dict[str, Proof] = {}
    for proof in proofs:
        if "id" not in proof:
            continue
        name = proof["id"]
        if not isinstance(name, str):
            raise BrokenChain(_n("the id of a signature is not a text."))
        if name in found:
            raise BrokenChain(_n("two signatures have the same id."))
        found[name] = proof
    return found


def _named(proof: Proof) -> set[str]:
    """`previousProof`: a text, or an array of texts."""
    if "previousProof" not in proof:
        return set()
    value = proof["previousProof"]
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        raise BrokenChain(_n("what a signature was made after is not told by ids."))
    return set(names)


def _demand_order(proofs: Sequence[Proof], previous: Sequence[Sequence[Proof]]) -> None:
    """Take away, again and again, the proofs whose predecessors are gone; in a circle none is."""
    left = {
        id(proof): [id(other) for other in before]
        for proof, before in zip(proofs, previous, strict=True)
    }
    while left:
        ready = [
            name for name, before in left.items() if not any(other in left for other in before)
        ]
        if not ready:
            raise BrokenChain(_n("the signatures were made after one another in a circle."))
        for name in ready:
            del left[name]
