"""With the keyboard alone: a candidate applies, an assessor awards. No pointer is ever used."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.pages]

CANDIDATE = "lea.dubois@aldane-energie.example"
ASSESSOR = "hugo.marchal@institut-boreal.example"
MOST_PRESSES = 80

# What has the focus, as somebody would name it: its label, else its words.
FOCUSED = """() => {
  const e = document.activeElement;
  if (e === document.body) return "";
  const labels = [...(e.labels ?? [])].map(label => label.innerText).join(" ");
  return (e.getAttribute("aria-label") || labels || e.innerText || e.value || "").trim();
}"""
# Whether the focus can be seen: an outline, or the outline of what it stands in.
VISIBLE = """() => {
  for (let e = document.activeElement; e && e !== document.body; e = e.parentElement) {
    const style = getComputedStyle(e), after = getComputedStyle(e, "::after");
    const shows = s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0;
    if (shows(style) || shows(after) || style.boxShadow.includes("inset")) return true;
    const next = e.nextElementSibling;
    if (next && shows(getComputedStyle(next))) return true;
  }
  const drop = document.activeElement.closest("[data-drop]");
  return !!drop && getComputedStyle(drop.querySelector(".drop-button")).outlineStyle !== "none";
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is named so has the focus; at every stop, the focus must be seen."""
    seen = []
    for _ in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if seen[-1]:
            assert page.evaluate(VISIBLE), f"the focus cannot be seen on {seen[-1]!r}"
        if re.fullmatch(rf"{re.escape(name)}\s*([(\n].*)?", seen[-1], re.DOTALL):
            return
    pytest.fail(f"Tab never came to {name!r}, but to {seen}")


def sign_in(visitor: Visitor, email: str) -> Page:
    page = visitor.page
    visitor.open("/accounts/login/")
    tab_to(page, "Adresse e-mail")
    page.keyboard.type(email)
    tab_to(page, "Mot de passe")
    page.keyboard.type("acquis-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(visitor.url + "/home/")
    return page


def go_to(page: Page, words: str, first: str) -> None:
    """Ctrl+K, some letters, Enter."""
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(words)
    option = page.get_by_role("option").first
    expect(option).to_contain_text(first)
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")


def test_a_candidate_applies_and_an_assessor_awards(visitor: Callable[..., Visitor]) -> None:
    _apply(visitor())
    _award(visitor())


def _apply(visitor: Visitor) -> None:
    page = sign_in(visitor, CANDIDATE)
    go_to(page, "former pairs", "Former ses pairs")
    expect(page.get_by_role("heading", level=1, name="Former ses pairs")).to_be_visible()
    tab_to(page, "Faire une demande")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Ce que vous avez fait")).to_be_visible()
    tab_to(page, "Ce que vous avez fait, et ce que cela montre")
    page.keyboard.type("J’ai formé quatre collègues à la consignation, en mars.")
    tab_to(page, "Lien")
    page.keyboard.type("https://portfolio.example/formation")
    tab_to(page, "Déposer ma demande")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Votre demande est déposée")).to_be_visible()


def _award(visitor: Visitor) -> None:
    page = sign_in(visitor, ASSESSOR)
    go_to(page, "evaluer", "À évaluer")
    expect(page.get_by_role("heading", level=1, name="À évaluer")).to_be_visible()
    tab_to(page, "Léa Dubois")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Léa Dubois")).to_be_visible()
    groups = page.locator("form fieldset")
    for _ in range(groups.count()):
        _choose(page)
    tab_to(page, "Votre commentaire")
    page.keyboard.type("Préparé, vérifié, repris avec chacun.")
    tab_to(page, "Attribuer")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Attribuée. Le badge")).to_be_visible()


def _choose(page: Page) -> None:
    """Tab into the next group of choices: Space takes the first, arrows climb from there."""
    for _ in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        kind = page.evaluate("document.activeElement.type")
        chosen = page.evaluate(
            '!!document.querySelector(`input[name="${document.activeElement.name}"]:checked`)'
        )
        if kind == "radio" and not chosen:
            page.keyboard.press("Space")
            if page.evaluate("document.getElementsByName(document.activeElement.name).length") > 2:
                page.keyboard.press("ArrowDown")
                page.keyboard.press("ArrowDown")
            return
    pytest.fail("Tab never came to a group of choices")


def test_the_palette_is_left_as_it_was_found(visitor: Callable[..., Visitor]) -> None:
    visitor = visitor()
    page = sign_in(visitor, ASSESSOR)
    tab_to(page, "Aller à")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option").first).to_be_visible()
    first = page.get_by_role("combobox").get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("combobox").get_attribute("aria-activedescendant") != first
    page.keyboard.press("ArrowUp")
    assert page.get_by_role("combobox").get_attribute("aria-activedescendant") == first
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate(FOCUSED).startswith("Aller à")
