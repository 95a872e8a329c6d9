"""What is recognised is what was learnt; what is not quite that is not recognised."""

import json
from random import Random
from typing import Any

import pytest

from acquis.credentials import MalformedDocument, UnsafeDocument
from acquis.credentials.canon import layouts
from acquis.credentials.canon.layouts import Layouts, Reading
from acquis.credentials.canon.template import NotFilled
from acquis.credentials.formats import strict_json
from acquis.credentials.proofs import data_integrity
from tests.credentials import samples
from tests.credentials.random_documents import MANY, of_the_same_shape, random_document

pytestmark = pytest.mark.unit
Json = dict[str, Any]
PROOF = {
    "type": "DataIntegrityProof",
    "created": "2026-03-01T09:00:00Z",
    "proofValue": "z1",
}


def packed(document: Json) -> bytes:
    return strict_json.dumps({**document, "proof": [PROOF]})


def the_full_way(text: bytes) -> bytes:
    document = strict_json.load_object(text)
    return data_integrity.digest_of(data_integrity.without_proof(document))


def learnt(*texts: bytes) -> Layouts:
    memory = Layouts()
    for text in texts:
        if memory.read(text) is None:
            memory.learn(text, strict_json.load_object(text))
    return memory


def sample(number: int = 1, **changes: Any) -> bytes:
    return packed(samples.credential(id=f"urn:uuid:{number}", **changes).to_json())


def read(memory: Layouts, text: bytes) -> Reading:
    found = memory.read(text)
    assert found is not None
    return found


def test_nothing_is_recognised_before_it_was_learnt() -> None:
    assert Layouts().read(sample()) is None


def test_a_document_of_a_learnt_layout_is_recognised_and_hashed() -> None:
    memory = learnt(sample(1))
    for number in (2, 3, 4):
        text = sample(number)
        found = read(memory, text)
        assert found.text == text
        assert found.digest() == the_full_way(text)
        assert found.digest("sha384") == data_integrity.digest_of(
            data_integrity.without_proof(strict_json.load_object(text)), hash_name="sha384"
        )


def test_the_third_of_a_kind_has_holes_only_where_the_others_differ() -> None:
    memory = learnt(sample(1), sample(2), sample(3))
    assert read(memory, sample(4)).layout.paths == (("id",),)
    # Another name is no value of that hole: the general layout has it, and learns from it.
    found = read(memory, sample(4, name="Autre nom"))
    assert len(found.layout.paths) > 20
    assert found.digest() == the_full_way(sample(4, name="Autre nom"))


def test_each_top_level_part_is_that_of_the_document() -> None:
    memory = learnt(sample(1), sample(2), sample(3))
    for text in (sample(4), sample(5, name="Autre « nom »")):
        document = strict_json.load_object(text)
        found = read(memory, text)
        assert {key: found.part(key) for key in document} == document
        assert found.parts() == document
        assert len(found.parts()) == len(document)
        assert found.parts().get("name", "none") == document["name"]
        assert found.parts().get("credentialStatus", "none") == "none"
        with pytest.raises(KeyError):
            found.parts()["credentialStatus"]
        assert found.part("credentialStatus") is None


def test_random_documents_are_read_as_the_full_way_reads_them() -> None:
    """Whatever is recognised is JSON with one meaning, and has the digest of the full way."""
    rng = Random(20260302)
    memory = Layouts()
    read_again = 0
    while read_again < MANY:
        first = random_document(rng)
        memory.learn(packed(first), {**first, "proof": [PROOF]})
        for _ in range(4):
            text = packed(of_the_same_shape(first, rng))
            found = memory.read(text)
            if found is not None:
                assert {key: found.part(key) for key in first} == {
                    key: value
                    for key, value in strict_json.load_object(text).items()
                    if key != "proof"
                }
                try:
                    digest = found.digest()
                except NotFilled:
                    continue
                assert digest == the_full_way(text)
                read_again += 1


def test_a_changed_byte_is_never_read_as_something_else() -> None:
    """Every change of one byte, tried in many places: not recognised, or what the full way says."""
    rng = Random(20260303)
    memory = learnt(sample(1), sample(2), sample(3), sample(4, name='Un "autre" \\ nom'))
    recognised = refused = 0
    for _ in range(2_000):
        text = bytearray(rng.choice([sample(5), sample(6, name='Le "même" \\ nom')]))
        at = rng.randrange(len(text))
        text[at] = rng.choice([*b'"\\\x00\x01\x02\n,:{}[]0aZ ', rng.randrange(256)])
        found = memory.read(bytes(text))
        if found is None:
            refused += 1
            continue
        document = strict_json.load_object(bytes(text))
        assert found.part("credentialSubject") == document["credentialSubject"]
        assert found.part("id") == document["id"]
        recognised += 1
    assert recognised > 100
    assert refused > 100


@pytest.mark.parametrize(
    "value",
    [
        b"raw\nbreak", b"raw\x01", b"\\", b"\\x", b"\\u12", b"\\ud800", b"\xff", b"\xc3",
        b"\xed\xa0\x80",
    ],
)  # fmt: skip
def test_what_is_no_json_string_is_not_recognised(value: bytes) -> None:
    general, pinned = learnt(sample(1)), learnt(sample(1), sample(2), sample(3))
    text = sample(9).replace(b"urn:uuid:9", b"urn:uuid:" + value)
    assert general.read(text) is None
    assert pinned.read(text) is None
    with pytest.raises(MalformedDocument):
        strict_json.loads(text)


@pytest.mark.parametrize(
    "value", ["a \\ b", 'a "b" c', "a\nb", "\\", '"', '\\"', '"\\', "\\\\", '""', "\\n", "\u2028é"]
)
def test_escapes_are_understood(value: str) -> None:
    memory = learnt(sample(1, name='Un "nom" \\'), sample(2, name='Un "nom" \\'))
    text = sample(3, name=value)
    found = read(memory, text)
    assert found.part("name") == value
    assert found.digest() == the_full_way(text)
    # Once more, from the layout that only varies by the name.
    again = sample(3, name=f"{value}!")
    assert read(memory, again).digest() == the_full_way(again)


def test_stand_ins_for_escapes_are_no_way_in() -> None:
    memory = learnt(sample(1, name='Un "nom" \\'))
    raw = sample(2, name='Un "nom" \\').replace(b'\\"', b"\x02", 1)
    assert memory.read(raw) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"@context":[', b'"@context": ['),
        (b'"id":"urn:uuid:5"', b'"id":"urn:uuid:5","id":"urn:uuid:5"'),
        (b'"hashed":true', b'"hashed":false'),
        (b'"type":["VerifiableCredential"', b'"type":["VerifiableCredentia1"'),
        (b'"https://www.w3.org/ns/credentials/v2"', b'"https://www.w3.org/ns/credentials/v3"'),
    ],
)
def test_a_change_outside_the_holes_is_another_layout(old: bytes, new: bytes) -> None:
    memory = learnt(sample(1), sample(2), sample(3))
    text = sample(5)
    assert old in text
    assert memory.read(text.replace(old, new)) is None


def test_an_unsafe_document_is_refused_and_not_remembered() -> None:
    memory = Layouts()
    document = {**samples.credential().to_json(), "shoeSize": "38"}
    with pytest.raises(UnsafeDocument):
        memory.learn(packed(document), document)
    assert memory.read(packed(document)) is None


@pytest.mark.parametrize("limit", ["MAX_TEXT_BYTES", "MAX_HOLES"])
def test_what_is_too_large_is_not_remembered(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layouts, limit, 10)
    memory = Layouts()
    assert memory.learn(sample(1), strict_json.load_object(sample(1))) is None
    assert memory.read(sample(2)) is None


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layouts, "MAX_SHAPES", 3)
    monkeypatch.setattr(layouts, "MAX_GENERAL", 2)
    monkeypatch.setattr(layouts, "MAX_PINNED", 2)
    rng = Random(1)
    documents = [random_document(rng) for _ in range(6)]
    memory = Layouts()
    for document in documents:
        memory.learn(packed(document), {**document, "proof": [PROOF]})
    assert [memory.read(packed(document)) is not None for document in documents] == [
        False, False, False, True, True, True,
    ]  # fmt: skip
    kinds = [sample(1, name=name) for name in ("a", "b", "c")]
    assert len({json.dumps(json.loads(kind)) for kind in kinds}) == 3


def test_pinned_layouts_are_bounded_and_the_last_used_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layouts, "MAX_PINNED", 2)
    memory = learnt(sample(1))
    kinds = ["un", "deux", "trois"]
    for kind in kinds:
        for number in range(2, 5):
            read(memory, sample(number, name=kind))
    few = [len(read(memory, sample(7, name=kind)).layout.paths) < 5 for kind in kinds[1:]]
    assert few == [True, True]
    assert len(memory._pinned) == 2


def test_a_text_whose_strings_cannot_be_told_apart_has_no_layout() -> None:
    """A document that is not what the text says: its strings are not those of the text."""
    document = samples.credential().to_json()
    assert Layouts().learn(packed(document), {**document, "proof": []}) is None


def test_an_id_that_is_repeated_inside_is_noticed() -> None:
    memory = learnt(sample(1), sample(2), sample(3))
    for number, path in ((4, "credentialSubject"), (5, "image")):
        document = samples.credential(id=f"urn:uuid:{number}").to_json()
        assert not read(memory, packed(document)).repeats_its_id()
        document[path]["id"] = document["id"]
        assert read(memory, packed(document)).repeats_its_id()
    # Nor is anything learnt from such a document that would let the next one pass.
    assert read(memory, packed(document)).repeats_its_id()


def test_a_name_that_is_no_iri_is_left_to_the_full_way() -> None:
    memory = learnt(sample(1))
    document = samples.credential(id="urn:uuid:2").to_json()
    document["credentialSubject"]["achievement"]["id"] = "ftp://a.example/"
    with pytest.raises(NotFilled):
        read(memory, packed(document)).digest()


def test_an_empty_text_is_left_to_the_full_way() -> None:
    """A name must not be empty, says the structure of a badge: the layout does not know."""
    memory = learnt(sample(1), sample(2), sample(3))
    assert memory.read(sample(4).replace(b'"urn:uuid:4"', b'""')) is None
    assert learnt(sample(1)).read(sample(4).replace(b'"urn:uuid:4"', b'""')) is None
