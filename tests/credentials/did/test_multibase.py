import pytest
from hypothesis import given
from hypothesis import strategies as st
from openvc import multibase as oracle

from acquis.credentials import KeyProblem
from acquis.credentials.did import multibase

pytestmark = pytest.mark.unit


# draft-msporny-base58, section 5, and the zeros that must not be lost.
@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Hello World!", "z2NEpo7TZRRrLZSi2U"),
        (
            b"The quick brown fox jumps over the lazy dog.",
            "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        ),
        (b"\x00\x00\x28\x7f\xb4\xcd", "z11233QC4"),
        (b"", "z"),
        (b"\0", "z1"),
        (b"\0" * 32, "z" + "1" * 32),
        (b"\0\0\1", "z112"),
    ],
)
def test_published_pairs_and_leading_zeros(data: bytes, text: str) -> None:
    assert multibase.encode(data) == text
    assert multibase.decode(text) == data


@given(st.binary(max_size=80))
def test_any_bytes_come_back_and_another_implementation_agrees(data: bytes) -> None:
    assert multibase.decode(multibase.encode(data)) == data
    assert multibase.encode(data) == oracle.encode_multibase(data)


@pytest.mark.parametrize(
    ("text", "data"), [("u", b""), ("uAA", b"\0"), ("u-_8", b"\xfb\xff"), ("uSGVsbG8", b"Hello")]
)
def test_base64url_is_read(text: str, data: bytes) -> None:
    assert multibase.decode(text) == data


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "A multibase value is empty or far too long."),
        ("z" + "2" * 4096, "A multibase value is empty or far too long."),
        ("f00", "Multibase prefix 'f' is not supported: use z (base58btc) or u."),
        ("Z2", "Multibase prefix 'Z' is not supported: use z (base58btc) or u."),
        ("z0", "'0' is not a base58btc character."),
        ("zIl", "'I' is not a base58btc character."),
        ("z 2", "' ' is not a base58btc character."),
        ("u€", "A base64url multibase value has characters out of place."),
        ("uA", "A base64url multibase value has characters out of place."),
        ("uA A", "A base64url multibase value has characters out of place."),
        ("uAA==", "A base64url multibase value has characters out of place."),
        ("u+/8", "A base64url multibase value has characters out of place."),
    ],
)
def test_anything_else_is_refused(text: str, message: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        multibase.decode(text)
    assert str(caught.value) == message
