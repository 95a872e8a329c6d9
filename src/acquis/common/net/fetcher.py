"""An HTTP client that cannot be talked into reaching what is not public.

https only, to public addresses only (`connecting`), on ports where the web is; redirects are
followed by hand, a few, each checked anew; one deadline holds for names, connections, redirects
and body together; the size is limited, compression is neither asked for nor accepted, cookies are
not kept, and addresses with a user name or password are refused.
"""

import time
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from acquis.common.net.connecting import CheckedBackend, Resolve, deadline, resolve
from acquis.credentials.errors import FetchError

MAX_REDIRECTS = 3
TOTAL_SECONDS = 10.0
CONNECT_SECONDS = 4.0
MAX_ADDRESS_LENGTH = 2048
HTTPS_PORT = 443
# Below lie the services of old, some of which can be made to take a TLS handshake for a command.
FIRST_FREE_PORT = 1024


class PublicFetcher:
    """The `Fetcher` that verification uses; it may be shared between threads.

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
        pool._network_backend = CheckedBackend(resolver)  # noqa: SLF001 - as above
        self._client = httpx.Client(
            transport=transport,
            timeout=httpx.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS),
            follow_redirects=False,
            trust_env=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"User-Agent": "acquis", "Accept-Encoding": "identity"},
        )

    def fetch(self, url: str, *, accept: str, max_bytes: int) -> bytes:
        """The body at a public https address, at most `max_bytes` of it.

        Raises:
            FetchError: the address is not acceptable, or it did not answer with a document in time.
        """
        token = deadline.set(time.monotonic() + TOTAL_SECONDS)
        try:
            for _ in range(MAX_REDIRECTS + 1):
                found = self._get(url, accept, max_bytes)
                if isinstance(found, bytes):
                    return found
                url = found
        finally:
            deadline.reset(token)
        raise FetchError(f"{url} redirects too often.")

    def _get(self, url: str, accept: str, max_bytes: int) -> bytes | str:
        """The body, or the address to go to instead."""
        _demand_acceptable(url)
        try:
            with self._client.stream("GET", url, headers={"Accept": accept}) as response:
                if response.has_redirect_location:
                    return _target(url, response.headers["location"])
                return _read(response, max_bytes)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"{url} could not be fetched: {error}.") from error


def _target(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchError(f"{url} redirects to what is not an address.") from error


def _demand_acceptable(url: str) -> None:
    """Read by both parsers: that of the standard library sees more, that of httpx is used."""
    if len(url) > MAX_ADDRESS_LENGTH:
        raise FetchError(f"An address of more than {MAX_ADDRESS_LENGTH} characters is refused.")
    try:
        parts, used = urlsplit(url), httpx.URL(url)
        port, host = parts.port, used.host
    except (ValueError, httpx.InvalidURL) as error:
        raise FetchError(f"{url!r} is not an address.") from error
    if parts.scheme != "https" or used.scheme != "https" or not parts.hostname or not host:
        raise FetchError(f"{url!r} is not an https address.")
    if parts.username is not None or used.userinfo:
        raise FetchError("An address with a user name or password is refused.")
    for named in (port, used.port):
        if named is not None and named != HTTPS_PORT and named < FIRST_FREE_PORT:
            raise FetchError(f"{url!r} names a port that is not one of the web.")


def _read(response: httpx.Response, max_bytes: int) -> bytes:
    if response.status_code != httpx.codes.OK:
        raise FetchError(
            f"{response.url} answered with status {response.status_code}.",
            status=response.status_code,
        )
    if response.headers.get("content-encoding", "identity") != "identity":
        raise FetchError(f"{response.url} answered in a compressed form that was not asked for.")
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > max_bytes:
            raise FetchError(f"{response.url} is larger than {max_bytes} bytes.")
    return bytes(body)
