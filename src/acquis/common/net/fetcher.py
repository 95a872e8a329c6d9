"""An HTTP client that cannot be talked into reaching what is not public.

https only; every address a name resolves to must be public, and the connection goes to the very
address that was checked; redirects are followed by hand, a few, each checked anew; the time, the
size and the redirects are limited; addresses with a user name or password are refused.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from acquis.common.net.addresses import is_public
from acquis.credentials.errors import FetchError

MAX_REDIRECTS = 3
TOTAL_SECONDS = 10.0
CONNECT_SECONDS = 4.0

Resolve = Callable[[str, int], Iterable[str]]


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _CheckedBackend(httpcore.SyncBackend):
    """Connects only to addresses that are public, all of a name's addresses being checked first."""

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
        try:
            addresses = list(self._resolve(host, port))
        except (OSError, UnicodeError) as error:  # the latter: a label that no name can have
            raise httpcore.ConnectError(f"the name {host} is not known") from error
        if not addresses or not all(map(is_public, addresses)):
            raise httpcore.ConnectError(f"{host} is not a public address")
        stream = super().connect_tcp(addresses[0], port, timeout, local_address, socket_options)
        return _TimedStream(stream, time.monotonic() + TOTAL_SECONDS)


class _TimedStream(httpcore.NetworkStream):
    """A connection that ends at its deadline, however short each single wait was."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._left(timeout, httpcore.ConnectTimeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, left)
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None, error: type[Exception]) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise error(f"it took longer than {TOTAL_SECONDS:.0f} seconds")
        return left if timeout is None else min(timeout, left)


class PublicFetcher:
    """The `Fetcher` that verification uses.

    `resolver` and `verify` exist so that tests can stand in for the internet's names and roots.
    """

    def __init__(self, *, resolver: Resolve = resolve, verify: Any = True) -> None:
        transport = httpx.HTTPTransport(
            verify=verify,
            retries=0,
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),  # one exchange, one deadline
        )
        pool = transport._pool  # noqa: SLF001 - httpx has no other way to give it a backend
        pool._network_backend = _CheckedBackend(resolver)  # noqa: SLF001 - as above
        self._client = httpx.Client(
            transport=transport,
            timeout=httpx.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS),
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": "acquis", "Accept-Encoding": "identity"},
        )

    def fetch(self, url: str, *, accept: str, max_bytes: int) -> bytes:
        """The body at a public https address, at most `max_bytes` of it.

        Raises:
            FetchError: the address is not acceptable, or it did not answer with a document in time.
        """
        deadline = time.monotonic() + TOTAL_SECONDS
        for _ in range(MAX_REDIRECTS + 1):
            _demand_acceptable(url)
            try:
                with self._client.stream("GET", url, headers={"Accept": accept}) as response:
                    if response.has_redirect_location:
                        url = _target(url, response.headers["location"])
                        continue
                    return _read(response, max_bytes, deadline)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise FetchError(f"{url} could not be fetched: {error}.") from error
        raise FetchError(f"{url} redirects too often.")


def _target(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchError(f"{url} redirects to what is not an address.") from error


def _demand_acceptable(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError(f"{url!r} is not an address.") from error
    if parts.scheme != "https" or not parts.hostname:
        raise FetchError(f"{url!r} is not an https address.")
    if parts.username is not None or parts.password is not None:
        raise FetchError("An address with a user name or password is refused.")
    if port == 0:
        raise FetchError(f"{url!r} names no port.")


def _read(response: httpx.Response, max_bytes: int, deadline: float) -> bytes:
    if response.status_code != httpx.codes.OK:
        raise FetchError(
            f"{response.url} answered with status {response.status_code}.",
            status=response.status_code,
        )
    if response.headers.get("content-encoding", "identity") != "identity":
        raise FetchError(f"{response.url} answered in a compressed form that was not asked for.")
    body = b""
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > max_bytes:
            raise FetchError(f"{response.url} is larger than {max_bytes} bytes.")
        if time.monotonic() > deadline:
            raise FetchError(f"{response.url} took longer than {TOTAL_SECONDS:.0f} seconds.")
    return body
