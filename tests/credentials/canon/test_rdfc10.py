import json
import re
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
    serialize,
)

from acquis.credentials import CanonicalizationLimit
from acquis.credentials.canon import rdfc10
from acquis.credentials.canon.terms import iri, literal

pytestmark = pytest.mark.unit

EXCERPT = Path(__file__).parents[1] / "data" / "rdf-canon"
ENTRIES = 86


def ours(term: object) -> str:
    if isinstance(term, NamedNode):
        return iri(term.value)
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    if isinstance(term, Literal):
        return literal(term.value, datatype=term.datatype.value, language=term.language or "")
    assert isinstance(term, DefaultGraph)
    return ""


def quads_of(data: Path | Dataset) -> list[rdfc10.Quad]:
    source = parse(path=data, format=RdfFormat.N_QUADS) if isinstance(data, Path) else data
    return [
        (ours(quad.subject), ours(quad.predicate), ours(quad.object), ours(quad.graph_name))
        for quad in source
    ]


def labels_of(data: Path, hash_name: str = "sha256") -> dict[str, str]:
    """pyoxigraph keeps the labels that are in a file, so the maps can be compared."""
    _, names = rdfc10.canonicalize_with_labels(quads_of(data), hash_name=hash_name)
    return {
        name.removeprefix("_:"): canonical.removeprefix("_:") for name, canonical in names.items()
    }


def judge(folder: Path, entry: dict[str, str]) -> None:
    source = folder / entry["action"]
    if entry["type"] == "rdfc:RDFC10NegativeEvalTest":
        with pytest.raises(CanonicalizationLimit):
            rdfc10.canonicalize(quads_of(source))
        return
    expected = (folder / entry["result"]).read_text(encoding="utf-8")
    hash_name = entry.get("hashAlgorithm", "SHA256").lower()
    if entry["type"] == "rdfc:RDFC10MapTest":
        assert labels_of(source, hash_name) == json.loads(expected)
        return
    assert rdfc10.canonicalize(quads_of(source), hash_name=hash_name) == expected


def test_every_published_test_passes(shared_data: Path) -> None:
    folder = shared_data / "w3c" / "rdf-canon"
    entries = json.loads((folder / "manifest.jsonld").read_text(encoding="utf-8"))["entries"]
    assert len(entries) == ENTRIES
    assert {entry["type"] for entry in entries} == {
        "rdfc:RDFC10EvalTest",
        "rdfc:RDFC10MapTest",
        "rdfc:RDFC10NegativeEvalTest",
    }
    for entry in entries:
        judge(folder, entry)


@pytest.mark.parametrize("name", ["test016", "test020", "test047", "test053", "test060"])
def test_an_excerpt_of_the_published_tests_passes(name: str) -> None:
    expected = (EXCERPT / f"{name}-rdfc10.nq").read_text(encoding="utf-8")
    assert rdfc10.canonicalize(quads_of(EXCERPT / f"{name}-in.nq")) == expected
    wanted_map = EXCERPT / f"{name}-rdfc10map.json"
    if wanted_map.exists():
        assert labels_of(EXCERPT / f"{name}-in.nq") == json.loads(wanted_map.read_text())


def test_the_published_poison_graph_is_refused() -> None:
    with pytest.raises(CanonicalizationLimit):
        rdfc10.canonicalize(quads_of(EXCERPT / "test074-in.nq"))


def test_another_hash_gives_other_labels() -> None:
    source = EXCERPT / "test075-in.nq"
    expected = (EXCERPT / "test075-rdfc10.nq").read_text(encoding="utf-8")
    assert rdfc10.canonicalize(quads_of(source), hash_name="sha384") == expected
    assert rdfc10.canonicalize(quads_of(source)) != expected


NODES = st.sampled_from([BlankNode(name) for name in "abcd"])
NAMES = st.sampled_from([NamedNode(f"urn:{name}") for name in "pqé"])
# Noncharacters are left out: pyoxigraph escapes some that the Recommendation leaves alone.
TEXTS = st.text(
    st.characters(
        exclude_categories=["Cs"],
        exclude_characters=[
            chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
        ]
        + [chr(code) for code in range(0xFDD0, 0xFDF0)],
    ),
    max_size=6,
)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="fr-ca")),
    TEXTS.map(lambda text: Literal(text, datatype=NamedNode("urn:type"))),
)
QUADS = st.builds(
    Quad,
    st.one_of(NODES, NAMES),
    NAMES,
    st.one_of(NODES, NAMES, LITERALS),
    st.one_of(st.just(DefaultGraph()), NAMES, NODES),
)


def theirs(quads: list[Quad]) -> str:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0_SHA_256)
    text = serialize(dataset, format=RdfFormat.N_QUADS).decode()
    return "".join(sorted(line + "\n" for line in text.split("\n") if line))


@settings(max_examples=300, deadline=None)
@given(st.lists(QUADS, max_size=9))
def test_any_small_dataset_comes_out_as_pyoxigraph_has_it(quads: list[Quad]) -> None:
    assert rdfc10.canonicalize(quads_of(Dataset(quads))) == theirs(quads)


@settings(max_examples=100, deadline=None)
@given(st.lists(QUADS, max_size=7), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_nor_labels_matter(quads: list[Quad], chance: object) -> None:
    given_quads = quads_of(Dataset(quads))
    other = {f"_:{name}": f"_:other{8 - index}" for index, name in enumerate("abcd")}
    renamed = [tuple(other.get(term, term) for term in quad) for quad in given_quads] * 2
    chance.shuffle(renamed)  # type: ignore[attr-defined] # Random
    assert rdfc10.canonicalize(renamed) == rdfc10.canonicalize(given_quads)  # type: ignore[arg-type]


def clique(count: int) -> list[rdfc10.Quad]:
    return [
        (f"_:e{one}", "<urn:p>", f"_:e{other}", "") for one, other in permutations(range(count), 2)
    ]


def ring(count: int) -> list[rdfc10.Quad]:
    return [(f"_:e{index}", "<urn:p>", f"_:e{(index + 1) % count}", "") for index in range(count)]


@pytest.mark.parametrize(
    "quads", [clique(8), clique(40), ring(70), ring(5000)], ids=["8", "40", "ring", "long ring"]
)
def test_a_graph_made_to_exhaust_is_refused(quads: list[rdfc10.Quad]) -> None:
    with pytest.raises(CanonicalizationLimit) as caught:
        rdfc10.canonicalize(quads)
    assert str(caught.value) == (
        "The document's graph is made of many blank nodes that look alike; telling them "
        "apart would take too long. Give its objects ids."
    )


def test_the_limit_can_be_lowered_and_raised() -> None:
    with pytest.raises(CanonicalizationLimit):
        rdfc10.canonicalize(clique(3), work_limit=5)
    with pytest.raises(CanonicalizationLimit):
        rdfc10.canonicalize(clique(5))
    assert len(rdfc10.canonicalize(clique(5), work_limit=10**6).splitlines()) == 20


def test_lines_are_in_code_point_order_not_in_that_of_utf_16() -> None:
    quads = [("<urn:s>", "<urn:p>", f'"{letter}"', "") for letter in ("\U0001f600", "\uff5e")]
    found = re.findall(r'"(.)"', rdfc10.canonicalize(quads))
    assert found == ["\uff5e", "\U0001f600"]


def test_an_empty_dataset_is_an_empty_text() -> None:
    assert rdfc10.canonicalize([]) == ""
