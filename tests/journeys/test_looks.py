"""The gallery and the main pages, light and dark, wide and narrow: they fit, and axe is content."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Demonstration, Product, Visitor, running_product

pytestmark = [pytest.mark.journey, pytest.mark.pages]

OWNER = "camille.renaud@institut-boreal.example"
NETWORK_HEAD = "philippe.arnaud@groupe-aldane.example"
ASSESSOR = "hugo.marchal@institut-boreal.example"
HOLDER = "lea.dubois@aldane-energie.example"
# What each sees; a second part is the link that is followed from there.
PAGES = {
    OWNER: {
        "galerie": ["/design/"],
        "tableau-de-bord": ["/home/"],
        "catalogue": ["/catalog/"],
        "demandes": ["/o/institut-boreal/applications/"],
        "micro-certifications": ["/o/institut-boreal/achievements/"],
        "editeur": ["/o/institut-boreal/achievements/new/"],
        "membres": ["/o/institut-boreal/members/"],
        "invitations": ["/o/institut-boreal/invitations/"],
        "journal": ["/o/institut-boreal/journal/"],
        "travaux": ["/jobs/"],
        "profil": ["/o/institut-boreal/profile/"],
    },
    NETWORK_HEAD: {"reseau": ["/home/"]},
    ASSESSOR: {"a-evaluer": ["/assess/"], "evaluation": ["/assess/", "main li a"]},
    HOLDER: {
        "passeport": ["/passport/"],
        "badge": ["/passport/", "main li a"],
        "page-publique": ["/passport/", "main li a", "a[href^='/s/']"],
    },
}


@pytest.fixture(scope="module")
def product(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """In development, where the gallery is."""
    data: Path = tmp_path_factory.mktemp("looks") / "data"
    with running_product(demonstration, data, ACQUIS_DEBUG="1") as found:
        yield found


def go(person: Visitor, way: list[str]) -> None:
    person.open(way[0])
    for link in way[1:]:
        person.open(str(person.page.locator(link).first.get_attribute("href")))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("who", PAGES)
def test_pages_hold_in_each_theme(visitor: Callable[..., Visitor], who: str, theme: str) -> None:
    person = visitor(theme=theme)
    person.sign_in(who)
    for name, way in PAGES[who].items():
        go(person, way)
        assert person.page.evaluate("document.documentElement.dataset.theme") == theme
        person.look(f"look-{name}-{theme}")
        person.page.set_viewport_size({"width": 320, "height": 640})
        assert person.page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_a_badge_is_printed_as_a_document(visitor: Callable[..., Visitor]) -> None:
    """On paper, whatever the theme: what it proves and where to verify it, and nothing to click."""
    holder = visitor(theme="dark")
    holder.sign_in(HOLDER)
    go(holder, PAGES[HOLDER]["page-publique"])
    page = holder.page
    page.emulate_media(media="print")
    for shown in ("Authentique et valide", "Obtenue par", "Ce qui a été vérifié"):
        expect(page.get_by_text(shown).first).to_be_visible()
    expect(page.get_by_text(f"Vérifier ce badge : {page.url}")).to_be_visible()
    buttons = page.locator("button, .button, nav, .demo-strip").all()
    assert [found.inner_text() for found in buttons if found.is_visible()] == []
    colours = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(colours) == "rgb(255, 255, 255)"


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
