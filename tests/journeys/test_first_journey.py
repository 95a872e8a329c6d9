"""From a designer's first idea to a stranger's verdict, in French, in a real browser."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.rdfc10 import canonicalize
from acquis.credentials.formats.png import bake, extract
from tests.credentials.others import (
    canonical_by_others,
    issuer_by_openbadgeslib,
    issuer_by_openvc,
)
from tests.journeys.conftest import Product, Visitor
from tests.running import SOURCE

pytestmark = pytest.mark.journey

DESIGNER = "camille.renaud@institut-boreal.example"
ASSESSOR = "hugo.marchal@institut-boreal.example"
CANDIDATE = "ines.moreau@courriel.example"
NAME = "Présenter un projet à un jury"
PAGE = "/catalog/institut-boreal/presenter-un-projet-a-un-jury/"


def test_a_skill_is_recognised_signed_kept_and_verified(
    product: Product, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    _publish_achievement(visitor())
    candidate = visitor()
    _apply(candidate, tmp_path)
    _ask_a_question(visitor())
    _answer(candidate)
    _award(visitor())
    png, credential = _claim(candidate, tmp_path)
    shared = _share(candidate)
    stranger = visitor()
    _look_at_the_public_page(stranger, shared)
    _verify_the_picture(stranger, png)
    did_document = tmp_path / "did.json"
    did_document.write_bytes(_did_document(product, credential))
    _others_accept_it(credential.read_bytes(), json.loads(did_document.read_bytes()))
    product.stop()
    _verify_on_the_command_line(png, did_document, tmp_path)


def _publish_achievement(designer: Visitor) -> None:
    page = designer.page
    designer.open("/")
    designer.look("01-accueil")
    designer.sign_in(DESIGNER)
    designer.look("02-tableau-de-bord")
    page.get_by_role("link", name="Micro-certifications").first.click()
    designer.look("03-micro-certifications")
    page.get_by_role("link", name="Nouvelle micro-certification").click()
    page.get_by_label("Nom en français").fill(NAME)
    page.get_by_label("Ce qu’elle reconnaît, en français").fill(
        "Présenter un projet à un jury en dix minutes, et répondre à ses questions."
    )
    skills = {"presenter": "présenter des rapports", "ecouter": "écouter activement"}
    for search, label in skills.items():
        page.get_by_label("Trouver une compétence").fill(search)
        page.get_by_role("button", name=label, exact=False).first.click()
        chosen = page.locator("#skills [data-row]", has_text=label)
        chosen.get_by_text("Pratique").click()
    criteria = page.get_by_label("Critère en français")
    criteria.nth(0).fill("La présentation tient en dix minutes et suit un fil.")
    criteria.nth(1).fill("Chaque question reçoit une réponse précise.")
    page.get_by_label("Durée de validité").select_option("36")
    page.get_by_text("Écu", exact=True).click()
    expect(page.locator("#preview img").first).to_be_visible()
    designer.look("04-editeur")
    page.get_by_role("button", name="Enregistrer et publier").click()
    page.wait_for_url(designer.url + PAGE)
    expect(page.get_by_text("Publiée. Chacun peut désormais")).to_be_visible()
    designer.look("05-publiee")


def _apply(candidate: Visitor, tmp_path: Path) -> None:
    page = candidate.page
    slides = tmp_path / "présentation.pdf"
    slides.write_bytes(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    candidate.open(PAGE)
    candidate.look("06-page-publique")
    page.get_by_role("link", name="Faire une demande").click()
    page.get_by_label("Votre nom").fill("Inès Moreau")
    page.get_by_label("Votre adresse e-mail").fill(CANDIDATE)
    page.get_by_label("Ce que vous avez fait").fill(
        "J’ai présenté notre projet de recyclerie devant le jury de la région, en mars."
    )
    page.get_by_label("Fichiers").set_input_files(slides)
    page.get_by_label("Lien", exact=True).fill("https://recyclerie.example/projet")
    candidate.look("07-demande")
    page.get_by_role("button", name="Déposer ma demande").click()
    expect(page.get_by_role("heading", name="Regardez vos e-mails")).to_be_visible()
    candidate.look("08-regardez-vos-mails")
    _follow_mail(candidate, "Confirmez votre demande", "/applications/confirm/")
    candidate.look("09-confirmer")
    page.get_by_role("button", name="Confirmer et déposer").click()
    expect(page.get_by_text("en attente d’évaluation").first).to_be_visible()
    candidate.look("10-demande-deposee")


def _ask_a_question(assessor: Visitor) -> None:
    page = assessor.page
    assessor.sign_in(ASSESSOR)
    page.get_by_role("link", name="À évaluer").first.click()
    assessor.look("11-file-des-evaluations")
    page.get_by_role("link", name="Inès Moreau").click()
    page.get_by_label("Votre commentaire").fill("Combien de personnes composaient le jury ?")
    page.get_by_role("button", name="Poser une question").click()
    expect(page.get_by_text("Votre question est envoyée")).to_be_visible()


def _answer(candidate: Visitor) -> None:
    page = candidate.page
    _follow_mail(candidate, "Une question sur votre demande", "/applications/")
    candidate.look("12-question")
    page.get_by_label("Votre réponse").fill("Cinq, dont deux élues.")
    page.get_by_role("button", name="Envoyer ma réponse").click()
    expect(page.get_by_text("Votre réponse est envoyée")).to_be_visible()


def _award(assessor: Visitor) -> None:
    page = assessor.page
    assessor.sign_in(ASSESSOR)
    assessor.open("/assess/")
    page.get_by_role("link", name="Inès Moreau").click()
    for met in page.get_by_text("Atteint", exact=True).all():
        met.click()
    for level in page.get_by_text("Maîtrise", exact=True).all():
        level.click()
    page.get_by_label("Votre commentaire").fill("Un fil clair, des réponses précises.")
    assessor.look("13-evaluation")
    page.get_by_role("button", name="Attribuer", exact=True).click()
    expect(page.get_by_text("Attribuée. Le badge")).to_be_visible()


def _claim(candidate: Visitor, tmp_path: Path) -> tuple[Path, Path]:
    """Two clicks: the link in the mail, and the button on its page."""
    page = candidate.page
    _follow_mail(candidate, "Bravo ! Votre badge", "/passport/claim/")
    candidate.look("14-recevoir")
    page.get_by_role("button", name="Ajouter à mon passeport").click()
    expect(page.get_by_text("Authentique et valide")).to_be_visible()
    candidate.look("15-badge-detenu")
    files = []
    downloads = {"Image du badge (PNG)": "badge.png", "Attestation signée": "badge.json"}
    for label, name in downloads.items():
        with page.expect_download() as download:
            page.get_by_role("link", name=label).click()
        files.append(tmp_path / name)
        download.value.save_as(files[-1])
    candidate.open("/passport/")
    candidate.look("16-passeport")
    page.go_back()
    return files[0], files[1]


def _share(candidate: Visitor) -> str:
    link = candidate.page.get_by_role("link", name="Voir la page publique")
    return str(link.get_attribute("href"))


def _look_at_the_public_page(stranger: Visitor, path: str) -> None:
    page = stranger.page
    stranger.open(path)
    stranger.look("17-page-du-badge")
    expect(page.get_by_text("Authentique et valide")).to_be_visible()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.get_by_text("Inès Moreau").first).to_be_visible()
    expect(page.get_by_text("Maîtrise", exact=True).first).to_be_visible()
    assert _checks(stranger) == {
        "Forme": "réussi",
        "Vocabulaire": "réussi",
        "Signature": "réussi",
        "Émetteur": "réussi",
        "Dates": "réussi",
        "Révocation": "sans objet",
        "Endossements": "sans objet",
    }


def _verify_the_picture(stranger: Visitor, png: Path) -> None:
    stranger.open("/verify/")
    stranger.look("18-verifier")
    stranger.page.get_by_label("Badge", exact=False).first.set_input_files(png)
    expect(stranger.page.get_by_text("Authentique et valide")).to_be_visible()
    stranger.look("19-verdict")
    assert set(_checks(stranger).values()) == {"réussi", "sans objet"}
    altered = png.with_name("altered.png")
    altered.write_bytes(_with_one_changed_letter(png.read_bytes()))
    stranger.open("/verify/")
    stranger.page.get_by_label("Badge", exact=False).first.set_input_files(altered)
    expect(stranger.page.get_by_text("Non valide", exact=True)).to_be_visible()
    stranger.look("20-verdict-non-valide")
    assert _checks(stranger)["Signature"] == "échoué"


def _others_accept_it(credential: bytes, did_document: dict[str, Any]) -> None:
    """Verifiers that are not ours, and the canonical form that pyld and pyoxigraph make of it."""
    assert issuer_by_openbadgeslib(credential, did_document) == did_document["id"]
    assert issuer_by_openvc(credential, did_document) == did_document["id"]
    unsecured = {key: value for key, value in json.loads(credential).items() if key != "proof"}
    assert canonicalize(to_quads(unsecured)) == canonical_by_others(unsecured)


def _checks(visitor: Visitor) -> dict[str, str]:
    rows = visitor.page.locator(".check h3").all_inner_texts()
    return {row.partition(":")[0].strip(): row.partition(":")[2].strip() for row in rows}


def _verify_on_the_command_line(png: Path, did_document: Path, tmp_path: Path) -> None:
    offline = ["--offline", "--did-document", str(did_document)]
    code, output = _acquis_verify(str(png), *offline, "--json")
    assert code == 0
    report = json.loads(output)
    assert report["verdict"] == "valid"
    assert [(check["check"], check["outcome"]) for check in report["checks"]] == [
        ("structure", "passed"),
        ("context", "passed"),
        ("proof", "passed"),
        ("issuer_key", "passed"),
        ("dates", "passed"),
        ("status", "not_applicable"),
        ("endorsements", "not_applicable"),
    ]
    code, output = _acquis_verify(str(png), *offline, "--lang", "fr")
    assert (code, output.splitlines()[0]) == (0, "VALIDE : ce badge est authentique.")
    assert _acquis_verify(str(png), "--offline")[0] == 2
    code, output = _acquis_verify(str(tmp_path / "altered.png"), *offline)
    assert code == 1
    assert "The signature does not match: the content was changed after signing." in output


def _acquis_verify(*arguments: str) -> tuple[int, str]:
    result = subprocess.run(
        [sys.executable, "-m", "acquis.web.cli", "verify", *arguments],
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": SOURCE},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout


def _with_one_changed_letter(png: bytes) -> bytes:
    """The picture with one letter of the credential changed and its checksum made right again."""
    return bake(png, extract(png).replace("Présenter".encode(), "Présentez".encode(), 1))


def _did_document(product: Product, credential: Path) -> bytes:
    issuer = json.loads(credential.read_bytes())["issuer"]["id"]
    path = "/".join(issuer.split(":")[3:])
    return product.get(f"/{path}/did.json").raise_for_status().content


def _follow_mail(visitor: Visitor, subject: str, path: str) -> None:
    """Read one's mail on the demonstration's mailbox page and follow the link in it."""
    page = visitor.page
    for _ in range(50):
        visitor.open(f"/mailbox/?to={CANDIDATE}")
        letter = page.get_by_role("link", name=subject)
        if letter.count():
            break
        page.wait_for_timeout(200)
    letter.first.click()
    page.locator(f"main a[href*='{path}']").first.click()
