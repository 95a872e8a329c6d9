"""JSON as every reader must understand it: what could be read in two ways is refused (RFC 8259,
I-JSON RFC 7493)."""

import json
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

from acquis.credentials.errors import MalformedDocument

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 64


def loads(data: bytes) -> Any:
    """Parse one JSON text.

    Raises:
        MalformedDocument: too large or too deep, not UTF-8, not JSON, an object that repeats a
            key, a number that is not finite, a lone surrogate.
    """
    if len(data) > MAX_BYTES:
        raise MalformedDocument(f"The document is larger than {MAX_BYTES} bytes.")
    try:
        text = data.decode("utf-8-sig")
        parsed = json.loads(
            text, object_pairs_hook=_without_repetition, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        raise MalformedDocument(f"The document is not UTF-8 text (byte {error.start}).") from error
    except json.JSONDecodeError as error:
        raise MalformedDocument(
            f"The document is not JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        ) from error
    except RecursionError as error:
        raise MalformedDocument(f"The document is nested deeper than {MAX_DEPTH}.") from error
    except ValueError as error:  # an integer of thousands of digits
        raise MalformedDocument(
            f"The document has a number that cannot be read: {error}"
        ) from error
    for value, depth in walk(parsed):
        _check(value, depth)
    return parsed


def load_object(data: bytes) -> dict[str, Any]:
    """As `loads`, for a text that must be an object."""
    parsed = loads(data)
    if not isinstance(parsed, dict):
        raise MalformedDocument("The document is JSON, but not an object.")
    return parsed


def dumps(value: Any) -> bytes:
    """Compact UTF-8, keys in their order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def walk(value: Any) -> Iterator[tuple[Any, int]]:
    """Every value, keys included, with its depth; the top is at 1."""
    todo = [(value, 1)]
    while todo:
        item, depth = todo.pop()
        yield item, depth
        if isinstance(item, dict):
            for key, inner in item.items():
                yield key, depth
                todo.append((inner, depth + 1))
        elif isinstance(item, list):
            todo.extend((inner, depth + 1) for inner in item)


def _check(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise MalformedDocument(f"The document is nested deeper than {MAX_DEPTH}.")
    if isinstance(value, float) and not math.isfinite(value):
        raise MalformedDocument("The document has a number that is too large to be one.")
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise MalformedDocument("The document has half of a character in a text.") from error


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = Counter(name for name, _ in pairs)
        twice = next(name for name, times in names.items() if times > 1)
        raise MalformedDocument(f"An object has the key {twice!r} twice.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise MalformedDocument(f"{name} is not a JSON value.")
