"""Recognising a document by its bytes: what was learnt from one is used for the next of its kind.

A JSON text is cut at its quotes. What lies between strings (brackets, commas, numbers, `true`) and
the strings that are no holes must be those of a document that was read and expanded the full way;
then this text is JSON of the same shape, and its graph is that template's graph with the holes'
values: condition 1 of `template`, made sure byte for byte. Nothing is taken on trust: a text that
differs in any byte outside its holes, or has something doubtful inside one, is not recognised, and
takes the full way.

Of each kind the general layout has a hole for every text that can be one. As soon as two documents
have shown which of them really vary, a pinned layout has only these holes, and is compared as it
stands, without cutting.
"""

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from acquis.credentials.canon.template import (
    GraphTemplate,
    NotFilled,
    Path,
    compile_graph,
    leaves_of,
    picker,
    with_texts,
)

# Limits of what is remembered, so that hostile documents cannot fill the memory.
MAX_SHAPES = 64
MAX_GENERAL = 4  # of one shape
MAX_PINNED = 24  # in all
MAX_TEXT_BYTES = 64 * 1024
MAX_HOLES = 400
MAX_PINNED_HOLES = 24

_BACKSLASH, _QUOTE = b"\x01", b"\x02"  # stand-ins: JSON strings cannot have these raw
_CONTROLS = bytes(range(0x20))
_CAREFUL = _CONTROLS + b"\\"
_OWN_ID: Path = ("id",)


class Layouts:
    """A bounded memory of documents' layouts."""

    def __init__(self) -> None:
        self._general: dict[bytes, list[_General]] = {}  # by what lies between the strings
        self._pinned: list[_Pinned] = []  # the last used first

    def read(self, text: bytes) -> "Reading | None":
        """The text as one of a layout that is known, or None."""
        for rank, layout in enumerate(self._pinned):
            values = layout.match(text)
            if values is not None:
                if rank:
                    self._pinned = [layout, *(one for one in self._pinned if one is not layout)]
                return Reading(layout, text, values)
        return self._read_general(text)

    def _read_general(self, text: bytes) -> "Reading | None":
        found = _cut(text)
        if found is None:
            return None
        between, strings = found
        for layout in self._general.get(between, ()):
            if layout.fits(strings):
                reading = layout.reading(text, strings)
                pinned = layout.pinned_by(reading) if reading else None
                if pinned is not None:
                    self._pinned = [pinned, *self._pinned[: MAX_PINNED - 1]]
                return reading
        return None

    def learn(self, text: bytes, document: dict[str, Any]) -> "Reading | None":
        """Remember the layout of a document that was read from this text.

        None if it can have none. Raises what `to_quads` raises for the document without its proof.
        """
        if len(text) > MAX_TEXT_BYTES:
            return None
        graph = compile_graph({key: value for key, value in document.items() if key != "proof"})
        found = _cut(text)
        if graph is None or found is None:
            return None
        between, strings = found
        layout = _general_layout(document, graph, strings)
        if layout is None:
            return None
        alike = self._general.pop(between, [])
        for old in list(self._general)[: max(0, len(self._general) - MAX_SHAPES + 1)]:
            self._general.pop(old, None)  # another thread may have
        self._general[between] = [layout, *alike[: MAX_GENERAL - 1]]
        return layout.reading(text, strings)


class Layout:
    """A document's texts outside its holes, and the graph template that the holes' values fill."""

    def __init__(
        self, document: Mapping[str, Any], graph: GraphTemplate, paths: Sequence[Path]
    ) -> None:
        """`paths` are those of the holes, in the order of the text."""
        self.document, self.graph, self.paths = document, graph, tuple(paths)
        self.facts: Any = None  # what a caller knows of all documents with this layout
        at = {path: number for number, path in enumerate(paths)}
        self.pick_graph = picker([at[leaf.path] for leaf in graph.leaves])
        self._parts = {
            key: _Part([(path, at[path]) for path in paths if path[0] == key]) for key in document
        }
        self._own_id_at = at.get(_OWN_ID)
        self._own_id = str(document.get("id", "")).encode("utf-8")
        ids = dict(_other_ids(document))
        named = {path: value for path, value in ids.items() if value != document.get("id")}
        self._pick_other_ids = picker([at[path] for path in named if path in at])
        self._other_ids = {value.encode("utf-8") for path, value in named.items() if path not in at}

    def digest(self, values: Sequence[bytes], hash_name: str) -> bytes:
        """Of the document without its proof. Raises `NotFilled`."""
        return self.graph.digest(self.pick_graph(values), hash_name=hash_name)

    def repeats_its_id(self, values: Sequence[bytes]) -> bool:
        """Whether an object inside has the document's own id, which that of the sample had not."""
        own = self._own_id if self._own_id_at is None else values[self._own_id_at]
        return own in self._other_ids or own in self._pick_other_ids(values)

    def part(self, key: str, values: Sequence[bytes]) -> Any:
        """The value of a top-level key; None if there is none."""
        part = self._parts.get(key)
        return part.fill(self.document[key], values) if part else None


class _Part:
    """What one top-level value takes to be filled: copies of its objects and arrays that lead to a
    hole, and the holes."""

    __slots__ = ("_holes", "_ways", "_whole")

    def __init__(self, holes: Sequence[tuple[Path, int]]) -> None:
        self._whole = next((number for path, number in holes if len(path) == 1), None)
        self._holes = [(path[1:-1], path[-1], number) for path, number in holes]
        ways = {path[1:end] for path, _ in holes for end in range(2, len(path))}
        self._ways = [(way[:-1], way[-1], way) for way in sorted(ways, key=len)]

    def fill(self, sample: Any, values: Sequence[bytes]) -> Any:
        if self._whole is not None:
            return values[self._whole].decode("utf-8")
        if not self._holes:
            return sample
        filled = copy(sample)
        places: dict[Path, Any] = {(): filled}
        for before, key, way in self._ways:
            places[way] = places[before][key] = copy(places[before][key])
        for way, key, number in self._holes:
            places[way][key] = values[number].decode("utf-8")
        return filled


class _General(Layout):
    """With a hole for every text that can be one."""

    def __init__(
        self,
        document: Mapping[str, Any],
        graph: GraphTemplate,
        strings: Sequence[bytes],
        holes: Mapping[int, Path],
    ) -> None:
        """`holes` are the places of the holes among the strings, with their paths."""
        super().__init__(document, graph, list(holes.values()))
        self._places = tuple(holes)
        self._pick = picker(self._places)
        self._pick_solid = picker([n for n in range(len(strings)) if n not in holes])
        self._solid = self._pick_solid(strings)
        self._last: tuple[bytes, ...] | None = None

    def fits(self, strings: Sequence[bytes]) -> bool:
        return bool(self._pick_solid(strings) == self._solid)

    def reading(self, text: bytes, strings: Sequence[bytes]) -> "Reading | None":
        """None if a value is no JSON string after all."""
        values = _decoded(self._pick(strings))
        return None if values is None else Reading(self, text, values)

    def pinned_by(self, reading: "Reading") -> "_Pinned | None":
        """A layout with holes only where the last two readings differ."""
        last, self._last = self._last, reading.values
        if last is None or reading.repeats_its_id():
            return None
        free = {n for n, value in enumerate(reading.values) if last[n] != value}
        try:
            return self._pinned(reading, free) if 0 < len(free) <= MAX_PINNED_HOLES else None
        except NotFilled:
            return None

    def _pinned(self, reading: "Reading", free: Container[int]) -> "_Pinned":
        paths = {path for n, path in enumerate(self.paths) if n in free}
        graph = self.graph.pinned(
            self.pick_graph(reading.values),
            {n for n, leaf in enumerate(self.graph.leaves) if leaf.path in paths},
        )
        paths |= {leaf.path for leaf in graph.leaves}
        texts = (value.decode("utf-8") for value in reading.values)
        document = with_texts(self.document, dict(zip(self.paths, texts, strict=True)))
        holes = {
            place: path
            for place, path in zip(self._places, self.paths, strict=True)
            if path in paths
        }
        return _Pinned(document, graph, reading.text, holes)


class _Pinned(Layout):
    """With holes only where documents of one kind were seen to differ."""

    def __init__(
        self,
        document: Mapping[str, Any],
        graph: GraphTemplate,
        text: bytes,
        holes: Mapping[int, Path],
    ) -> None:
        """`holes` are the places of the holes among the text's strings, with their paths."""
        super().__init__(document, graph, list(holes.values()))
        pieces = _with_stand_ins(text).split(b'"')
        ends = [-1, *(2 * place + 1 for place in holes), len(pieces)]
        solid = [
            b'"'.join([b"", *pieces[before + 1 : after], b""]) for before, after in pairwise(ends)
        ]
        *self._segments, self._end = map(_without_stand_ins, solid)
        self._segments[0] = self._segments[0][1:]
        self._end = self._end[:-1]

    def match(self, text: bytes) -> tuple[bytes, ...] | None:
        """The holes' values if all else is the same byte for byte, and they need no decoding."""
        position, values = 0, []
        for segment in self._segments:
            if not text.startswith(segment, position):
                return None
            position += len(segment)
            end = text.find(b'"', position)
            values.append(text[position:end])
            position = end
        if text[position:] != self._end:
            return None
        together = b'"'.join(values)
        if len(together.translate(None, _CAREFUL)) != len(together) or b"" in values:
            return None
        return tuple(values) if together.isascii() or _is_utf8(together) else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was recognised. `values` are those of the layout's holes, decoded, in UTF-8."""

    layout: Layout
    text: bytes
    values: tuple[bytes, ...]

    def digest(self, hash_name: str = "sha256") -> bytes:
        """The hash of the canonical N-Quads of the document without its proof.

        Raises:
            NotFilled: only the full way can tell.
        """
        return self.layout.digest(self.values, hash_name)

    def repeats_its_id(self) -> bool:
        """Whether an object inside has the document's own id where the sample's had another."""
        return self.layout.repeats_its_id(self.values)

    def parts(self) -> "Parts":
        return Parts(self)

    def part(self, key: str) -> Any:
        """What the document has under a top-level key, or None."""
        return self.layout.part(key, self.values)


class Parts(Mapping[str, Any]):
    """A recognised document, each of whose top-level values is made when it is asked for.

    To be read only: what never varies is shared with other documents of the layout.
    """

    __slots__ = ("_made", "_reading")

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._made: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        made = self._made.get(key)
        if made is None:
            layout = self._reading.layout
            if key not in layout.document:
                raise KeyError(key)
            made = self._made[key] = layout.part(key, self._reading.values)
        return made

    def get(self, key: str, default: Any = None) -> Any:
        """Quicker than by an exception."""
        return self[key] if key in self._reading.layout.document else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._reading.layout.document)

    def __len__(self) -> int:
        return len(self._reading.layout.document)


def _cut(text: bytes) -> tuple[bytes, list[bytes]] | None:
    """What lies between the strings, and the strings, still with JSON's escapes."""
    if b"\\" in text:
        if _BACKSLASH in text or _QUOTE in text:
            return None
        text = _with_stand_ins(text)
    pieces = text.split(b'"')
    return b'"'.join(pieces[0::2]), pieces[1::2]


def _with_stand_ins(text: bytes) -> bytes:
    """Every quote that is left delimits a string."""
    return text.replace(b"\\\\", _BACKSLASH).replace(b'\\"', _QUOTE)


def _without_stand_ins(text: bytes) -> bytes:
    return text.replace(_QUOTE, b'\\"').replace(_BACKSLASH, b"\\\\")


def _decoded(values: tuple[bytes, ...]) -> tuple[bytes, ...] | None:
    """The strings' contents in UTF-8; None if one of them is not the inside of a JSON string.

    None too if one is empty: what must not be empty, only the full way knows.
    """
    if b"" in values:
        return None
    together = b'"'.join(values)
    if len(together.translate(None, _CAREFUL)) == len(together):
        return values if together.isascii() or _is_utf8(together) else None
    try:
        return tuple(
            json.loads(b'"%b"' % _without_stand_ins(value)).encode("utf-8") for value in values
        )
    except ValueError:  # no JSON, no UTF-8, or half of a character
        return None


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _general_layout(
    document: dict[str, Any], graph: GraphTemplate, strings: Sequence[bytes]
) -> _General | None:
    free = {leaf.path for leaf in graph.leaves}
    free |= {("proof", *leaf.path) for leaf in leaves_of(document.get("proof"))}
    tokens = list(_tokens(document))
    if len(tokens) != len(strings) or len(free) > MAX_HOLES:
        return None
    holes = {place: path for place, path in enumerate(tokens) if path in free}
    return _General(document, graph, strings, holes)


def _other_ids(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """The ids of all objects but the document itself and its proofs."""
    todo: list[tuple[Any, Path]] = [
        (value, (key,)) for key, value in document.items() if key != "proof"
    ]
    while todo:
        item, path = todo.pop()
        if isinstance(item, list):
            todo.extend((inner, (*path, index)) for index, inner in enumerate(item))
        elif isinstance(item, dict):
            if isinstance(item.get("id"), str):
                yield (*path, "id"), item["id"]
            todo.extend((inner, (*path, key)) for key, inner in item.items())


def _tokens(value: Any, path: Path = ()) -> Iterator[Path | None]:
    """The strings of a JSON text in their order: None for a key, the path for a value."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield None
            yield from _tokens(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _tokens(inner, (*path, index))
