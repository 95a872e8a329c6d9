"""RDF Dataset Canonicalization, RDFC-1.0 (W3C Recommendation, 21 May 2024).

A quad is four terms in N-Quads notation: `<iri>`, `"literal"...`, `_:label`, and "" for the default
graph. Section numbers below are those of the Recommendation.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from itertools import permutations

from acquis.credentials.errors import CanonicalizationLimit

Quad = tuple[str, str, str, str]

# Units of work: one for each blank node whose neighbourhood is hashed and each order of
# neighbours tried. Honest credentials need none; the W3C tests need at most some hundreds.
WORK_LIMIT = 4_000
# How long a chain of blank nodes that look alike may be; the W3C tests need 7 at most.
DEPTH_LIMIT = 64

_POSITIONS = ((0, "s"), (2, "o"), (3, "g"))


def canonicalize(
    quads: Iterable[Quad], *, hash_name: str = "sha256", work_limit: int = WORK_LIMIT
) -> str:
    """The canonical N-Quads document: labels `_:c14nN`, lines in code point order.

    Raises:
        CanonicalizationLimit: more than `work_limit` units of work would be needed, or nodes that
            look alike form too long a chain.
    """
    lines, _ = canonicalize_with_labels(quads, hash_name=hash_name, work_limit=work_limit)
    return lines


def canonicalize_with_labels(
    quads: Iterable[Quad], *, hash_name: str = "sha256", work_limit: int = WORK_LIMIT
) -> tuple[str, dict[str, str]]:
    """As `canonicalize`, with the map from the blank nodes' labels to the canonical ones."""
    state = _State(set(quads), hash_name, work_limit)
    state.label_unique_nodes()
    state.label_the_others()
    names = state.canonical.issued
    lines = sorted(_line(tuple(names.get(term, term) for term in quad)) for quad in state.quads)
    return "".join(lines), names


def _line(quad: Iterable[str]) -> str:
    return " ".join(term for term in quad if term) + " .\n"


class _Issuer:
    """4.5 Issue Identifier Algorithm: names in the order in which they were asked for."""

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.issued = dict(issued or {})

    def issue(self, node: str) -> str:
        if node not in self.issued:
            self.issued[node] = f"{self.prefix}{len(self.issued)}"
        return self.issued[node]

    def copy(self) -> "_Issuer":
        return _Issuer(self.prefix, self.issued)


class _State:
    """4.3 Canonicalization state."""

    def __init__(self, quads: set[Quad], hash_name: str, work_limit: int) -> None:
        self.quads = quads
        self.canonical = _Issuer("_:c14n")
        self._hash_name = hash_name
        self._work_left = work_limit
        self._depth = 0
        self._quads_of: dict[str, list[Quad]] = defaultdict(list)
        for quad in sorted(quads):
            for node in {term for term in quad if term.startswith("_:")}:
                self._quads_of[node].append(quad)
        self._first_degree = {node: self._hash_first_degree(node) for node in self._quads_of}

    def label_unique_nodes(self) -> None:
        """4.4.3 step 4: a node whose first degree hash is its own is named by its rank."""
        for nodes in self._by_hash():
            if len(nodes) == 1:
                self.canonical.issue(nodes[0])

    def label_the_others(self) -> None:
        """4.4.3 step 5: nodes that look alike are told apart by their neighbourhoods."""
        for nodes in self._by_hash():
            if len(nodes) == 1:
                continue
            results = []
            for node in nodes:
                if node not in self.canonical.issued:
                    issuer = _Issuer("_:b")
                    issuer.issue(node)
                    results.append(self._hash_n_degree(node, issuer))
            for _digest, issuer in sorted(results, key=lambda result: result[0]):
                for node in issuer.issued:
                    self.canonical.issue(node)

    def _by_hash(self) -> list[list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for node, digest in self._first_degree.items():
            groups[digest].append(node)
        return [groups[digest] for digest in sorted(groups)]

    def _digest(self, text: str) -> str:
        return hashlib.new(self._hash_name, text.encode("utf-8")).hexdigest()

    def _spend(self) -> None:
        self._work_left -= 1
        if self._work_left < 0 or self._depth > DEPTH_LIMIT:
            raise CanonicalizationLimit(
                "The document's graph is made of many blank nodes that look alike; telling them "
                "apart would take too long. Give its objects ids."
            )

    def _hash_first_degree(self, node: str) -> str:
        """4.6 Hash First Degree Quads."""
        lines = []
        for quad in self._quads_of[node]:
            seen = (
                ("_:a" if term == node else "_:z") if term.startswith("_:") else term
                for term in quad
            )
            lines.append(_line(seen))
        return self._digest("".join(sorted(lines)))

    def _hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """4.7 Hash Related Blank Node."""
        text = position + (quad[1] if position != "g" else "")
        known = self.canonical.issued.get(related) or issuer.issued.get(related)
        return self._digest(text + (known or self._first_degree[related]))

    def _hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """4.8 Hash N-Degree Quads."""
        self._depth += 1
        self._spend()
        related_by_hash: dict[str, list[str]] = defaultdict(list)
        for quad in self._quads_of[node]:
            for index, position in _POSITIONS:
                related = quad[index]
                if related.startswith("_:") and related != node:
                    digest = self._hash_related(related, quad, issuer, position)
                    related_by_hash[digest].append(related)
        text = ""
        for digest in sorted(related_by_hash):
            path, issuer = self._best_path(related_by_hash[digest], issuer)
            text += digest + path
        self._depth -= 1
        return self._digest(text), issuer

    def _best_path(self, related: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        """4.8 step 5.4: of all orders of the related nodes, the one with the least path."""
        best = ("", issuer)
        for order in permutations(related):
            self._spend()
            found = self._path(order, issuer.copy(), best[0])
            if not best[0] or found[0] < best[0]:
                best = found
        return best

    def _path(self, order: tuple[str, ...], issuer: _Issuer, chosen: str) -> tuple[str, _Issuer]:
        """The path of one order; cut short, once it is greater than the chosen one for good."""

        def is_worse(path: str) -> bool:
            return bool(chosen) and len(path) >= len(chosen) and path > chosen

        path = ""
        to_visit = []
        for node in order:
            if node in self.canonical.issued:
                path += self.canonical.issued[node]
            else:
                if node not in issuer.issued:
                    to_visit.append(node)
                path += issuer.issue(node)
            if is_worse(path):
                return path, issuer
        for node in to_visit:
            digest, visited = self._hash_n_degree(node, issuer)
            path += issuer.issue(node) + f"<{digest}>"
            issuer = visited
            if is_worse(path):
                return path, issuer
        return path, issuer
