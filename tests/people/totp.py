"""The codes of an authenticator app, computed as RFC 6238 says and by nothing of allauth's."""

import base64
import hashlib
import hmac
import time


def code(secret: str, *, at: float | None = None, digits: int = 6) -> str:
    """The code that an app shows for this base32 secret (RFC 4226, 5.3; steps of 30 seconds)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    step = int(time.time() if at is None else at) // 30
    digest = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)
