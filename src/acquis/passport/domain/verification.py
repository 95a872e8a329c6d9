"""Verifying as a stranger's wallet would: through `credentials`, from public documents only."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from acquis.common.domain.publications import read_published
from acquis.common.net import PublicFetcher
from acquis.credentials import (
    CredentialError,
    Fetcher,
    FetchError,
    NotBakeable,
    Report,
    examine,
    extract,
)
from acquis.credentials.did import did_web_url
from acquis.passport.errors import NotACredential

_internet: Fetcher | None = None


class SiteFetcher:
    """Fetches from the internet; what this very site publishes, it reads where the public view
    reads it. A site need not call itself over the network to see what any stranger sees."""

    def fetch(self, url: str, *, accept: str, max_bytes: int) -> bytes:
        own, asked = urlsplit(settings.BASE_URL), urlsplit(url)
        if asked.netloc != own.netloc:
            return _public_fetcher().fetch(url, accept=accept, max_bytes=max_bytes)
        document = read_published(asked.path)
        if document is None or len(document) > max_bytes:
            raise FetchError(f"{url} does not exist.")
        return document


def _public_fetcher() -> Fetcher:
    global _internet  # noqa: PLW0603 - one pool of connections for the process
    if _internet is None:
        _internet = PublicFetcher()
    return _internet


def extract_credential(file: bytes) -> bytes:
    """The credential's bytes from a baked picture or a JSON file.

    Raises:
        NotACredential: there is none that can be read.
    """
    try:
        return extract(file)
    except NotBakeable as error:
        raise NotACredential(
            _("This file carries no badge: %(why)s") % {"why": _(str(error))}
        ) from error


def examine_document(
    document: bytes, *, kept_did_document: Mapping[str, Any] | None = None
) -> Report:
    """Every check on a credential.

    The issuer's keys are looked up where it publishes them; should it be gone, the copy kept on
    the day of the claim serves in their place.
    """
    report = examine(document, now=timezone.now(), fetcher=SiteFetcher())
    kept = kept_did_document or {}
    if not kept or all(check.reason != "key_unavailable" for check in report.checks):
        return report
    return examine(document, now=timezone.now(), did_documents={str(kept["id"]): kept})


def issuer_did_document(document: bytes) -> dict[str, Any]:
    """The DID document of a credential's did:web issuer as published now; empty if there is none,
    or if what stands there is another's."""
    issuer = json.loads(document)["issuer"]
    did = issuer["id"] if isinstance(issuer, dict) else issuer
    try:
        data = SiteFetcher().fetch(
            did_web_url(did), accept="application/did+json", max_bytes=256 * 1024
        )
        found = json.loads(data)
    except (CredentialError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("id") == did else {}
