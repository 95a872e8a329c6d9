"""Signing in several processes, which inherit the key with their memory."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Protocol

from acquis.credentials.errors import CredentialError

Row = Sequence[str]
CHUNK = 512  # rows that a process takes at a time


class IssueFrom(Protocol):
    def __call__(self, rows: Iterable[Row], *, first: int) -> Iterator[bytes]:
        """The signed rows; `first` is the number of the first."""


_inherited: list[IssueFrom] = []  # of a process that signs for another


def in_processes(issue: IssueFrom, rows: Iterable[Row], processes: int) -> Iterator[bytes]:
    """What `issue` gives, in the order of the rows, of which a few chunks are under way at once.

    Raises what `issue` raises, after all results before it.
    """
    context = multiprocessing.get_context("fork")
    start: Callable[[IssueFrom], None] = _inherited.append
    with ProcessPoolExecutor(
        processes, mp_context=context, initializer=start, initargs=(issue,)
    ) as pool:
        remaining, number = iter(rows), 1
        under_way: deque[Future[tuple[list[bytes], CredentialError | None]]] = deque()
        while True:
            chunk = list(islice(remaining, CHUNK))
            if chunk:
                under_way.append(pool.submit(_sign_chunk, chunk, number))
                number += len(chunk)
            if not under_way:
                return
            if not chunk or len(under_way) > 2 * processes:
                signed, error = under_way.popleft().result()
                yield from signed
                if error is not None:
                    raise error


def _sign_chunk(rows: list[Row], first: int) -> tuple[list[bytes], CredentialError | None]:
    """What was signed, and the error that ended it: an error alone would lose the rest."""
    signed: list[bytes] = []
    try:
        signed.extend(_inherited[-1](rows, first=first))
    except CredentialError as error:
        return signed, error
    return signed, None
