"""Template output against the full way, and each of the seven conditions in `template`'s header."""

import hashlib
import json
from random import Random
from typing import Any

import pytest

from acquis.credentials import CanonicalizationLimit, UnsafeDocument, contexts
from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.holes import Sentinels
from acquis.credentials.canon.rdfc10 import canonicalize
from acquis.credentials.canon.template import (
    SCHEMES,
    GraphTemplate,
    Leaf,
    NotFilled,
    _Terms,
    compile_graph,
    leaves_of,
    with_texts,
)
from tests.credentials import samples
from tests.credentials.random_documents import MANY, of_the_same_shape, random_document

pytestmark = pytest.mark.unit
Json = dict[str, Any]


def the_full_way(document: Json, hash_name: str = "sha256") -> bytes:
    return canonicalize(to_quads(document), hash_name=hash_name).encode("utf-8")


def values_of(template: GraphTemplate, document: Json) -> list[bytes]:
    texts = {leaf.path: leaf.value for leaf in leaves_of(document)}
    return [texts[leaf.path].encode("utf-8") for leaf in template.leaves]


def template_of(document: Json, *varying: Any) -> GraphTemplate:
    template = compile_graph(document, frozenset(varying) if varying else None)
    assert template is not None
    return template


def demand_the_full_way(template: GraphTemplate, document: Json) -> None:
    values = values_of(template, document)
    wanted = the_full_way(document)
    assert template.text(values) == wanted
    assert template.digest(values) == hashlib.sha256(wanted).digest()


def plain() -> Json:
    return samples.credential().to_json()


def changed(document: Json, path: Any, text: str) -> Json:
    return with_texts(document, {path: text})  # type: ignore[no-any-return] - of JSON, which is Any


def test_template_output_equals_the_full_way_on_random_credentials() -> None:
    """Byte for byte, with all holes and with few, with SHA-256 and SHA-384; what a template cannot
    fill it refuses."""
    rng = Random(20260301)
    filled = refused = 0
    while filled < MANY:
        first = random_document(rng)
        template = template_of(first)
        for other in (first, *(of_the_same_shape(first, rng) for _ in range(4))):
            values = values_of(template, other)
            try:
                found = template.text(values)
            except NotFilled:
                refused += 1
                continue
            wanted = the_full_way(other)
            assert found == wanted
            assert template.digest(values) == hashlib.sha256(wanted).digest()
            free = set(rng.sample(range(len(values)), k=min(len(values), 4)))
            pinned = template.pinned(values, free)
            again = values_of(pinned, other)
            assert pinned.text(again) == wanted
            filled += 1
    assert refused < filled


def test_sha_384_orders_blank_nodes_by_itself() -> None:
    document = plain()
    template = template_of(document)
    values = values_of(template, document)
    wanted = the_full_way(document, "sha384")
    assert template.text(values, hash_name="sha384") == wanted
    assert template.digest(values, hash_name="sha384") == hashlib.sha384(wanted).digest()
    assert wanted != the_full_way(document)


# 1. All that is not a hole is the same.


def test_keyword_values_are_never_holes() -> None:
    document = plain()
    names = {leaf.path[-1] for leaf in template_of(document).leaves}
    assert not names & {"@context", "type"}
    assert {
        leaf.path for leaf in leaves_of({"@context": ["a"], "type": "b", "x": {"y": ["c"]}})
    } == {("x", "y", 0)}


def test_numbers_and_booleans_belong_to_the_shape() -> None:
    document = plain()
    document["credentialSubject"]["achievement"]["creditsAvailable"] = 3
    other = plain()
    other["credentialSubject"]["achievement"]["creditsAvailable"] = 4
    template = template_of(document)
    values = values_of(template, document)
    assert template.text(values) == the_full_way(document) != the_full_way(other)


# 2. A hole is a whole text, of one kind; what no context defines is refused.


def test_an_undefined_term_is_refused_by_name() -> None:
    document = plain() | {"shoeSize": "38"}
    with pytest.raises(UnsafeDocument, match="'shoeSize' is not defined"):
        compile_graph(document)


def test_a_text_inside_a_json_literal_is_no_hole() -> None:
    document = {
        "@context": [contexts.CREDENTIALS_V2],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": "https://a.example/",
        "credentialSubject": {"id": "urn:uuid:2"},
        "credentialSchema": {
            "id": "https://a.example/schema",
            "type": "JsonSchema",
            "digestSRI": "sha384-x",
        },
    }
    template = template_of(document)
    assert template.text(values_of(template, document)) == the_full_way(document)


def test_a_relative_name_is_no_hole_and_is_refused() -> None:
    document = changed(plain(), ("credentialSubject", "achievement", "id"), "achievements/7")
    with pytest.raises(UnsafeDocument, match="'achievements/7' is neither an absolute IRI"):
        compile_graph(document)


def test_a_vocabulary_term_stays_as_it_is() -> None:
    """`resultType` is no IRI as written, but becomes one by its context."""
    document = plain()
    path = ("credentialSubject", "achievement", "resultDescription", 0, "status")
    assert path not in {leaf.path for leaf in template_of(document).leaves}


# 3. IRIs are absolute, and no compact ones.


@pytest.mark.parametrize(
    "value",
    [
        "achievements/7", "", "xsd:string", "https", "//a.example", "_:b0", "ftp://a.example/",
        "https://a.example/a b", "https://a.example/<x>", 'https://a.example/"', "urn:x\n",
        "urn:\\", "urn:{x}", "urn:|", "urn:^", "urn:`", "HTTPS://a.example/",
    ],
)  # fmt: skip
def test_a_name_that_is_no_plain_iri_is_not_filled(value: str) -> None:
    document = plain()
    template = template_of(document)
    values = values_of(template, document)
    place = next(n for n, leaf in enumerate(template.leaves) if leaf.path == ("issuer", "id"))
    values[place] = value.encode()
    with pytest.raises(NotFilled):
        template.digest(values)
    with pytest.raises(NotFilled):
        template.check(values)


def test_no_pinned_context_has_a_term_like_a_scheme() -> None:
    assert not set(SCHEMES) & set(_terms([contexts.load(url) for url in contexts.PINNED]))


def _terms(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_terms, value.values()))
    return set().union(*map(_terms, value)) if isinstance(value, list) else set()


# 4. Literals are escaped as RDFC-1.0 says.


def test_every_control_character_is_escaped_as_the_full_way_does() -> None:
    document = plain()
    template = template_of(document, ("name",), ("id",))
    for code in (*range(0x20), 0x22, 0x5C, 0x7F, 0x80, 0xFFFD, 0x1F3AF):
        other = changed(document, ("name",), f"a{chr(code)}b")
        assert template.text(values_of(template, other)) == the_full_way(other)


# 5. Blank nodes that look alike, and nodes with one name, are for the full algorithm.


def test_blank_nodes_that_look_alike_go_through_the_full_algorithm() -> None:
    document = plain()
    twin = {"type": ["Evidence"], "name": "one", "genre": "file"}
    document["evidence"] = [twin, {**twin, "name": "two"}]
    template = template_of(document)
    alike = changed(document, ("evidence", 1, "name"), "one")
    demand_the_full_way(template, alike)


def test_two_nodes_that_get_one_name_go_through_the_full_algorithm() -> None:
    document = plain()
    template = template_of(document)
    demand_the_full_way(template, changed(document, ("credentialSubject", "id"), document["id"]))


def test_a_node_that_gets_the_name_of_a_fixed_one_goes_through_the_full_algorithm() -> None:
    document = plain()
    template = template_of(document, ("id",))
    achievement = document["credentialSubject"]["achievement"]["id"]
    demand_the_full_way(template, changed(document, ("id",), achievement))


def test_a_node_named_twice_must_be_named_alike() -> None:
    document = plain()
    document["credentialSubject"]["achievement"]["creator"]["id"] = document["issuer"]["id"]
    template = template_of(document)
    values = values_of(template, document)
    assert template.text(values) == the_full_way(document)
    other = changed(document, ("issuer", "id"), "did:web:other.example")
    with pytest.raises(NotFilled):
        template.digest(values_of(template, other))


def test_two_nodes_with_one_name_can_be_pinned() -> None:
    document = plain()
    template = template_of(document)
    merged = changed(document, ("credentialSubject", "id"), document["id"])
    at = {leaf.path: n for n, leaf in enumerate(template.leaves)}
    for free in ({at["name",]}, {at["id",]}, {at["credentialSubject", "id"]}):
        pinned = template.pinned(values_of(template, merged), free)
        demand_the_full_way(pinned, merged)


def test_two_blank_nodes_that_look_alike_can_be_pinned() -> None:
    document = plain()
    twin = {"type": ["Evidence"], "name": "one", "genre": "file"}
    document["evidence"] = [twin, twin, {**twin, "name": "two"}]
    template = template_of(document)
    at = {leaf.path: n for n, leaf in enumerate(template.leaves)}
    pinned = template.pinned(values_of(template, document), {at["evidence", 2, "name"]})
    for name in ("two", "three", "one"):
        demand_the_full_way(pinned, changed(document, ("evidence", 2, "name"), name))


def test_a_poison_graph_is_given_up() -> None:
    document = plain()
    organizations = [{"type": ["Profile"], "name": str(n)} for n in range(9)]
    document["credentialSubject"]["achievement"]["creator"] = [
        {"type": ["Profile"], "name": name, "parentOrg": organizations} for name in "ab"
    ]
    template = template_of(document)
    alike = [b"one" if leaf.path[-1] == "name" else leaf.value.encode() for leaf in template.leaves]
    with pytest.raises(CanonicalizationLimit):
        template.digest(alike)
    with pytest.raises(CanonicalizationLimit):
        template.text(alike)


def test_a_pinned_name_stays_free_with_the_node_that_it_names_again() -> None:
    document = plain()
    document["credentialSubject"]["achievement"]["creator"]["id"] = document["issuer"]["id"]
    template = template_of(document)
    at = {leaf.path: n for n, leaf in enumerate(template.leaves)}
    creator = ("credentialSubject", "achievement", "creator", "id")
    pinned = template.pinned(values_of(template, document), {at["issuer", "id"]})
    assert {leaf.path for leaf in pinned.leaves} == {("issuer", "id"), creator}
    other = changed(changed(document, creator, "did:x:1"), ("issuer", "id"), "did:x:1")
    assert pinned.text(values_of(pinned, other)) == the_full_way(other)


# 6. Quads are in order, each once, after filling.


@pytest.mark.parametrize("tags", [["b", "a"], ["a", "a"], ["a", "A"], ["", "a"], ["é", "z"]])
def test_values_of_one_term_are_sorted_and_count_once(tags: list[str]) -> None:
    document = plain()
    document["credentialSubject"]["achievement"]["tag"] = ["one", "two"]
    template = template_of(document)
    other = json.loads(json.dumps(document))
    other["credentialSubject"]["achievement"]["tag"] = tags
    assert template.text(values_of(template, other)) == the_full_way(other)


# 7. No lists.


def test_a_document_with_a_list_has_no_template(monkeypatch: pytest.MonkeyPatch) -> None:
    """No term of the pinned credential contexts makes a list, so one is put in its quads."""
    from acquis.credentials.canon import template  # noqa: PLC0415 - patched below

    rest = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
    monkeypatch.setattr(template, "to_quads", lambda _: [("_:a", rest, "_:b", "")])
    assert compile_graph({"x": "y"}, frozenset()) is None


def test_a_text_that_comes_out_in_two_kinds_is_no_hole() -> None:
    """No term of the pinned contexts does it; the terms are given as they would come out."""
    sentinels = Sentinels()
    name = sentinels.text(0)
    leaves = [Leaf(("id",), "urn:x"), Leaf(("name",), "x")]
    quads = [(f"<{name}>", "<urn:p>", f'"{name}"', ""), ("<urn:s>", "<urn:p>", '"x"', "")]
    terms = _Terms(leaves, sentinels, quads)
    assert [terms.is_hole(number) for number in (0, 1)] == [False, False]
