import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.credentials import MalformedDocument
from acquis.credentials.formats import base64url

pytestmark = pytest.mark.unit


# RFC 4648, section 10, without padding.
@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"f", "Zg"),
        (b"fo", "Zm8"),
        (b"foo", "Zm9v"),
        (b"foob", "Zm9vYg"),
        (b"\xfb\xff", "-_8"),
    ],
)
def test_published_examples(data: bytes, text: str) -> None:
    assert base64url.encode(data) == text
    assert base64url.decode(text) == data


@given(st.binary(max_size=80))
def test_bytes_come_back(data: bytes) -> None:
    assert base64url.decode(base64url.encode(data)) == data


@given(st.text(alphabet="AZaz09-_+/= \n", max_size=12))
def test_bytes_have_one_text_and_no_other(text: str) -> None:
    try:
        data = base64url.decode(text)
    except MalformedDocument:
        return
    assert base64.urlsafe_b64encode(data).decode().rstrip("=") == text


LETTERS = "The text is not base64url without padding."
CUT = "The base64url text is cut short."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Zg==", LETTERS),
        ("Zm9v\n", LETTERS),
        ("Zm 9v", LETTERS),
        ("+/8", LETTERS),
        ("é", LETTERS),
        ("Z", CUT),
        ("Zm9vY", CUT),
        ("Zh", "The base64url text has stray bits at its end."),
    ],
)
def test_other_spellings_are_refused(text: str, message: str) -> None:
    with pytest.raises(MalformedDocument) as caught:
        base64url.decode(text)
    assert str(caught.value) == message
