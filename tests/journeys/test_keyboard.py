"""With the keyboard alone, from a designer's idea to a stranger's verdict.

No pointer is ever used, no address typed after the first of each person, and wherever Tab comes to
stand, the focus is seen.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.pages]

DESIGNER = "camille.renaud@institut-boreal.example"
CANDIDATE = "lea.dubois@aldane-energie.example"
ASSESSOR = "hugo.marchal@institut-boreal.example"
MOST_PRESSES = 80
NAME = "Transmettre une consigne de sécurité"

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


def choose_file(page: Page, name: str, file: Path) -> None:
    """Enter on the field that takes a file opens the browser's own dialog."""
    # Listened for from here on: the browser takes a moment to hand its dialogs over.
    with page.expect_file_chooser() as chooser:
        tab_to(page, name)
        page.keyboard.press("Enter")
    chooser.value.set_files(file)


def test_a_skill_is_modelled_assessed_claimed_and_verified(
    visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    _publish(visitor())
    candidate = visitor()
    _apply(candidate, tmp_path)
    _award(visitor())
    public = _claim(candidate)
    _verify(visitor(), public, tmp_path)


def _publish(visitor: Visitor) -> None:
    page = sign_in(visitor, DESIGNER)
    go_to(page, "micro-certifications", "Micro-certifications")
    expect(page.get_by_role("heading", level=1, name="Micro-certifications")).to_be_visible()
    tab_to(page, "Nouvelle micro-certification")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Nom en français")).to_be_visible()
    tab_to(page, "Nom en français")
    page.keyboard.type(NAME)
    tab_to(page, "Ce qu’elle reconnaît, en français")
    page.keyboard.type("Donner une consigne que chacun comprend, et s’en assurer.")
    tab_to(page, "Trouver une compétence")
    page.keyboard.type("ecouter")
    expect(page.locator("#skill-results button").first).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED).startswith("Écouter activement")
    page.keyboard.press("Enter")
    # The focus goes on to the level of what was added, and the results are gone.
    expect(page.locator("#skills input[type=radio]").first).to_be_focused()
    expect(page.locator("#skill-results button")).to_have_count(0)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Critère en français")
    page.keyboard.type("La consigne est redite par celui qui la reçoit.")
    tab_to(page, "Enregistrer et publier")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Publiée. Chacun peut désormais")).to_be_visible()


def back_to(page: Page, selector: str) -> None:
    """Shift and Tab until what the selector names has the focus."""
    for _ in range(MOST_PRESSES):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Shift+Tab never came to {selector}")


def _apply(visitor: Visitor, tmp_path: Path) -> None:
    report = tmp_path / "compte-rendu.txt"
    report.write_text("Quatre consignes, redites par chacun.", encoding="utf-8")
    page = sign_in(visitor, CANDIDATE)
    go_to(page, "consigne transmettre", NAME)
    expect(page.get_by_role("heading", level=1, name=NAME)).to_be_visible()
    tab_to(page, "Faire une demande")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Ce que vous avez fait")).to_be_visible()
    tab_to(page, "Ce que vous avez fait, et ce que cela montre")
    page.keyboard.type("J’ai formé quatre collègues à la consignation, en mars.")
    choose_file(page, "Fichiers", report)
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


def _claim(visitor: Visitor) -> str:
    """Returns the address of the badge's public page."""
    page = visitor.page
    button = page.get_by_role("button", name="Ajouter à mon passeport")
    for _ in range(50):
        go_to(page, "passeport", "Mon passeport")
        expect(page.get_by_role("heading", level=1, name="Mon passeport")).to_be_visible()
        if button.count():
            break
        page.wait_for_timeout(200)  # the worker signs it now
    tab_to(page, "Ajouter à mon passeport")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Authentique et valide")).to_be_visible()
    tab_to(page, "Voir la page publique")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/s/"))
    return page.url.removeprefix(visitor.url)


def _verify(visitor: Visitor, public: str, tmp_path: Path) -> None:
    page = visitor.page
    visitor.open(public)
    expect(page.get_by_text("Authentique et valide")).to_be_visible()
    picture = tmp_path / "badge.png"
    tab_to(page, "Image du badge (PNG)")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(picture)
    back_to(page, "header a[href='/verify/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Vérifier un badge")).to_be_visible()
    choose_file(page, "Badge Choisir", picture)
    expect(page.get_by_text("Authentique et valide")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=NAME)).to_be_visible()


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
