import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.credentials import MalformedDocument
from acquis.credentials.formats import strict_json

pytestmark = pytest.mark.unit


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (
            b' {"a": [1, -2.5e3, true, null, "\\u00e9\\ud83d\\ude00"]}\n',
            {"a": [1, -2500.0, True, None, "é😀"]},
        ),
        (b"\xef\xbb\xbf{}", {}),
        (b'{"a":{"k":1},"b":{"k":2}}', {"a": {"k": 1}, "b": {"k": 2}}),
        (b"1e308", 1e308),
        (b"9" * 4000, int("9" * 4000)),
    ],
    ids=["all kinds", "byte order mark", "same key apart", "largest", "long integer"],
)
def test_json_with_one_meaning_is_read(data: bytes, value: Any) -> None:
    assert strict_json.loads(data) == value


def test_depth_is_counted_from_one() -> None:
    assert json.dumps(strict_json.loads(nested(64))) == "[" * 64 + "]" * 64


NOT_JSON = "The document is not JSON: "
TOO_DEEP = "The document is nested deeper than 64."
HALF = "The document has half of a character in a text."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b" " * (2 * 1024 * 1024 + 1), "The document is larger than 2097152 bytes."),
        (nested(65), TOO_DEEP),
        (b'{"a":' * 65 + b"1" + b"}" * 65, TOO_DEEP),
        (nested(500_000), TOO_DEEP),
        (b'{"a":' * 100_000, TOO_DEEP),
        (b"", NOT_JSON + "Expecting value (line 1, column 1)."),
        (
            b"{'a': 1}",
            NOT_JSON + "Expecting property name enclosed in double quotes (line 1, column 2).",
        ),
        (b'{"a": 1}\n}', NOT_JSON + "Extra data (line 2, column 1)."),
        (b'{"a": "\n"}', NOT_JSON + "Invalid control character at (line 1, column 8)."),
        (b'{"a": 01}', NOT_JSON + "Expecting ',' delimiter (line 1, column 8)."),
        (b'{"a": "\xff"}', "The document is not UTF-8 text (byte 7)."),
        (b'{"a": "\xed\xa0\x80"}', "The document is not UTF-8 text (byte 7)."),
        ('{"a": 1}'.encode("utf-16"), "The document is not UTF-8 text (byte 0)."),
        (b'{"a": 1, "b": 2, "a": 1}', "An object has the key 'a' twice."),
        (b'{"a": 1, "\\u0061": 2}', "An object has the key 'a' twice."),
        (b'[{"x": {"a": 1, "a": 2}}]', "An object has the key 'a' twice."),
        (b"NaN", "NaN is not a JSON value."),
        (b'{"a": Infinity}', "Infinity is not a JSON value."),
        (b'{"a": [-Infinity]}', "-Infinity is not a JSON value."),
        (b'{"a": 1e999}', "The document has a number that is too large to be one."),
        (b'{"a": -1e999}', "The document has a number that is too large to be one."),
        (b'{"a": "\\ud83d"}', HALF),
        (b'{"a": "\\ude00\\ud83d"}', HALF),
        (b'{"\\ud83d": 1}', HALF),
    ],
)
def test_json_that_could_be_read_in_two_ways_or_not_at_all_is_refused(
    data: bytes, message: str
) -> None:
    with pytest.raises(MalformedDocument) as caught:
        strict_json.loads(data)
    assert str(caught.value) == message


def test_an_integer_of_thousands_of_digits_is_refused() -> None:
    with pytest.raises(
        MalformedDocument, match=r"^The document has a number that cannot be read: "
    ):
        strict_json.loads(b"9" * 5000)


def test_a_repeated_key_among_many_is_found_at_once() -> None:
    keys = ",".join(f'"k{number}":0' for number in range(100_000))
    start = time.process_time()
    with pytest.raises(MalformedDocument, match=r"^An object has the key 'k99999' twice\.$"):
        strict_json.loads(f'{{{keys},"k99999":0}}'.encode())
    assert time.process_time() - start < 3


@pytest.mark.parametrize("data", [b"[]", b"1", b'"x"', b"null"])
def test_an_object_can_be_demanded(data: bytes) -> None:
    with pytest.raises(MalformedDocument, match=r"^The document is JSON, but not an object\.$"):
        strict_json.load_object(data)


def test_an_object_is_written_compactly_and_in_its_order() -> None:
    assert strict_json.dumps({"b": ["é", 1], "a": None}) == '{"b":["é",1],"a":null}'.encode()


JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(),
    ),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=10,
)


@given(JSON)
def test_what_is_written_reads_back(value: Any) -> None:
    assert strict_json.loads(strict_json.dumps(value)) == value


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with suppress(MalformedDocument):
        strict_json.loads(data)
