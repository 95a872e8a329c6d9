"""No page of the site map offends its own content security policy, in a real browser."""

import re
from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import Product, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.pages]

OWNER = "camille.renaud@institut-boreal.example"

# Leaves behind whatever the browser refuses: inline scripts and styles, foreign pictures, frames.
WATCH = """
addEventListener('securitypolicyviolation', event => {
  window.offences = window.offences || []
  window.offences.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`)
})
"""
# One page of each kind: identifiers and short names stand for each other.
_PART = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
_NAMES = re.compile(r"(?<=/catalog/)[\w-]+(/[\w-]+)?|(?<=/o/)[\w-]+|(?<=/c/)[\w-]+")
MOST_PAGES = 120


def kind_of(path: str) -> str:
    return _NAMES.sub("*", _PART.sub("*", urlsplit(path).path))


def site_map(visitor: Visitor, starts: list[str]) -> dict[str, list[str]]:
    """What each kind of page that can be reached by links refuses, by its first address."""
    waiting, seen, found = deque(starts), set(map(kind_of, starts)), {}
    refused: list[str] = []
    visitor.page.on(
        "console",
        lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None,
    )
    while waiting and len(found) < MOST_PAGES:
        path = waiting.popleft()
        visitor.page.goto(visitor.url + path, wait_until="networkidle")
        offences = visitor.page.evaluate("window.offences || []")
        found[path] = [*offences, *refused]
        refused.clear()
        for link in links(visitor):
            if kind_of(link) not in seen:
                seen.add(kind_of(link))
                waiting.append(link)
    return found


def links(visitor: Visitor) -> list[str]:
    """Addresses of pages of this site that the page leads to; files are not pages."""
    found: list[str] = visitor.page.eval_on_selector_all(
        "a[href]:not([download])", "links => links.map(link => link.href)"
    )
    inside = [urlsplit(link) for link in found if link.startswith(visitor.url + "/")]
    return [
        f"{link.path}?{link.query}" if link.query else link.path
        for link in inside
        if not re.search(r"\.\w{2,4}$|/download/|^/evidence/", link.path)
    ]


def offending(pages: dict[str, list[str]]) -> dict[str, list[str]]:
    return {path: offences for path, offences in pages.items() if offences}


def test_no_page_of_the_site_offends_its_policy(visitor: Callable[..., Visitor]) -> None:
    stranger, owner = visitor(), visitor()
    for each in (stranger, owner):
        each.page.add_init_script(WATCH)
    owner.sign_in(OWNER)

    public = site_map(stranger, ["/", "/verify/", "/catalog/", "/nothing-is-here/"])
    inside = site_map(owner, ["/home/", "/accounts/email/", "/accounts/password/change/",
                              "/nothing-is-here/"])  # fmt: skip

    assert offending(public) == {}
    assert offending(inside) == {}
    assert len(public) >= 6
    assert len(inside) >= 12


def test_what_offends_is_seen(product: Product, visitor: Callable[..., Visitor]) -> None:
    """The watch itself works: a page into which something got in is reported, and nothing ran."""
    one = visitor()
    one.page.add_init_script(WATCH)
    answer = product.get("/verify/")
    policy = {"Content-Security-Policy": answer.headers["Content-Security-Policy"]}
    page = answer.text.replace("<main", "<script>window.ran = 1</script><main", 1)
    one.page.route(
        "**/verify/",
        lambda route: route.fulfill(headers=policy, content_type="text/html", body=page),
    )

    offences = offending(site_map(one, ["/verify/"]))["/verify/"]

    assert offences[0].startswith("script-src-elem inline")
    assert one.page.evaluate("window.ran") is None
