"""Connections that go only to public addresses, and end at one deadline whatever happens on them.

Every address that a name resolves to must be public, and the connection goes to one of the very
addresses that were checked: a name that answers differently the next time gains nothing.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

import httpcore

from acquis.common.net.addresses import is_public

Resolve = Callable[[str, int], Iterable[str]]
# One after the other: a name may have an address of a kind that this machine cannot reach.
MAX_ATTEMPTS = 4

# When the whole fetch must have ended, on the monotonic clock; a fetch sets it for its thread.
deadline: ContextVar[float] = ContextVar("deadline")


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class CheckedBackend(httpcore.SyncBackend):
    """What httpcore connects with."""

    def __init__(self, resolver: Resolve) -> None:
        self._resolve = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._addresses(host, port)
        if not addresses or not all(map(is_public, addresses)):
            raise httpcore.ConnectError(f"{host} is not a public address")
        failure: Exception = httpcore.ConnectTimeout()
        for address in addresses[:MAX_ATTEMPTS]:
            wait = left(timeout, httpcore.ConnectTimeout)
            try:
                stream = super().connect_tcp(address, port, wait, local_address, socket_options)
                return _TimedStream(stream)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        """Asked in a thread, because a name server that is silent cannot be interrupted."""
        wait = left(None, httpcore.ConnectTimeout)
        found: list[list[str]] = []
        failures: list[Exception] = []

        def ask() -> None:
            try:
                found.append(list(self._resolve(host, port)))
            except (OSError, UnicodeError) as error:  # the latter: a label that no name can have
                failures.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(wait)
        if failures:
            raise httpcore.ConnectError(f"the name {host} is not known") from failures[0]
        if not found:
            raise httpcore.ConnectTimeout(f"the name {host} was not found in time")
        return found[0]


class _TimedStream(httpcore.NetworkStream):
    """A connection that ends at the deadline, however short each single wait was."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        wait = left(timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, wait))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def left(timeout: float | None, error: type[Exception]) -> float:
    """Seconds that may still be waited, at most `timeout`; raises the error when none are left."""
    remaining = deadline.get() - time.monotonic()
    if remaining <= 0:
        raise error("it took too long")
    return remaining if timeout is None else min(timeout, remaining)
