"""A limit to what one verification may make others' servers, and the reader's time, do."""

from acquis.credentials.errors import FetchError
from acquis.credentials.ports import Fetcher
from acquis.credentials.reasons import mark as _n

MAX_FETCHES = 32


class Allowance:
    """A fetcher that brings at most `left` documents: keys, lists and badges all count."""

    __slots__ = ("_fetcher", "left")

    def __init__(self, fetcher: Fetcher, left: int = MAX_FETCHES) -> None:
        self._fetcher = fetcher
        self.left = left

    def fetch(self, url: str, *, accept: str, max_bytes: int) -> bytes:
        if self.left == 0:
            raise FetchError(_n("The credential refers to more documents than are looked up."))
        self.left -= 1
        return self._fetcher.fetch(url, accept=accept, max_bytes=max_bytes)
