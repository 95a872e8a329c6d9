"""Documents that this site publishes for machines, by path: one source for the view that serves
them and for whoever verifies here, who must see exactly what a stranger sees."""

import re
from collections.abc import Callable
from typing import TypeVar

Reader = Callable[..., bytes | None]
R = TypeVar("R", bound=Reader)
_readers: list[tuple[re.Pattern[str], Reader]] = []


def published_at(pattern: str) -> Callable[[R], R]:
    """The function gives the document at every path that the pattern matches whole, or None."""

    def register(reader: R) -> R:
        _readers.append((re.compile(pattern), reader))
        return reader

    return register


def read_published(path: str) -> bytes | None:
    """The public document at this path of the site; None if there is none."""
    for pattern, reader in _readers:
        match = pattern.fullmatch(path)
        if match:
            return reader(**match.groupdict())
    return None
