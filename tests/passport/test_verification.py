"""Verifying as a stranger would: from public documents, the site's own included."""

import json
from typing import Any

import pytest

from acquis.common.net import PublicFetcher
from acquis.credentials import FetchError, Verdict
from acquis.passport.domain import verification
from acquis.passport.domain.verification import (
    SiteFetcher,
    examine_document,
    extract_credential,
    issuer_did_document,
)
from acquis.passport.errors import NotACredential
from acquis.securing.domain.keys import active_key, published_document
from tests import factories

HERE = "https://localhost:8000/issuers/boreal/did.json"
JSON_TYPE = "application/did+json"


class Elsewhere:
    """Stands in for the internet: a few pages, and what was asked of it."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages
        self.asked: list[tuple[str, str, int]] = []

    def fetch(self, url: str, *, accept: str, max_bytes: int) -> bytes:
        self.asked.append((url, accept, max_bytes))
        if url not in self.pages:
            raise FetchError(f"{url} does not exist.")
        return self.pages[url]


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    found = Elsewhere({})
    monkeypatch.setattr(verification, "_internet", found)
    return found


def fetch(url: str, max_bytes: int = 10_000) -> bytes:
    return SiteFetcher().fetch(url, accept=JSON_TYPE, max_bytes=max_bytes)


def issued_by(issuer: Any) -> bytes:
    return json.dumps({"issuer": issuer}).encode()


@pytest.mark.integration
@pytest.mark.django_db
def test_what_the_site_publishes_is_read_where_the_public_page_reads_it(
    internet: Elsewhere,
) -> None:
    active_key(factories.organization("boreal").profile)

    assert fetch(HERE) == published_document("boreal")
    assert internet.asked == []


@pytest.mark.integration
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "max_bytes"), [("/issuers/nobody/did.json", 10_000), ("/issuers/boreal/did.json", 50)]
)
def test_what_the_site_does_not_publish_or_is_too_large_does_not_exist(
    internet: Elsewhere, path: str, max_bytes: int
) -> None:
    active_key(factories.organization("boreal").profile)

    with pytest.raises(FetchError) as refusal:
        fetch(f"https://localhost:8000{path}", max_bytes)

    assert str(refusal.value) == f"https://localhost:8000{path} does not exist."


@pytest.mark.unit
def test_the_rest_comes_from_the_internet(internet: Elsewhere) -> None:
    internet.pages["https://elsewhere.example/did.json"] = b"{}"

    assert fetch("https://elsewhere.example/did.json") == b"{}"
    assert internet.asked == [("https://elsewhere.example/did.json", JSON_TYPE, 10_000)]


@pytest.mark.unit
@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/issuers/boreal/did.json",
        "https://localhost:8000.evil.example/issuers/boreal/did.json",
        "https://localhost:8000@evil.example/issuers/boreal/did.json",
    ],
)
def test_an_address_that_only_looks_like_ours_is_not_ours(internet: Elsewhere, url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url)

    assert [asked for asked, _accept, _max in internet.asked] == [url]


@pytest.mark.unit
def test_the_internet_is_reached_through_one_guarded_fetcher(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(verification, "_internet", None)

    first = verification._public_fetcher()

    assert isinstance(first, PublicFetcher)
    assert verification._public_fetcher() is first


@pytest.mark.unit
@pytest.mark.parametrize(
    ("issuer", "page", "expected"),
    [
        pytest.param("did:web:a.example", b'{"id": "did:web:a.example"}',
                     {"id": "did:web:a.example"}, id="issuer-as-text"),
        pytest.param({"id": "did:web:a.example"}, b'{"id": "did:web:a.example"}',
                     {"id": "did:web:a.example"}, id="issuer-as-object"),
        pytest.param("did:web:a.example", b'{"id": "did:web:b.example"}', {}, id="another-s"),
        pytest.param("did:web:a.example", b"{}", {}, id="without-id"),
        pytest.param("did:web:a.example", b"[]", {}, id="not-an-object"),
        pytest.param("did:web:a.example", b"<html>", {}, id="not-json"),
        pytest.param("did:web:b.example", b"{}", {}, id="not-published"),
        pytest.param("did:key:z6Mk", b"{}", {}, id="a-did-without-a-document"),
        pytest.param("https://a.example", b"{}", {}, id="not-a-did"),
    ],
)  # fmt: skip
def test_the_issuer_s_document_is_kept_if_it_is_the_issuer_s(
    internet: Elsewhere, issuer: Any, page: bytes, expected: dict[str, Any]
) -> None:
    internet.pages["https://a.example/.well-known/did.json"] = page

    assert issuer_did_document(issued_by(issuer)) == expected


@pytest.mark.integration
@pytest.mark.django_db
def test_an_issuer_elsewhere_that_does_not_answer_leaves_a_badge_undecided(
    internet: Elsewhere,
) -> None:
    document = bytes(factories.credential().document).replace(
        b"localhost%3A8000", b"elsewhere.example"
    )

    report = examine_document(document)

    assert report.verdict == Verdict.UNDECIDED
    assert report.deciding is not None
    assert len(internet.asked) == 1


@pytest.mark.unit
@pytest.mark.parametrize(
    ("file", "why"),
    [
        (
            b"garbage",
            "Ce fichier ne porte pas de badge : le fichier n’est ni un badge PNG ou SVG, ni le "
            "JSON d’une attestation.",
        ),
        (
            b"\x89PNG\r\n\x1a\n",
            "Ce fichier ne porte pas de badge : l’image PNG n’a pas de fin.",
        ),
    ],
    ids=["garbage", "broken-png"],
)
def test_a_file_without_a_badge_says_why(file: bytes, why: str) -> None:
    with pytest.raises(NotACredential) as refusal:
        extract_credential(file)

    assert str(refusal.value) == why
