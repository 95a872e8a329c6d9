"""JSON-LD to quads: nothing may be lost, guessed or disguised on the way."""

from typing import Any

import pytest
from pyld import jsonld

from acquis.credentials import CanonicalizationLimit, UnknownContext, UnsafeDocument
from acquis.credentials.canon import dataset, jcs
from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.rdfc10 import canonicalize
from acquis.credentials.contexts import CREDENTIALS_V2, OPEN_BADGES_V3
from tests.credentials import samples

pytestmark = pytest.mark.unit

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# As the published context has it.
FLOAT = "https://www.w3.org/2001/XMLSchema#float"
OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
BOTH = [CREDENTIALS_V2, OPEN_BADGES_V3]


def achievement(**terms: Any) -> dict[str, Any]:
    return {"@context": BOTH, "id": "urn:a", "type": ["Achievement"], **terms}


def described(**terms: Any) -> list[tuple[str, str, str, str]]:
    """The quads of an achievement with these terms, without those of its type."""
    return [quad for quad in to_quads(achievement(**terms)) if quad[1] != f"<{RDF}type>"]


def test_texts_names_and_nested_objects_become_quads() -> None:
    found = to_quads(
        achievement(name='É "1"', criteria={"narrative": "a\nb"}, creator={"id": "urn:c"})
    )
    assert sorted(found) == sorted(
        [
            ("<urn:a>", f"<{RDF}type>", f"<{OB}Achievement>", ""),
            ("<urn:a>", "<https://schema.org/name>", '"É \\"1\\""', ""),
            ("<urn:a>", f"<{OB}Criteria>", "_:n0", ""),
            ("_:n0", f"<{OB}narrative>", '"a\\nb"', ""),
            ("<urn:a>", f"<{OB}creator>", "<urn:c>", ""),
        ]
    )


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (3, f'"3"^^<{FLOAT}>'),
        (-2.0, f'"-2"^^<{FLOAT}>'),
        (2.5, f'"2.5E0"^^<{FLOAT}>'),
        (0.1, f'"1.0E-1"^^<{FLOAT}>'),
        (1e21, f'"1.0E21"^^<{FLOAT}>'),
        (10**21, f'"1.0E21"^^<{FLOAT}>'),
        (10**21 - 1, f'"{10**21 - 1}"^^<{FLOAT}>'),
        (-0.0, f'"0"^^<{FLOAT}>'),
    ],
)
def test_numbers_are_written_as_json_ld_says(number: float, expected: str) -> None:
    ((_, _, found, _),) = described(creditsAvailable=number)
    assert found == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"@value": True}, f'"true"^^<{XSD}boolean>'),
        ({"@value": False}, f'"false"^^<{XSD}boolean>'),
        ({"@value": False, "@type": "urn:t"}, '"false"^^<urn:t>'),
        ({"@value": 5}, f'"5"^^<{XSD}integer>'),
        ({"@value": 5.5}, f'"5.5E0"^^<{XSD}double>'),
        ({"@value": 5, "@type": XSD + "double"}, f'"5.0E0"^^<{XSD}double>'),
        ({"@value": "a", "@type": XSD + "string"}, '"a"'),
        ({"@value": "a", "@language": "fr-CA"}, '"a"@fr-ca'),
        (
            {"@value": {"b": [1.0], "a": None}, "@type": "@json"},
            f'"{{\\"a\\":null,\\"b\\":[1]}}"^^<{RDF}JSON>',
        ),
    ],
)
def test_every_kind_of_literal(value: dict[str, Any], expected: str) -> None:
    expanded = [{"@id": "urn:s", "urn:p": [value]}]
    assert list(dataset._Converter().nodes(expanded, "")) == [("<urn:s>", "<urn:p>", expected, "")]


def test_a_text_in_a_language_keeps_it() -> None:
    ((_, _, found, _),) = described(name={"@value": "Réunion", "@language": "FR"})
    assert found == '"Réunion"@fr'


def test_a_list_keeps_its_order() -> None:
    document = {
        "@context": BOTH,
        "id": "urn:r",
        "type": ["ResultDescription"],
        "allowedValue": ["b", "a"],
    }
    found = [quad for quad in to_quads(document) if quad[1] != f"<{RDF}type>"]
    assert sorted(found) == [
        ("<urn:r>", f"<{OB}allowedValue>", "_:n1", ""),
        ("_:n0", f"<{RDF}first>", '"a"', ""),
        ("_:n0", f"<{RDF}rest>", f"<{RDF}nil>", ""),
        ("_:n1", f"<{RDF}first>", '"b"', ""),
        ("_:n1", f"<{RDF}rest>", "_:n0", ""),
    ]


EXPANDED = [
    [{"@id": "urn:s", "urn:p": [{"@list": []}]}],
    [{"@id": "urn:s", "urn:p": [{"@list": [{"@id": "_:x", "urn:q": [{"@value": "1"}]}]}]}],
    [
        {
            "@id": "urn:g",
            "urn:p": [{"@value": "1"}],
            "@graph": [{"@id": "_:x", "urn:q": [{"@id": "_:x"}]}],
        }
    ],
    [
        {
            "@id": "urn:s",
            "@type": ["urn:T", "_:x"],
            "@included": [{"@id": "_:x", "urn:q": [{"@value": "1"}]}],
        }
    ],
    [{"@id": "urn:s", "@index": "i", "urn:p": [{"@value": "1", "@index": "i"}]}],
]


@pytest.mark.parametrize(
    "expanded", EXPANDED, ids=["empty list", "list", "graph", "included", "index"]
)
def test_rarer_shapes_come_out_as_pyld_has_them(expanded: list[dict[str, Any]]) -> None:
    theirs = jsonld.normalize(expanded, {"format": "application/n-quads", "algorithm": "URDNA2015"})
    assert canonicalize(dataset._Converter().nodes(expanded, "")) == theirs


REVERSE = "Reverse properties are not accepted in credentials."
DIRECTION = "Texts with a base direction are not accepted: N-Quads lose it."


@pytest.mark.parametrize(
    ("expanded", "message"),
    [
        ({"@id": "urn:s", "@reverse": {"urn:p": []}}, REVERSE),
        ({"@id": "urn:s", "urn:p": [{"@value": "a", "@direction": "rtl"}]}, DIRECTION),
    ],
)
def test_what_rdf_cannot_hold_is_refused_even_if_a_context_brought_it(
    expanded: dict[str, Any], message: str
) -> None:
    with pytest.raises(UnsafeDocument) as caught:
        list(dataset._Converter().nodes([expanded], ""))
    assert str(caught.value) == message


PLAIN = "The name {!r} is not a plain term. Write every name as the contexts define it."
OWN = "The document defines a context of its own. Only published, pinned contexts are accepted."
LOST = (
    "{} value(s) of the document would be lost on canonicalisation. Look for values of a kind that "
    "their terms do not take."
)
UNDEFINED = (
    "The term {!r} is not defined by the document's contexts, so a signature would not cover it. "
    "Remove it, or use a term of Open Badges 3.0."
)
NO_IRI = (
    "{!r} is neither an absolute IRI nor a term that the document's contexts define. Write it as a "
    "whole IRI, for example urn:uuid:... or https://..."
)
INVALID = "The document is not valid JSON-LD: "
SHAPE = "The document is not valid JSON-LD: a value is out of place."


@pytest.mark.parametrize(
    ("terms", "message", "path"),
    [
        (
            {"https://schema.org/name": "x"},
            PLAIN.format("https://schema.org/name"),
            "/https://schema.org/name",
        ),
        ({"schema:name": "x"}, PLAIN.format("schema:name"), "/schema:name"),
        ({"_:p": "x"}, PLAIN.format("_:p"), "/_:p"),
        ({"@id": "urn:b"}, PLAIN.format("@id"), "/@id"),
        ({"creator": {"@type": "Profile"}}, PLAIN.format("@type"), "/creator/@type"),
        ({"tag": [{"a": [{"@graph": []}]}]}, PLAIN.format("@graph"), "/tag/0/a/0/@graph"),
        ({"@included": []}, PLAIN.format("@included"), "/@included"),
        ({"@reverse": {}}, PLAIN.format("@reverse"), "/@reverse"),
        ({"name": {"@value": "x", "@type": "urn:t"}}, PLAIN.format("@value"), "/name/@value"),
        ({"name": {"@value": "x", "@direction": "rtl"}}, PLAIN.format("@value"), "/name/@value"),
        ({"tag": {"@list": ["a"]}}, PLAIN.format("@list"), "/tag/@list"),
        ({"creator": {"@context": {"name": "urn:n"}}}, OWN, "/creator/@context"),
        ({"creator": {"@context": [CREDENTIALS_V2, {"name": "urn:n"}]}}, OWN, "/creator/@context"),
        ({"creator": {"@context": None}}, OWN, "/creator/@context"),
        ({"creator": {"@context": 5}}, OWN, "/creator/@context"),
        ({"nonsense": "x"}, UNDEFINED.format("nonsense"), "/nonsense"),
        ({"creator": {"a": [{"nonsense": "x"}]}}, UNDEFINED.format("a"), "/creator/a"),
        (
            {"alignment": [{"b": {}}, {"type": ["Alignment"], "zz": 1}]},
            UNDEFINED.format("b"),
            "/alignment/0/b",
        ),
        ({"id": "a"}, NO_IRI.format("a"), ""),
        ({"id": ""}, NO_IRI.format(""), ""),
        ({"id": "//x/y"}, NO_IRI.format("//x/y"), ""),
        ({"id": "urn:a b"}, NO_IRI.format("urn:a b"), ""),
        ({"id": "urn:<a>"}, NO_IRI.format("urn:<a>"), ""),
        ({"type": ["Achievement", "Unheard"]}, NO_IRI.format("Unheard"), ""),
        ({"creator": {"id": "nobody"}}, NO_IRI.format("nobody"), ""),
        ({"creator": {"id": "//x/y"}}, NO_IRI.format("//x/y"), ""),
        ({"creator": {"id": "relative-iri://undefined/x"}}, NO_IRI.format("x"), ""),
        ({"creator": {"id": "#x"}}, NO_IRI.format("#x"), ""),
        ({"id": 5}, INVALID + "invalid @id value", ""),
        ({"type": 5}, INVALID + "invalid type value", ""),
        ({"name": {"@value": "x", "@language": 5}}, INVALID + "invalid language-tagged string", ""),
        ({"type": [["Achievement"]]}, INVALID + "invalid type value", ""),
        ({"creditsAvailable": 10**400}, SHAPE, ""),
    ],
)
def test_what_would_be_lost_guessed_or_hidden_is_refused(
    terms: dict[str, Any], message: str, path: str
) -> None:
    with pytest.raises(UnsafeDocument) as caught:
        to_quads(achievement(**terms))
    assert (str(caught.value), caught.value.path) == (message, path)


@pytest.mark.parametrize("empty", [[], None, {"@language": "fr"}])
def test_what_says_nothing_is_no_loss(empty: object) -> None:
    assert described(name=empty) == []


def test_an_object_that_vanishes_is_a_loss() -> None:
    with pytest.raises(UnsafeDocument) as caught:
        to_quads({"@context": BOTH, "id": "urn:a"})
    assert str(caught.value) == LOST.format(1)


@pytest.mark.parametrize(
    "named",
    ["https://evil.example/context.json", [*BOTH, "https://evil.example/context.json"]],
    ids=["alone", "after others"],
)
def test_a_context_that_is_not_pinned_is_unknown_and_never_fetched(named: object) -> None:
    with pytest.raises(UnknownContext) as caught:
        to_quads({**achievement(), "@context": named})
    assert str(caught.value) == (
        "The JSON-LD context 'https://evil.example/context.json' is not known here, and contexts "
        "are never fetched. Use the contexts of Open Badges 3.0 and Verifiable Credentials 2.0."
    )
    assert caught.value.context == "https://evil.example/context.json"
    assert caught.value.path == "/@context"


@pytest.mark.parametrize(
    "terms",
    [
        {"tag": ["x"] * dataset.MAX_VALUES},
        {"@context": BOTH * 33},
        {"creator": {"@context": BOTH * 32}},
        {"alignment": [{"@context": CREDENTIALS_V2, "type": ["Alignment"]}] * 63},
    ],
    ids=["values", "contexts", "contexts below", "contexts of many"],
)
def test_a_document_far_beyond_honest_ones_is_refused_unexpanded(terms: dict[str, Any]) -> None:
    with pytest.raises(CanonicalizationLimit) as caught:
        to_quads(achievement(**terms))
    assert str(caught.value) == "The document has more than 10000 values or 64 contexts."


def test_a_large_honest_document_is_converted() -> None:
    found = described(tag=[f"t{index}" for index in range(2000)])
    assert len(found) == 2000


def test_a_json_literal_is_kept_whole() -> None:
    schema = {"properties": {"b": [1.0, None], "a": {"type": "string"}}}
    document = {
        "@context": CREDENTIALS_V2,
        "id": "urn:s",
        "type": "JsonSchema",
        "jsonSchema": schema,
    }
    (found,) = [quad[2] for quad in to_quads(document) if quad[1] != f"<{RDF}type>"]
    text = jcs.canonicalize(schema).decode().replace('"', '\\"')
    assert found == f'"{text}"^^<{RDF}JSON>'


def test_more_objects_than_an_honest_credential_has_are_refused() -> None:
    document = samples.credential().to_json()
    evidence = [
        {"type": ["Evidence"], "name": str(number)} for number in range(dataset.MAX_OBJECTS)
    ]
    with pytest.raises(CanonicalizationLimit) as caught:
        to_quads({**document, "evidence": evidence})
    assert str(caught.value) == (
        "The document has more than 250 objects for each credential in it."
    )
    few = {**document, "evidence": evidence[: dataset.MAX_OBJECTS // 2]}
    assert len(to_quads(few)) > dataset.MAX_OBJECTS
