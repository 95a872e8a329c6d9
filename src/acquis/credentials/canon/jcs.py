"""JSON Canonicalization Scheme (RFC 8785)."""

import json
import math
from typing import Any

from acquis.credentials.errors import UnsafeDocument


def canonicalize(value: Any) -> bytes:
    """The one UTF-8 text of a JSON value: keys sorted by UTF-16 code units, numbers as
    ECMAScript writes them.

    Raises:
        UnsafeDocument: a number is not finite, or an integer is beyond what a double holds.
    """
    return _text(value).encode("utf-8")


def _text(value: Any) -> str:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{_text(key)}:{_text(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
        return _number(value)
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """ECMAScript Number::toString (RFC 8785, 3.2.2.3)."""
    if isinstance(value, int):
        if abs(value) > 2**53:
            raise UnsafeDocument(f"{value} is too large an integer for JSON canonicalisation.")
        return str(value)
    if not math.isfinite(value):
        raise UnsafeDocument("A number is not finite.")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    if whole.strip("0"):
        point = len(whole) + int(exponent or 0)
    digits = digits.rstrip("0") or "0"
    return sign + _place_point(digits, point)


def _place_point(digits: str, point: int) -> str:
    """Digits d1d2...dk with value 0.d1d2...dk times ten to the power of `point`."""
    count = len(digits)
    if count <= point <= 21:  # noqa: PLR2004 - ECMAScript's own bounds
        return digits + "0" * (point - count)
    if 0 < point <= 21:  # noqa: PLR2004 - ECMAScript's own bounds
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:  # noqa: PLR2004 - ECMAScript's own bounds
        return "0." + "0" * -point + digits
    power = point - 1
    tail = f"e{'+' if power > 0 else '-'}{abs(power)}"
    return digits[0] + (f".{digits[1:]}" if count > 1 else "") + tail
