"""base64url without padding (RFC 7515, section 2), in its one spelling."""

import base64
import re

from acquis.credentials.errors import MalformedDocument

_LETTERS = re.compile(r"[A-Za-z0-9_-]*\Z", re.ASCII)


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes.

    Raises:
        MalformedDocument: padding, white space or other letters; a length that no bytes have; bits
            behind the last byte that are not zero, so that two texts would be the same bytes.
    """
    if not _LETTERS.match(text):
        raise MalformedDocument("The text is not base64url without padding.")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise MalformedDocument("The base64url text is cut short.") from error
    if encode(data) != text:
        raise MalformedDocument("The base64url text has stray bits at its end.")
    return data
