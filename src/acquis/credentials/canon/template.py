"""Graph templates: the canonical N-Quads of every document of one shape, compiled once.

Credentials of one achievement differ in a few texts. A document of that shape, with a sentinel in
the place of each such text, is expanded once; where the sentinels come out are the holes of an
`Arrangement`, which is then filled and hashed without JSON-LD. The result is byte for byte that of
`rdfc10.canonicalize(to_quads(document))` exactly when these seven conditions hold:

1. Contexts are pinned by hash, and all that is not a hole is the same: keys, array lengths,
   `@context`, `type`, keyword values, numbers, booleans and nulls. (Whoever fills a template sees
   to it: `layouts` compares it byte for byte, `batch` makes it so.)
2. A hole is a whole text: its sentinel comes out as a whole IRI or a whole literal, always of one
   kind. Else the value stays as it is. A sentinel that vanishes, or comes out relative, is a term
   that no context defines: the full way then refuses the document, naming the term.
3. What fills an IRI is absolute in a strict grammar, and its scheme is no term of a context (else
   it would be a compact IRI).
4. What fills a literal is escaped as RDFC-1.0 says; lone surrogates and noncharacters are refused
   at issue.
5. Blank nodes are labelled in the order of their first degree hashes when all differ. If two are
   equal, or two nodes get one name, the filled quads go through the full algorithm.
6. Quads are in code point order, each once, after filling.
7. There is no `@list`, or else no template.
"""

import hashlib
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter, methodcaller
from typing import Any

from acquis.credentials.canon.arrangement import Arrangement, OrderUndecided
from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.holes import Sentinels, hole, replace_holes
from acquis.credentials.canon.rdfc10 import Quad, canonicalize
from acquis.credentials.canon.terms import ABSOLUTE_IRI, RDF, escape, iri

Path = tuple[str | int, ...]

# Keys whose values choose what the other terms mean, so that no hole may stand there.
KEYWORDS = frozenset({"@context", "type", "@type", "@language", "@direction", "@id", "@value"})
# Of these schemes none is a term of a pinned context (a test looks).
SCHEMES = ("https", "http", "urn", "did", "data", "mailto", "tel")
_SCHEMES = tuple(f"{scheme}:".encode("ascii") for scheme in SCHEMES)
_has_plain_scheme = methodcaller("startswith", _SCHEMES)
_NOT_IN_IRIS = bytes(range(0x21)) + b'<>"{}|\\^`'
_ESCAPED = bytes(range(0x20)) + b'"\\\x7f'
_MANY = 2  # itemgetter gives a tuple from here on


class NotFilled(Exception):
    """These values are not for this template: the document must be expanded itself."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text of the document that may be a hole."""

    path: Path
    value: str


def leaves_of(value: Any, path: Path = ()) -> Iterator[Leaf]:
    """The texts of a document in their order, except the values of keywords and strange ids."""
    if isinstance(value, str):
        if path[-1:] != ("id",) or is_plain_iri(value):
            yield Leaf(path, value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in KEYWORDS:
                yield from leaves_of(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves_of(inner, (*path, index))


def with_texts(value: Any, texts: Mapping[Path, str], path: Path = ()) -> Any:
    """The document with other texts at these paths."""
    if isinstance(value, str):
        return texts.get(path, value)
    if isinstance(value, dict):
        return {key: with_texts(inner, texts, (*path, key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_texts(inner, texts, (*path, index)) for index, inner in enumerate(value)]
    return value


class GraphTemplate:
    """The canonical form of one shape of documents, with a hole for each of `leaves`."""

    def __init__(
        self,
        leaves: Sequence[Leaf],
        quads: Sequence[Quad],
        *,
        kinds: str,
        blanks: int,
        same: Sequence[tuple[int, int]],
    ) -> None:
        """The terms of `quads` have holes, for the leaves and then for the blank nodes. `kinds` has
        `<` or `"` for each leaf; leaves that are the `same` name one node."""
        self.leaves = tuple(leaves)
        self._quads, self._kinds, self._blanks, self._same = quads, kinds, blanks, same
        self._literals = [n for n, kind in enumerate(kinds) if kind == '"']
        self._pick_iris = picker([n for n, kind in enumerate(kinds) if kind == "<"])
        self._pick_literals = picker(self._literals)
        self._arrangements: dict[str, Arrangement] = {}

    def digest(self, values: Sequence[bytes], *, hash_name: str = "sha256") -> bytes:
        """The hash of the canonical N-Quads with these texts, in UTF-8, at the leaves.

        Raises:
            NotFilled: a value is no plain IRI where one belongs (condition 3), or one node gets
                two names.
            CanonicalizationLimit: its blank nodes look too much alike (condition 5).
        """
        written = self._encode(values)
        try:
            return self._arrangement(hash_name).digest(written)
        except OrderUndecided:
            text = self._canonicalize(written, hash_name)
        return hashlib.new(hash_name, text).digest()

    def digests(self, rows: Sequence[Sequence[bytes]], *, hash_name: str = "sha256") -> list[bytes]:
        """As `digest` for each row; much of what must be looked at is looked at for all at once."""
        if self._are_plain(rows):
            with suppress(OrderUndecided):
                digest = self._arrangement(hash_name).digest
                return [digest(values) for values in rows]
        return [self.digest(values, hash_name=hash_name) for values in rows]

    def check_all(self, rows: Sequence[Sequence[bytes]]) -> None:
        """As `check` for each row."""
        if not self._are_plain(rows):
            for values in rows:
                self.check(values)

    def _are_plain(self, rows: Sequence[Sequence[bytes]]) -> bool:
        """Whether no value has anything to be escaped, and every IRI is one."""
        iris = list(chain.from_iterable(map(self._pick_iris, rows)))
        named = b"".join(iris)
        literals = b"".join(chain.from_iterable(map(self._pick_literals, rows)))
        return (
            not self._same
            and all(map(_has_plain_scheme, iris))
            and len(named.translate(None, _NOT_IN_IRIS)) == len(named)
            and len(literals.translate(None, _ESCAPED)) == len(literals)
        )

    def text(self, values: Sequence[bytes], *, hash_name: str = "sha256") -> bytes:
        """The canonical N-Quads themselves. Raises as `digest`."""
        written = self._encode(values)
        try:
            return self._arrangement(hash_name).text(written)
        except OrderUndecided:
            return self._canonicalize(written, hash_name)

    def _canonicalize(self, written: Sequence[bytes], hash_name: str) -> bytes:
        """The full algorithm, over the filled quads."""
        texts = {number: value.decode("utf-8") for number, value in enumerate(written)}
        for node in range(self._blanks):
            texts[len(written) + node] = str(node)
        quads = [_filled(quad, texts) for quad in self._quads]
        return canonicalize(quads, hash_name=hash_name).encode("utf-8")

    def pinned(self, values: Sequence[bytes], free: Container[int]) -> "GraphTemplate":
        """The template that has these values for good, but for the `free` leaves' holes.

        A leaf that names the same node as a free one is free too.

        Raises:
            NotFilled: as `digest`.
        """
        kept = [n for n in range(len(self.leaves)) if n in free or self._names_as(n, free)]
        written = [value.decode("utf-8") for value in self._encode(values)]
        renumbered = {n: hole(kept.index(n)) if n in kept else written[n] for n in self._numbers()}
        for blank in range(self._blanks):
            renumbered[len(self.leaves) + blank] = hole(len(kept) + blank)
        return GraphTemplate(
            [self.leaves[n] for n in kept],
            [_filled(quad, renumbered) for quad in self._quads],
            kinds="".join(self._kinds[n] for n in kept),
            blanks=self._blanks,
            same=[(kept.index(a), kept.index(b)) for a, b in self._same if a in kept],
        )

    def _numbers(self) -> range:
        return range(len(self.leaves))

    def _names_as(self, number: int, free: Container[int]) -> bool:
        names = next((pair[0] for pair in self._same if number in pair), None)
        return names is not None and any(
            n in free for pair in self._same if pair[0] == names for n in pair
        )

    def _arrangement(self, hash_name: str) -> Arrangement:
        found = self._arrangements.get(hash_name)
        if found is None:
            found = self._arrangements[hash_name] = Arrangement(
                (" ".join(filter(None, quad)) + " .\n" for quad in self._quads),
                values=len(self.leaves),
                blanks=self._blanks,
                hash_name=hash_name,
            )
        return found

    def check(self, values: Sequence[bytes]) -> None:
        """Raises `NotFilled` unless IRIs stand where they must (condition 3), with equal names
        where there is one node."""
        for one, other in self._same:
            if values[one] != values[other]:
                raise NotFilled
        iris = self._pick_iris(values)
        for value in iris:
            if not value.startswith(_SCHEMES):
                raise NotFilled
        together = b"".join(iris)
        if len(together.translate(None, _NOT_IN_IRIS)) != len(together):
            raise NotFilled

    def _encode(self, values: Sequence[bytes]) -> Sequence[bytes]:
        """The values as N-Quads write them inside their delimiters."""
        self.check(values)
        literals = b"".join(self._pick_literals(values))
        if len(literals.translate(None, _ESCAPED)) == len(literals):
            return values
        written = list(values)
        for number in self._literals:
            value = values[number]
            if len(value.translate(None, _ESCAPED)) != len(value):
                written[number] = escape(value.decode("utf-8")).encode("utf-8")
        return written


def compile_graph(
    document: dict[str, Any], varying: Container[Path] | None = None
) -> GraphTemplate | None:
    """The template of a document's shape; None if it cannot have one (condition 7).

    `varying` are the paths that may be holes; by default all texts that can.

    Raises:
        UnsafeDocument, CanonicalizationLimit: as `to_quads` does for the document itself.
    """
    leaves = [leaf for leaf in leaves_of(document) if varying is None or leaf.path in varying]
    sentinels = Sentinels()
    while True:
        texts = {leaf.path: sentinels.text(n) for n, leaf in enumerate(leaves)}
        quads = to_quads(with_texts(document, texts))
        terms = _Terms(leaves, sentinels, quads)
        kept = [leaf for n, leaf in enumerate(leaves) if terms.is_hole(n)]
        if len(kept) == len(leaves):
            break
        leaves = kept
    if terms.has_list:
        return None
    return GraphTemplate(
        leaves,
        [terms.with_holes(quad) for quad in quads],
        kinds=terms.kinds,
        blanks=len(terms.blanks),
        same=terms.same,
    )


class _Terms:
    """Where the sentinels came out."""

    def __init__(self, leaves: Sequence[Leaf], sentinels: Sentinels, quads: Sequence[Quad]) -> None:
        self._leaves = leaves
        self._whole, self._part = sentinels.whole, sentinels.part
        self.blanks: dict[str, int] = {}
        self.has_list = False
        self._kinds: dict[int, str] = {}
        self._spoiled: set[int] = set()
        nodes: set[int] = set()
        for subject, predicate, object_, graph in quads:
            self.has_list |= predicate == iri(RDF + "rest")
            for term in (subject, object_, graph):
                self._note(term)
            for term in (subject, graph):
                if match := self._whole.fullmatch(term):
                    nodes.add(int(match[2]))
            self._spoiled |= {int(number) for number in self._part.findall(predicate)}
        self.kinds = "".join(self._kinds.get(number, " ") for number in range(len(leaves)))
        self.same = tuple(self._pairs(nodes))
        self._first_named = {other: first for first, other in self.same}

    def _note(self, term: str) -> None:
        if term.startswith("_:"):
            self.blanks.setdefault(term, len(self.blanks))
            return
        found = self._part.findall(term)
        match = self._whole.match(term)
        if match and len(found) == 1:
            number, kind = int(match[2]), match[1]
            if self._kinds.setdefault(number, kind) != kind:
                self._spoiled.add(number)
        else:
            self._spoiled |= {int(number) for number in found}

    def is_hole(self, number: int) -> bool:
        kind = self._kinds.get(number)
        if kind is None or number in self._spoiled:
            return False
        return kind == '"' or is_plain_iri(self._leaves[number].value)

    def _pairs(self, nodes: set[int]) -> Iterator[tuple[int, int]]:
        named: dict[str, int] = {}
        for number in sorted(nodes):
            first = named.setdefault(self._leaves[number].value, number)
            if first != number:
                yield first, number

    def with_holes(self, quad: Quad) -> Quad:
        subject, predicate, object_, graph = map(self._term, quad)
        return subject, predicate, object_, graph

    def _term(self, term: str) -> str:
        if term.startswith("_:"):
            return f"_:c14n{hole(len(self._leaves) + self.blanks[term])}"
        return self._whole.sub(self._hole, term)

    def _hole(self, match: re.Match[str]) -> str:
        number = int(match[2])
        return f"{match[1]}{hole(self._first_named.get(number, number))}{match[3]}"


def is_plain_iri(value: str) -> bool:
    """Condition 3: absolute, with a scheme that no context could take for a prefix."""
    return value.partition(":")[0] in SCHEMES and bool(ABSOLUTE_IRI.match(value))


def _filled(quad: Quad, texts: Mapping[int, str]) -> Quad:
    subject, predicate, object_, graph = (replace_holes(term, texts) for term in quad)
    return subject, predicate, object_, graph


def picker(numbers: Sequence[int]) -> Callable[[Sequence[bytes]], tuple[bytes, ...]]:
    if len(numbers) >= _MANY:
        return itemgetter(*numbers)
    return lambda values: tuple(values[number] for number in numbers)
