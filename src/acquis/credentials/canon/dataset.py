"""JSON-LD to RDF in a complete safe mode: whatever would vanish or be guessed is an error.

Expansion is pyld's, over pinned contexts. The conversion of expanded JSON-LD to quads
(JSON-LD 1.1 API, section 8) is ours, because it is where silent losses happen.
"""

from collections.abc import Iterator
from threading import Lock
from typing import Any

from acquis.credentials import contexts
from acquis.credentials.canon import jcs
from acquis.credentials.canon.rdfc10 import Quad
from acquis.credentials.canon.repetition import without_repeated_contexts
from acquis.credentials.canon.terms import ABSOLUTE_IRI, RDF, XSD, iri, literal
from acquis.credentials.errors import CanonicalizationLimit, CredentialError, UnsafeDocument

_RDF_TYPE = iri(RDF + "type")
_MAX_INTEGER = 10**21
# Expansion costs about a third of a millisecond for an object, and one and a half for a context.
MAX_VALUES = 10_000
MAX_CONTEXTS = 64
MAX_OBJECTS = 250  # of one credential; a rich badge has eighty, a record as many for each member
# pyld resolves what is relative, undefined types included; what comes out with this base was so.
_RELATIVE = "relative-iri:"
_NO_BASE = f"{_RELATIVE}//undefined/"
# What pyld makes of the pinned contexts, which saves three quarters of an expansion. A cache of our
# own: pyld's is shared with whoever else uses it, with contexts from wherever they come. What is in
# it is not for several threads.
_resolved: dict[str, Any] = {}
_expanding = Lock()


def to_quads(document: dict[str, Any]) -> list[Quad]:
    """The document's RDF dataset, blank nodes labelled in the order of their appearance.

    Raises:
        UnknownContext: a context is not pinned, or stands in the document itself.
        UnsafeDocument: a term or type is not defined, an IRI is relative, a value would be lost.
        CanonicalizationLimit: it has far more values or contexts than any honest credential.
    """
    document = without_repeated_contexts(document)
    _refuse_excess(document)
    _refuse_disguises(document)
    expanded = _expand(document)
    _refuse_losses(document, expanded)
    return list(_Converter().nodes(expanded, ""))


def _expand(document: dict[str, Any]) -> Any:
    # Its import costs a tenth of a second, for it brings HTTP clients along that are never used.
    from pyld import jsonld  # noqa: PLC0415 - above
    from pyld.context_resolver import ContextResolver  # noqa: PLC0415 - above

    dropped: list[str] = []
    options = {
        "base": _NO_BASE,
        "contextResolver": ContextResolver(_resolved, _load),
        "documentLoader": _load,
        "processingMode": "json-ld-1.1",
    }
    try:
        with _expanding:
            expanded = jsonld.expand(
                document, options, on_property_dropped=lambda term: dropped.append(str(term))
            )
    except jsonld.JsonLdError as error:
        known = _own_error(error)
        if known is not None:
            raise known from error
        raise UnsafeDocument(f"The document is not valid JSON-LD: {_explain(error)}") from error
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        # pyld trips over shapes that no specification allows (an array where a term must be).
        raise UnsafeDocument(
            "The document is not valid JSON-LD: a value is out of place."
        ) from error
    if dropped:
        name = dropped[0]
        raise UnsafeDocument(
            f"The term {name!r} is not defined by the document's contexts, so a signature would "
            "not cover it. Remove it, or use a term of Open Badges 3.0.",
            path=_find_key(document, name),
        )
    return expanded


def _load(url: str, _options: Any) -> dict[str, Any]:
    document = contexts.load(url)
    return {"contextUrl": None, "documentUrl": url, "document": document, "tag": "static"}


def _own_error(error: BaseException | None) -> CredentialError | None:
    while error is not None:
        if isinstance(error, CredentialError):
            return error
        error = getattr(error, "cause", None) or error.__cause__
    return None


def _explain(error: Any) -> str:
    return f"{error.code or error.type}"


def _refuse_excess(document: Any) -> None:
    values = contexts_named = objects = members = 0
    todo = [document]
    while todo:
        item = todo.pop()
        values += 1
        if isinstance(item, dict):
            objects += 1
            members += "credentialSubject" in item
            named = item.get("@context")
            contexts_named += len(named) if isinstance(named, list) else named is not None
            todo.extend(item.values())
        elif isinstance(item, list):
            todo.extend(item)
        if values > MAX_VALUES or contexts_named > MAX_CONTEXTS:
            raise CanonicalizationLimit(
                f"The document has more than {MAX_VALUES} values or {MAX_CONTEXTS} contexts."
            )
    if objects > MAX_OBJECTS * (members or 1):
        raise CanonicalizationLimit(
            f"The document has more than {MAX_OBJECTS} objects for each credential in it."
        )


def _refuse_disguises(document: Any) -> None:
    """Names and values must be written as the contexts' own terms.

    A signature covers the RDF dataset, but checks read the JSON. A `validUntil` under its full IRI
    gives the same dataset and escapes whoever reads `validUntil`: so no key may be an IRI or a
    JSON-LD keyword, and no object may bring its own context.
    """
    todo: list[tuple[Any, str]] = [(document, "")]
    while todo:
        item, path = todo.pop()
        if isinstance(item, list):
            todo.extend((inner, f"{path}/{index}") for index, inner in enumerate(item))
        if not isinstance(item, dict):
            continue
        if not item.keys() <= {"@value", "@language"}:
            for key in item:
                _refuse_disguised_key(key, item, path)
        todo.extend((inner, f"{path}/{key}") for key, inner in item.items() if key != "@context")


def _refuse_disguised_key(key: str, item: dict[str, Any], path: str) -> None:
    if key == "@context":
        entries = item[key] if isinstance(item[key], list) else [item[key]]
        if not all(isinstance(entry, str) for entry in entries):
            raise UnsafeDocument(
                "The document defines a context of its own. Only published, pinned contexts are "
                "accepted.",
                path=f"{path}/@context",
            )
    elif key == "id" and isinstance(item[key], str) and item[key].startswith("_:"):
        # VC Data Model 2.0, 4.4: an id is a URL. Only with such names can blank nodes be woven into
        # graphs that take long to tell apart; without, they hang on a tree.
        raise UnsafeDocument(
            f"The id {item[key]!r} is that of a blank node. Leave it out, or write a whole IRI.",
            path=f"{path}/id",
        )
    elif key.startswith("@") or ":" in key:
        raise UnsafeDocument(
            f"The name {key!r} is not a plain term. Write every name as the contexts define it.",
            path=f"{path}/{key}",
        )


def _refuse_losses(document: Any, expanded: Any) -> None:
    """Whatever pyld dropped without saying so shows as a smaller number of values."""
    before, after = _count_values(document), _count_values(expanded)
    if before != after:
        raise UnsafeDocument(
            f"{abs(before - after)} value(s) of the document would be lost on canonicalisation. "
            "Look for values of a kind that their terms do not take."
        )


def _count_values(value: Any) -> int:
    count, todo = 0, [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            # A typed or tagged value keeps its type and language out of the count on both sides.
            skipped = {"@context", "@language", "@direction", "@index"}
            if "@value" in item:
                skipped = {*skipped, "@type"}
                if isinstance(item["@value"], (dict, list)):
                    count += _count_values(item["@value"])
                    continue
            todo.extend(inner for key, inner in item.items() if key not in skipped)
        elif isinstance(item, list):
            todo.extend(item)
        elif item is not None:
            count += 1
    return count


def _find_key(value: Any, name: str, path: str = "") -> str:
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{path}/{key}"
            if key == name:
                return here
            found = _find_key(inner, name, here)
            if found:
                return found
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found = _find_key(inner, name, f"{path}/{index}")
            if found:
                return found
    return ""


class _Converter:
    """JSON-LD 1.1 API, 8.1 to 8.4: expanded node objects to quads."""

    def __init__(self) -> None:
        self._labels: dict[str, str] = {}
        self._count = 0

    def nodes(self, items: Any, graph: str) -> Iterator[Quad]:
        for node in items:
            yield from self._node(node, self._name(node), graph)

    def _node(self, node: dict[str, Any], subject: str, graph: str) -> Iterator[Quad]:
        for key, values in node.items():
            if key == "@type":
                for value in values:
                    yield subject, _RDF_TYPE, self._term(value), graph
            elif key == "@graph":
                yield from self.nodes(values, subject)
            elif key == "@reverse":
                raise UnsafeDocument("Reverse properties are not accepted in credentials.")
            elif key == "@included":
                yield from self.nodes(values, graph)
            elif not key.startswith("@"):
                predicate = self._term(key)
                for value in values:
                    term, more = self._object(value, graph)
                    yield subject, predicate, term, graph
                    yield from more

    def _object(self, value: dict[str, Any], graph: str) -> tuple[str, Iterator[Quad]]:
        if "@value" in value:
            return _literal(value), iter(())
        if "@list" in value:
            return self._list(value["@list"], graph)
        name = self._name(value)
        return name, self._node(value, name, graph)

    def _list(self, items: list[Any], graph: str) -> tuple[str, Iterator[Quad]]:
        quads: list[Quad] = []
        rest = iri(RDF + "nil")
        for item in reversed(items):
            term, more = self._object(item, graph)
            cell = self._fresh()
            quads += [(cell, iri(RDF + "first"), term, graph), *more]
            quads.append((cell, iri(RDF + "rest"), rest, graph))
            rest = cell
        return rest, iter(quads)

    def _name(self, node: dict[str, Any]) -> str:
        return self._term(node["@id"]) if "@id" in node else self._fresh()

    def _fresh(self) -> str:
        self._count += 1
        return f"_:n{self._count - 1}"

    def _term(self, value: str) -> str:
        if value.startswith("_:"):
            if value not in self._labels:
                self._labels[value] = self._fresh()
            return self._labels[value]
        if value.startswith(_RELATIVE) or not ABSOLUTE_IRI.match(value):
            shown = value.removeprefix(_NO_BASE).removeprefix(_RELATIVE)
            raise UnsafeDocument(
                f"{shown!r} is neither an absolute IRI nor a term that the document's contexts "
                "define. Write it as a whole IRI, for example urn:uuid:... or https://..."
            )
        return iri(value)


def _literal(value: dict[str, Any]) -> str:
    content, datatype = value["@value"], value.get("@type", "")
    if datatype == "@json":
        return literal(jcs.canonicalize(content).decode(), datatype=RDF + "JSON")
    if "@direction" in value:
        raise UnsafeDocument("Texts with a base direction are not accepted: N-Quads lose it.")
    if isinstance(content, bool):
        return literal("true" if content else "false", datatype=datatype or XSD + "boolean")
    if isinstance(content, int | float):
        return _number(content, datatype)
    if "@language" in value:
        return literal(content, language=value["@language"].lower())
    return literal(content, datatype=datatype)


def _number(content: float, datatype: str) -> str:
    """8.6 Data Round Tripping: integers as xsd:integer, the rest in canonical xsd:double form."""
    whole = abs(content) < _MAX_INTEGER and float(content).is_integer()
    if whole and datatype != XSD + "double":
        return literal(str(int(content)), datatype=datatype or XSD + "integer")
    mantissa, _, exponent = f"{content:.15E}".partition("E")
    mantissa = mantissa.rstrip("0")
    mantissa += "0" if mantissa.endswith(".") else ""
    return literal(f"{mantissa}E{int(exponent)}", datatype=datatype or XSD + "double")
