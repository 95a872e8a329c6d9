"""A coordinator takes out all that her organisation has issued, and sends a mail again."""

import io
import json
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey

COORDINATOR = "nadia.benali@institut-boreal.example"
ELSEWHERE = "sophie.lemaire@groupe-aldane.example"
ISSUED = "/o/institut-boreal/credentials/"


def test_an_export_is_followed_live_and_downloaded(visitor: Callable[..., Visitor]) -> None:
    coordinator = visitor()
    page = coordinator.page
    coordinator.sign_in(COORDINATOR)
    coordinator.open(ISSUED)
    page.get_by_role("button", name="Tout exporter").click()
    # The page asks for news by itself: nothing is clicked and nothing reloaded from here on.
    link = page.get_by_role("link", name="Télécharger le ZIP")
    expect(link).to_be_visible()
    coordinator.look("40-export")
    with page.expect_download() as started:
        link.click()
    content = ZipFile(io.BytesIO(started.value.path().read_bytes()))
    assert content.testzip() is None
    assert content.namelist()[-1] == "attestations.csv"
    documents = [json.loads(content.read(name)) for name in content.namelist()[:-1]]
    assert {document["issuer"]["name"] for document in documents} == {"Institut Boréal"}
    page.get_by_role("link", name="Tous mes travaux").click()
    expect(page.get_by_role("heading", name="Export de toutes les attestations")).to_have_count(1)
    coordinator.look("41-mes-travaux")
    stranger = visitor()
    stranger.sign_in(ELSEWHERE)
    stranger.open("/jobs/")
    expect(stranger.page.get_by_text("Rien n’est en cours")).to_be_visible()
