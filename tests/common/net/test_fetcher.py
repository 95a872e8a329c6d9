"""The only way out, over a real https server: what it brings, and what it will not be talked into.

Loopback is refused by design; where something must be fetched, the loopback address of the test's
own server is taken for a public one.
"""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquis.common.net import PublicFetcher, connecting, fetcher, is_public
from acquis.credentials import FetchError
from tests.common.net.servers import HOSTS, Site, answer, serving

pytestmark = [pytest.mark.integration, pytest.mark.no_database]

LOOPBACK = "127.0.0.1"
METADATA = "https://169.254.169.254/latest/meta-data"
NOT_PUBLIC = "{} could not be fetched: {} is not a public address."
CREDENTIALS = "An address with a user name or password is refused."


@pytest.fixture(scope="module")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("tls")) as site:
        yield site


@pytest.fixture
def site(_server: Site) -> Site:
    _server.answers.clear()
    _server.requests.clear()
    return _server


@pytest.fixture
def _loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        connecting, "is_public", lambda address: address == LOOPBACK or is_public(address)
    )


class Names:
    """A resolver that knows the names of the test, and which were asked for."""

    def __init__(self, **addresses: list[str]) -> None:
        self.addresses = {"campus.example": [LOOPBACK], "other.example": [LOOPBACK]}
        self.addresses |= {name.replace("_", "."): found for name, found in addresses.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, _port: int) -> Iterable[str]:
        self.asked.append(host)
        if host not in self.addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return self.addresses[host]


def fetch(site: Site, url: str, *, names: Names | None = None, max_bytes: int = 1000) -> bytes:
    client = PublicFetcher(resolver=names or Names(), verify=site.trust)
    return client.fetch(url, accept="application/json", max_bytes=max_bytes)


def refused(site: Site, url: str, **options: object) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(site, url, **options)  # type: ignore[arg-type] # as fetch
    return str(caught.value)


@pytest.mark.usefixtures("_loopback_is_public")
def test_a_document_is_brought_and_little_is_told(site: Site) -> None:
    site.answers["/did.json?a=1"] = answer(b'{"id": 1}')
    assert fetch(site, site.url("/did.json?a=1")) == b'{"id": 1}'
    host = f"campus.example:{site.port}"
    headers = {
        "Host": host,
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "keep-alive",
        "User-Agent": "acquis",
    }
    assert site.requests == [("/did.json?a=1", host, headers)]


@pytest.mark.usefixtures("_loopback_is_public")
def test_a_document_may_be_as_large_as_allowed_and_no_larger(site: Site) -> None:
    site.answers["/"] = answer(b"x" * 1000)
    assert fetch(site, site.url()) == b"x" * 1000
    site.answers["/"] = answer(b"x" * 1001)
    assert refused(site, site.url()) == f"{site.url()} is larger than 1000 bytes."


@pytest.mark.usefixtures("_loopback_is_public")
def test_a_document_without_end_is_broken_off(site: Site) -> None:
    sent = count()

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while next(sent) < 100_000:
            handler.wfile.write(b"x" * 10_000)

    site.answers["/"] = endless
    assert refused(site, site.url()) == f"{site.url()} is larger than 1000 bytes."
    time.sleep(0.2)
    assert next(sent) < 10_000


@pytest.mark.usefixtures("_loopback_is_public")
@pytest.mark.parametrize("status", [201, 204, 206, 300, 304, 400, 401, 404, 500, 503])
def test_only_a_plain_success_is_a_document(site: Site, status: int) -> None:
    site.answers["/"] = answer(b"", status=status)
    assert refused(site, site.url()) == f"{site.url()} answered with status {status}."


@pytest.mark.usefixtures("_loopback_is_public")
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "x"])
def test_a_compressed_answer_is_refused_unread(site: Site, encoding: str) -> None:
    site.answers["/"] = answer(b"x" * 900, Content_Encoding=encoding)
    assert refused(site, site.url()) == (
        f"{site.url()} answered in a compressed form that was not asked for."
    )


@pytest.mark.usefixtures("_loopback_is_public")
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_other_public_addresses(site: Site, code: int) -> None:
    site.answers["/a"] = answer(status=code, Location="b")
    site.answers["/b"] = answer(status=code, Location=site.url("/c", HOSTS[1]))
    site.answers["/c"] = answer(status=code, Location="/d")
    site.answers["/d"] = answer(b"{}")
    names = Names()
    assert fetch(site, site.url("/a"), names=names) == b"{}"
    assert [path for path, _, _ in site.requests] == ["/a", "/b", "/c", "/d"]
    assert names.asked == [HOSTS[0], HOSTS[0], HOSTS[1], HOSTS[1]]


@pytest.mark.usefixtures("_loopback_is_public")
def test_a_fourth_redirect_is_one_too_many(site: Site) -> None:
    site.answers["/"] = answer(status=302, Location="/")
    assert refused(site, site.url()) == f"{site.url()} redirects too often."
    assert len(site.requests) == 4


@pytest.mark.usefixtures("_loopback_is_public")
@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("http://campus.example/", "'http://campus.example/' is not an https address."),
        ("//user@campus.example/", CREDENTIALS),
        ("ftp://campus.example/", "'ftp://campus.example/' is not an https address."),
        ("file:///etc/passwd", "'file:///etc/passwd' is not an https address."),
        ("https://inside.example/", NOT_PUBLIC.format("https://inside.example/", "inside.example")),
        ("https://127.0.0.2/", NOT_PUBLIC.format("https://127.0.0.2/", "127.0.0.2")),
        (METADATA, NOT_PUBLIC.format(METADATA, "169.254.169.254")),
        ("https://campus.example:99999/", "'https://campus.example:99999/' is not an address."),
        ("https://[a/", "{} redirects to what is not an address."),
    ],
)
def test_a_redirect_leads_nowhere_that_the_first_address_could_not(
    site: Site, location: str, message: str
) -> None:
    site.answers["/"] = answer(status=302, Location=location)
    names = Names(
        inside_example=["10.0.0.1"],
        **{"127_0_0_2": ["127.0.0.2"], "169_254_169_254": ["169.254.169.254"]},
    )
    assert refused(site, site.url(), names=names) == message.format(site.url())
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "'' is not an https address."),
        ("http://campus.example/", "'http://campus.example/' is not an https address."),
        ("HTTP://campus.example/", "'HTTP://campus.example/' is not an https address."),
        ("campus.example", "'campus.example' is not an https address."),
        ("//campus.example/", "'//campus.example/' is not an https address."),
        ("https:///did.json", "'https:///did.json' is not an https address."),
        ("file:///etc/passwd", "'file:///etc/passwd' is not an https address."),
        ("gopher://campus.example/", "'gopher://campus.example/' is not an https address."),
        ("https://user@campus.example/", CREDENTIALS),
        ("https://user:word@campus.example/", CREDENTIALS),
        ("https://@campus.example/", CREDENTIALS),
        *(
            (
                f"https://campus.example:{port}/",
                f"'https://campus.example:{port}/' names a port that is not one of the web.",
            )
            for port in (0, 1, 22, 25, 80, 110, 442, 444, 993, 1023)
        ),
        ("https://campus.example:99999/", "'https://campus.example:99999/' is not an address."),
        ("https://campus.example:a/", "'https://campus.example:a/' is not an address."),
        ("https://[::1", "'https://[::1' is not an address."),
        ("https://[v1.x]/", "'https://[v1.x]/' is not an address."),
        ("https://0177.0.0.1/", "'https://0177.0.0.1/' is not an address."),
        ("https://xn--/", "'https://xn--/' is not an address."),
        ("https://xn--a.example/", "'https://xn--a.example/' is not an address."),
        ("https://ⓔxample.com/", "'https://ⓔxample.com/' is not an address."),
        ("https://１２７.0.0.1/", "'https://１２７.0.0.1/' is not an address."),
        ("https://campus.example:٤٤٣/", "'https://campus.example:٤٤٣/' is not an address."),
        ("https://a\u2024example/", "'https://a\u2024example/' is not an address."),
        ("https://a\uff03@campus.example/", "'https://a\uff03@campus.example/' is not an address."),
        ("https://a.example/\r\nX: y", "'https://a.example/\\r\\nX: y' is not an address."),
        ("https://a.example/\0", "'https://a.example/\\x00' is not an address."),
        ("https://a.example/\ud800", "'https://a.example/\\ud800' is not an address."),
        ("\thttps://campus.example/", "'\\thttps://campus.example/' is not an address."),
        ("https:campus.example/", "'https:campus.example/' is not an https address."),
        ("https:/campus.example/", "'https:/campus.example/' is not an https address."),
        ("https://a.example\\@campus.example/", CREDENTIALS),
        ("https://a.example%2f@campus.example/", CREDENTIALS),
        (
            f"https://campus.example/{'a' * 2048}",
            "An address of more than 2048 characters is refused.",
        ),
    ],
    ids=ascii,
)
def test_an_address_of_another_form_is_refused_before_any_name_is_asked(
    site: Site, url: str, message: str
) -> None:
    names = Names()
    assert refused(site, url, names=names) == message
    assert names.asked == []


@pytest.mark.parametrize(
    "addresses",
    [
        [],
        [LOOPBACK],
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["fd00::1"],
        ["93.184.215.14", "127.0.0.1"],
        ["2606:4700:4700::1111", "192.168.0.1"],
        ["nonsense"],
    ],
    ids=", ".join,
)
def test_a_name_with_any_address_that_is_not_public_is_refused(
    site: Site, addresses: list[str]
) -> None:
    url = site.url("/", "inside.example")
    assert refused(site, url, names=Names(inside_example=addresses)) == (
        f"{url} could not be fetched: inside.example is not a public address."
    )
    assert site.requests == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0",
        "10.0.0.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:0:7f00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::1]",
        "[fd00:ec2::254]",
        "localhost",
        "LOCALHOST",
        "0x7f.1",
        "017700000001",
    ],
)
def test_the_machines_own_resolver_is_not_fooled_either(site: Site, host: str) -> None:
    url = site.url("/", host)
    with pytest.raises(FetchError) as caught:
        PublicFetcher(verify=site.trust).fetch(url, accept="*/*", max_bytes=10)
    shown = host.strip("[]").lower()
    assert str(caught.value) == f"{url} could not be fetched: {shown} is not a public address."
    assert site.requests == []


@pytest.mark.parametrize(
    "host",
    [
        "localhost.",
        "127.0.0.1.",
        "a..b",
        "..",
        "a" * 64 + ".example",
        "unknown.invalid",
        "[fe80::1%25lo]",
        "[::ffff:127.0.0.1%25lo]",
        "127.0.0.1%00.campus.example",
        "%31%32%37.0.0.1",
    ],
)
def test_a_name_that_cannot_be_is_an_error_like_any_other(site: Site, host: str) -> None:
    url = f"https://{host}/did.json"
    with pytest.raises(FetchError) as caught:
        PublicFetcher(verify=site.trust).fetch(url, accept="*/*", max_bytes=10)
    assert str(caught.value).startswith(f"{url} could not be fetched: ")


@pytest.mark.usefixtures("_loopback_is_public")
def test_a_certificate_that_nobody_vouches_for_is_refused(site: Site) -> None:
    site.answers["/"] = answer(b"{}")
    with pytest.raises(FetchError) as caught:
        PublicFetcher(resolver=Names()).fetch(site.url(), accept="*/*", max_bytes=10)
    assert "certificate verify failed" in str(caught.value)
    assert site.requests == []


@pytest.mark.usefixtures("_loopback_is_public")
def test_a_certificate_for_another_name_is_refused(site: Site) -> None:
    url = site.url("/", "stranger.example")
    message = refused(site, url, names=Names(stranger_example=[LOOPBACK]))
    assert "certificate verify failed: Hostname mismatch" in message
    assert site.requests == []


@pytest.mark.usefixtures("_loopback_is_public")
def test_a_closed_port_is_an_error_like_any_other(site: Site) -> None:
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        url = f"https://campus.example:{free.getsockname()[1]}/"
        assert refused(site, url) == f"{url} could not be fetched: [Errno 111] Connection refused."


def drip(handler: BaseHTTPRequestHandler, start: bytes, drop: bytes) -> None:
    handler.wfile.write(start)
    for _ in range(100):
        handler.wfile.write(drop)
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.usefixtures("_loopback_is_public")
@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b""),
    ],
    ids=["headers", "body", "silence"],
)
def test_a_server_that_drips_is_left_at_the_deadline(
    site: Site, monkeypatch: pytest.MonkeyPatch, start: bytes, drop: bytes
) -> None:
    monkeypatch.setattr(fetcher, "TOTAL_SECONDS", 0.6)
    site.answers["/"] = lambda handler: drip(handler, start, drop)
    began = time.monotonic()
    message = refused(site, site.url())
    assert time.monotonic() - began < 2
    assert message.startswith(site.url())


@pytest.mark.usefixtures("_loopback_is_public")
def test_slow_redirects_share_one_deadline(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "TOTAL_SECONDS", 0.6)

    def slowly(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.25)
        following = chr(ord(handler.path[1]) + 1)
        answer(status=302, Location=f"/{following}")(handler)

    site.answers |= dict.fromkeys(["/a", "/b", "/c"], slowly)
    site.answers["/d"] = answer(b"{}")
    assert refused(site, site.url("/a")).startswith(site.url("/c"))
    assert [path for path, _, _ in site.requests] == ["/a", "/b", "/c"]


@pytest.mark.usefixtures("_loopback_is_public")
def test_no_proxy_of_the_environment_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.answers["/"] = answer(b"{}")
    assert fetch(site, site.url()) == b"{}"


@pytest.mark.usefixtures("_loopback_is_public")
def test_every_fetch_checks_the_name_again(site: Site) -> None:
    site.answers["/"] = answer(b"{}")
    names = Names()
    client = PublicFetcher(resolver=names, verify=site.trust)
    assert client.fetch(site.url(), accept="*/*", max_bytes=10) == b"{}"
    names.addresses[HOSTS[0]] = ["10.0.0.1"]
    with pytest.raises(FetchError, match="is not a public address"):
        client.fetch(site.url(), accept="*/*", max_bytes=10)
    assert len(site.requests) == 1


@pytest.mark.usefixtures("_loopback_is_public")
def test_a_name_that_answers_differently_the_next_time_gains_nothing(site: Site) -> None:
    site.answers["/"] = answer(b"{}")
    answers = iter([[LOOPBACK], ["10.0.0.1"], ["169.254.169.254"]])
    client = PublicFetcher(resolver=lambda _host, _port: next(answers), verify=site.trust)
    assert client.fetch(site.url(), accept="*/*", max_bytes=10) == b"{}"
    with pytest.raises(FetchError, match=r"campus\.example is not a public address\.$"):
        client.fetch(site.url(), accept="*/*", max_bytes=10)
    assert len(site.requests) == 1


@pytest.mark.usefixtures("_loopback_is_public")
@pytest.mark.parametrize("host", ["127。0。0。1", "127\uff0e0\uff0e0\uff0e1", "127.0.0\uff611"])
def test_dots_of_other_scripts_lead_to_what_they_name_and_are_checked_as_that(
    site: Site, host: str
) -> None:
    names = Names(**{"127_0_0_1": ["10.0.0.1"]})
    assert refused(site, site.url("/", host), names=names) == (
        f"{site.url('/', host)} could not be fetched: 127.0.0.1 is not a public address."
    )
    assert names.asked == ["127.0.0.1"]


@pytest.mark.usefixtures("_loopback_is_public")
def test_a_name_in_letters_of_other_scripts_is_asked_for_in_its_ascii_form(site: Site) -> None:
    names = Names(**{"xn--cole-9oa_example": ["10.0.0.1"]})
    assert "is not a public address" in refused(site, site.url("/", "École.example"), names=names)
    assert names.asked == ["xn--cole-9oa.example"]


def test_an_address_that_cannot_be_reached_gives_way_to_the_next(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "is_public", lambda _address: True)
    site.answers["/"] = answer(b"{}")
    unreachable = [f"127.0.0.{number}" for number in range(2, 1 + connecting.MAX_ATTEMPTS)]
    assert fetch(site, site.url(), names=Names(campus_example=[*unreachable, LOOPBACK])) == b"{}"
    one_more = ["127.0.0.9", *unreachable, LOOPBACK]
    assert refused(site, site.url(), names=Names(campus_example=one_more)) == (
        f"{site.url()} could not be fetched: [Errno 111] Connection refused."
    )


def test_a_name_server_that_is_silent_is_left_at_the_deadline(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetcher, "TOTAL_SECONDS", 0.3)
    silence = threading.Event()

    def ask(_host: str, _port: int) -> list[str]:
        silence.wait(10)
        return []

    client = PublicFetcher(resolver=ask, verify=site.trust)
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"the name campus\.example was not found in time"):
        client.fetch(site.url(), accept="*/*", max_bytes=10)
    silence.set()
    assert time.monotonic() - began < 2


@pytest.mark.usefixtures("_loopback_is_public")
def test_when_no_time_is_left_nothing_is_begun(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "TOTAL_SECONDS", 0.0)
    names = Names()
    assert refused(site, site.url(), names=names) == (
        f"{site.url()} could not be fetched: it took too long."
    )
    assert (names.asked, site.requests) == ([], [])


@pytest.mark.usefixtures("_loopback_is_public")
def test_headers_that_drip_on_every_redirect_share_one_deadline(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetcher, "TOTAL_SECONDS", 0.8)

    def redirect(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n")
        for _ in range(10):
            handler.wfile.write(b"A: b\r\n")
            handler.wfile.flush()
            time.sleep(0.05)
        handler.wfile.write(b"\r\n")

    site.answers["/"] = redirect
    began = time.monotonic()
    refused(site, site.url())
    assert time.monotonic() - began < 1.5


@pytest.mark.usefixtures("_loopback_is_public")
@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100,
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 100_000,
        b"HTTP/1.1 200 OK\r\nA: " + b"b" * 1_000_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabcde",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabcde",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/0.9 hello\r\n\r\n",
        b"\x16\x03\x01",
        b"",
    ],
    ids=lambda start: f"{start[:60]!r}",
)
def test_what_is_no_sound_answer_is_an_error_like_any_other(
    site: Site, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    monkeypatch.setattr(fetcher, "TOTAL_SECONDS", 1.0)

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        handler.wfile.flush()
        handler.close_connection = True

    site.answers["/"] = send
    assert refused(site, site.url()).startswith(f"{site.url()} could not be fetched: ")


@pytest.mark.usefixtures("_loopback_is_public")
def test_no_cookie_is_kept(site: Site) -> None:
    site.answers["/a"] = answer(status=302, Location="/b", Set_Cookie="seen=1; Path=/")
    site.answers["/b"] = answer(b"{}", Set_Cookie="seen=2; Path=/; Domain=campus.example")
    client = PublicFetcher(resolver=Names(), verify=site.trust)
    for _ in range(2):
        assert client.fetch(site.url("/a"), accept="*/*", max_bytes=10) == b"{}"
    assert [headers.get("Cookie") for _, _, headers in site.requests] == [None] * 4


@pytest.mark.usefixtures("_loopback_is_public")
def test_threads_may_share_a_fetcher(site: Site) -> None:
    site.answers["/"] = answer(b"{}")
    client = PublicFetcher(resolver=Names(), verify=site.trust)
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda _: client.fetch(site.url(), accept="*/*", max_bytes=10), range(12))
        assert list(found) == [b"{}"] * 12


PARTS = st.sampled_from(
    [
        *("https://", "http:", "//", "/", "@", ":", "443", "[", "]", "::1", "%25", "%2e", "#", "?"),
        *("a.example", "127.0.0.1", "0x7f", ".", "。", "xn--", "é", "\\", "\u202e", "\0", "\n"),
        *(" ", "\ud800"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=30), st.lists(PARTS, max_size=8).map("".join)), st.booleans())
def test_no_address_breaks_the_fetcher(text: str, prefixed: bool) -> None:
    with pytest.raises(FetchError):
        NOWHERE.fetch("https://" + text if prefixed else text, accept="*/*", max_bytes=10)


def _unknown(_host: str, _port: int) -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


NOWHERE = PublicFetcher(resolver=_unknown, verify=False)
