"""Canonical N-Quads with holes: filled, put in order and hashed without canonicalising anew.

The lines are known but for the values in their holes. What the values decide is found anew for
each filling, and only that: the order of the blank nodes (by their first degree hashes, RDFC-1.0
4.4.3 step 4), the order of the subjects, and the order of lines that differ in nothing before
their first hole. Each order that was met is kept, joined to one pattern, so that filling a known
one costs a lookup and a `%`.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from acquis.credentials.canon.holes import Pattern, hole, split_at, start_of

# How much text the orders that are kept may have, of the subjects and of the blank nodes each. The
# oldest go first: what hostile documents bring must not fill the memory.
ROOM_BYTES = 2 * 1024 * 1024
# Up to so many blank nodes, each order of them is joined to one pattern; of more there are too many
# orders (of eight, forty thousand), and a pattern for each node and label does.
MERGED_NODES = 4
MAX_ORDERS = 4_096
_PAIR = 2

_BLANK = re.compile("_:c14n\0([0-9]+)\0")
_GROUP = re.compile("\2([0-9]+)\2")
_SUBJECT_HOLE = re.compile("<\0([0-9]+)\0>")
_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
_Kept = TypeVar("_Kept")


class OrderUndecided(Exception):
    """The values do not tell blank nodes or subjects apart: only the full algorithm can."""


class Arrangement:
    """Lines in N-Quads notation: `hole(n)` stands for value n (the inside of an IRI or literal as
    N-Quads write it), and `_:c14n` with `hole(values + b)` for blank node b."""

    def __init__(
        self, lines: Iterable[str], *, values: int, blanks: int, hash_name: str = "sha256"
    ) -> None:
        lines = list(dict.fromkeys(lines))
        self._hash = getattr(hashlib, hash_name)
        self._values = values
        self._most = max(16, ROOM_BYTES // max(1, sum(map(len, lines))))
        blocks = _Blocks(values + blanks)
        for line in lines:
            blocks.add(*line.split(" ", 1))
        self._of_nodes: dict[int, str] = {}
        self._node_blocks: dict[tuple[int, str], Pattern] = {}
        self._set_subjects(blocks.texts())
        self._alike, self._groups, self._labels_end = blocks.alike, blocks.groups, blocks.next
        self._set_nodes(lines, range(values, values + blanks))

    def _set_nodes(self, lines: Sequence[str], numbers: range) -> None:
        """Nodes whose hash no value changes are hashed once."""
        patterns = {number: _first_degree(lines, number) for number in numbers}
        fixed = {
            n: self._hash(patterns[n].fill(())).digest() for n in numbers if not patterns[n].numbers
        }
        moving = [number for number in numbers if number not in fixed]
        self._moving = [(patterns[number].form, patterns[number].pick) for number in moving]
        self._only_tail = self._make_tail(list(numbers)) if len(numbers) <= 1 else None
        most = self._most if len(numbers) <= MERGED_NODES else MAX_ORDERS
        self._tails = _Orders(fixed, moving, self._make_tail, most=most)

    def _set_subjects(self, texts: Mapping[str, str]) -> None:
        """Of solid subjects the place among each other is known; loose ones have a hole."""
        solid = {}
        loose = {}
        for subject, text in texts.items():
            if match := _SUBJECT_HOLE.fullmatch(subject):
                loose[int(match[1])] = text
            elif match := _BLANK.fullmatch(subject):
                self._of_nodes[int(match[1])] = text
            else:
                solid[text] = subject[1:].encode("utf-8")
        self._loose = list(loose)
        self._heads = _Orders(solid, list(loose.values()), self._make_head, most=self._most)

    def digest(self, values: Sequence[bytes]) -> bytes:
        """The hash of the canonical document.

        Raises:
            OrderUndecided: only the full algorithm can order these values.
        """
        head, tail, filled = self._arrange(values)
        early = head.early.pick(filled)
        state = head.states.get(early)
        if state is None:
            found = self._hash(head.early.form % early)
            state = _keep(head.states, early, found, self._most)
        state = state.copy()
        late = head.joined.get(tail)
        if late is None:
            late = _keep(head.joined, tail, _joined(head.late, tail.lines), self._most)
        state.update(late.form % late.pick(filled))
        digest: bytes = state.digest()
        return digest

    def text(self, values: Sequence[bytes]) -> bytes:
        """The canonical document. Raises as `digest`."""
        head, tail, filled = self._arrange(values)
        return head.early.fill(filled) + head.late.fill(filled) + tail.lines.fill(filled)

    def _arrange(self, values: Sequence[bytes]) -> tuple["_Head", "_Tail", Sequence[bytes]]:
        tail = self._only_tail
        if tail is None:
            sha = self._hash
            tail = self._tails.find(
                [sha(form % pick(values)).digest() for form, pick in self._moving]
            )
        filled = (*values, *tail.labels)
        if self._groups:
            filled = (*filled, *[group.fill(filled) for group in self._groups])
        return self._heads.find([values[n] + b">" for n in self._loose]), tail, filled

    def _make_tail(self, order: Sequence[int]) -> "_Tail":
        label_of = {number: str(rank) for rank, number in enumerate(order)}
        labels = [label_of[number] for number in sorted(label_of)]
        for alike in self._alike:
            labels += sorted(label_of[number] for number in alike)
        in_order = sorted(label_of, key=label_of.__getitem__)
        written = tuple(label.encode("ascii") for label in labels)
        if len(order) > MERGED_NODES:
            blocks = [self._node_block(number, label_of[number]) for number in in_order]
            return _Tail(_Joined(blocks), written)
        text = "".join(self._of_nodes.get(number, "") for number in in_order)
        for number, label in enumerate(labels, self._values):
            text = text.replace(hole(number), label)
        return _Tail(Pattern(text), written)

    def _node_block(self, number: int, label: str) -> Pattern:
        """A node's lines under one label, for all orders in which it has that label."""
        found = self._node_blocks.get((number, label))
        if found is None:
            text = self._of_nodes.get(number, "").replace(hole(number), label)
            found = self._node_blocks[number, label] = Pattern(text)
        return found

    def _make_head(self, texts: Sequence[str]) -> "_Head":
        early, late = split_at("".join(texts), self._is_no_label)
        return _Head(Pattern(early), Pattern(late))

    def _is_no_label(self, number: int) -> bool:
        return not self._values <= number < self._labels_end


class _Orders(Generic[_Item, _Made]):
    """What was made of items in order, for each order that was met.

    The keys of the `solid` items are known, those of the `loose` ones are given each time.
    """

    def __init__(
        self,
        solid: Mapping[_Item, bytes],
        loose: Sequence[_Item],
        make: Callable[[list[_Item]], _Made],
        *,
        most: int,
    ) -> None:
        self._solid = sorted(solid, key=solid.__getitem__)
        self._keys = [solid[item] for item in self._solid]
        self._loose, self._make, self._most = loose, make, most
        self._places = range(len(loose))
        self._solid_alike = len(set(self._keys)) < len(self._keys)
        self._kept: dict[tuple[int, ...], tuple[_Made, frozenset[bytes]]] = {}

    def find(self, keys: Sequence[bytes]) -> _Made:
        """Raises `OrderUndecided` if two keys are the same."""
        solid = self._keys
        if len(keys) == _PAIR:  # by far the most frequent: worth a way of its own
            one, other = keys
            order: tuple[int, ...] = (
                bisect_left(solid, one),
                bisect_left(solid, other),
                one > other,
                one < other,
            )
            alike = one == other
        else:
            ranks = [bisect_left(solid, key) for key in keys]
            order = (*ranks, *sorted(self._places, key=keys.__getitem__))
            alike = len({*keys}) != len(keys)
        if alike or self._solid_alike:
            raise OrderUndecided
        made, beside = self._kept.get(order) or self._add(order)
        if not beside.isdisjoint(keys):
            raise OrderUndecided
        return made

    def _add(self, order: tuple[int, ...]) -> tuple[_Made, frozenset[bytes]]:
        items: list[_Item] = []
        done = 0
        ranks = order[: len(self._loose)]
        for place in order[len(ranks) :]:
            items += [*self._solid[done : ranks[place]], self._loose[place]]
            done = ranks[place]
        items += self._solid[done:]
        beside = frozenset(self._keys[rank] for rank in ranks if rank < len(self._keys))
        return _keep(self._kept, order, (self._make(items), beside), self._most)


def _keep(kept: dict[Any, _Kept], key: Any, found: _Kept, most: int) -> _Kept:
    if len(kept) >= most:
        for old in list(kept)[: most // 8]:
            kept.pop(old, None)  # another thread may have
    kept[key] = found
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Tail:
    """The blank nodes' lines in one order, and all labels: of each node, then of those alike."""

    lines: "_Fillable"
    labels: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """The other lines in one order of their subjects: up to the first value, and from there.

    `states` are hashes that have taken in the early lines, by the labels in them; `joined` are the
    late lines with the blank nodes' in one pattern.
    """

    early: Pattern
    late: Pattern
    states: dict[Any, Any] = field(default_factory=dict)
    joined: dict[_Tail, "_Fillable"] = field(default_factory=dict)


def _first_degree(lines: Iterable[str], number: int) -> "Pattern | _Group":
    """RDFC-1.0 4.6 Hash First Degree Quads, before hashing."""
    own = hole(number)

    def seen(match: re.Match[str]) -> str:
        return "_:a" if int(match[1]) == number else "_:z"

    mine = {line: _BLANK.sub(seen, line) for line in lines if own in line}
    runs = list(_runs(mine.values()))
    if any(len(run) > 1 for run in runs):
        return _Group(mine)
    return Pattern("".join(run[0] for run in runs))


class _Group:
    """Lines whose order depends on their values; a quad that comes out twice counts once.

    `lines` maps what identifies a quad, apart from the values, to what is written of it.
    """

    form = b"%b"
    __slots__ = ("_lines", "numbers")

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = [(Pattern(text), tuple(_BLANK.findall(quad))) for quad, text in lines.items()]
        self.numbers = sum((pattern.numbers for pattern, _ in self._lines), ())

    def fill(self, values: Sequence[bytes]) -> bytes:
        quads = {(pattern.fill(values), nodes) for pattern, nodes in self._lines}
        return b"".join([text for text, _ in sorted(quads)])

    pick = fill  # so that `form % pick(values)` is the text, as with a `Pattern`


class _Joined:
    """Several patterns as one."""

    form = b"%b"
    __slots__ = ("_patterns",)

    def __init__(self, patterns: Sequence["_Fillable"]) -> None:
        self._patterns = [(pattern.form, pattern.pick) for pattern in patterns]

    def fill(self, values: Sequence[bytes]) -> bytes:
        return b"".join([form % pick(values) for form, pick in self._patterns])

    pick = fill  # as of a `_Group`


_Fillable = Pattern | _Joined


def _joined(one: Pattern, other: _Fillable) -> _Fillable:
    if isinstance(other, Pattern):
        return one.joined(other)
    return _Joined([one, other])


class _Blocks:
    """The lines of each subject, put in order as far as they can be without values."""

    def __init__(self, next_number: int) -> None:
        self.alike: list[tuple[int, ...]] = []
        self.groups: list[_Group] = []
        self.next = next_number  # numbers below it are of values and labels
        self._rests: dict[str, list[str]] = {}

    def add(self, subject: str, rest: str) -> None:
        self._rests.setdefault(subject, []).append(rest)

    def texts(self) -> dict[str, str]:
        """By subject; a hole stands for each group, and for each rank of the labels alike."""
        raw = {
            subject: "".join(self._run(subject, run) for run in _runs(rests))
            for subject, rests in self._rests.items()
        }
        base = self.next
        return {
            subject: _GROUP.sub(lambda match: hole(base + int(match[1])), text)
            for subject, text in raw.items()
        }

    def _run(self, subject: str, run: list[str]) -> str:
        if len(run) == 1:
            return f"{subject} {run[0]}"
        without_label = {_BLANK.sub("\1", rest) for rest in run}
        nodes = [_BLANK.findall(rest) for rest in run]
        if len(without_label) == 1 and all(len(found) == 1 for found in nodes):
            return self._alike_but_for_labels(subject, without_label.pop(), nodes)
        lines = (f"{subject} {rest}" for rest in run)
        self.groups.append(_Group({line: line for line in lines}))
        return f"\2{len(self.groups) - 1}\2"

    def _alike_but_for_labels(self, subject: str, rest: str, nodes: list[list[str]]) -> str:
        numbers = range(self.next, self.next + len(nodes))
        self.next += len(nodes)
        self.alike.append(tuple(int(found[0]) for found in nodes))
        return "".join(
            f"{subject} {rest.replace(chr(1), f'_:c14n{hole(number)}')}" for number in numbers
        )


def _runs(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines in order, together where only values can tell which comes first."""
    run: list[str] = []
    for line in sorted(lines, key=start_of):
        if run and not start_of(line).startswith(start_of(run[0])):
            yield run
            run = []
        run.append(line)
    if run:
        yield run
