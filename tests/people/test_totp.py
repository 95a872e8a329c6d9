"""The tests' own authenticator app agrees with the published vectors (RFC 6238, appendix B)."""

import base64

import pytest

from tests.people.totp import code

pytestmark = pytest.mark.unit

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_the_standard(at: int, expected: str) -> None:
    assert code(SECRET, at=at, digits=8) == expected
