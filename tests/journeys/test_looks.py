"""The gallery and five pages, light and dark, wide and narrow: they fit, and axe is content."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Demonstration, Product, Visitor, running_product

pytestmark = [pytest.mark.journey, pytest.mark.pages]

OWNER = "camille.renaud@institut-boreal.example"
PAGES = {
    "galerie": "/design/",
    "tableau-de-bord": "/home/",
    "catalogue": "/catalog/",
    "demandes": "/o/institut-boreal/applications/",
    "micro-certifications": "/o/institut-boreal/achievements/",
    "profil": "/o/institut-boreal/profile/",
}


@pytest.fixture(scope="module")
def product(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """In development, where the gallery is."""
    data: Path = tmp_path_factory.mktemp("looks") / "data"
    with running_product(demonstration, data, ACQUIS_DEBUG="1") as found:
        yield found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_hold_in_each_theme(visitor: Callable[..., Visitor], theme: str) -> None:
    owner = visitor(theme=theme)
    owner.sign_in(OWNER)
    for name, path in PAGES.items():
        owner.open(path)
        assert owner.page.evaluate("document.documentElement.dataset.theme") == theme
        owner.look(f"look-{name}-{theme}")
        owner.page.set_viewport_size({"width": 320, "height": 640})
        assert owner.page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_a_list_is_searched_and_sorted_without_a_reload(visitor: Callable[..., Visitor]) -> None:
    owner = visitor()
    owner.sign_in(OWNER)
    page = owner.page
    owner.open("/o/institut-boreal/applications/")
    page.evaluate("window.kept = true")
    page.get_by_role("searchbox").fill("lea dubois")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_role("link", name="Candidat", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    assert page.evaluate("location.search") == "?q=lea+dubois&sort=candidate"
    assert page.evaluate("window.kept") is True
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(1)


def test_a_list_works_without_scripts(visitor: Callable[..., Visitor]) -> None:
    stranger = visitor(scripts=False)
    page = stranger.page
    stranger.open("/catalog/")
    page.get_by_role("searchbox").fill("REUNION")
    page.get_by_role("button", name="Rechercher").click()
    expect(page.get_by_role("heading", level=2)).to_have_count(1)


def test_what_cannot_be_undone_is_asked_once_more(visitor: Callable[..., Visitor]) -> None:
    owner = visitor()
    owner.sign_in(OWNER)
    page = owner.page
    owner.open("/o/institut-boreal/achievements/")
    page.get_by_role("button", name="Retirer").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    owner.look("look-dialogue")
    dialog.get_by_role("button", name="Annuler").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Retirer").first.click()
    dialog.get_by_role("button", name="Retirer").click()
    expect(page.get_by_text("N’est plus au catalogue")).to_be_visible()
