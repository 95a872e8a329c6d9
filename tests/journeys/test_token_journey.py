"""An integrator's path: a token is made, copied once, used by a program, withdrawn, and refused."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Product, Visitor

pytestmark = pytest.mark.journey

OWNER = "philippe.arnaud@groupe-aldane.example"
TOKENS = "/o/groupe-aldane/tokens/"
BELOW = "organizations/aldane-energie/credentials"
ELSEWHERE = "organizations/institut-boreal/credentials"


def test_a_token_is_made_copied_used_and_withdrawn(
    product: Product, visitor: Callable[..., Visitor]
) -> None:
    owner = visitor()
    page = owner.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    owner.sign_in(OWNER)
    page.get_by_role("link", name="Jetons d’API").click()
    owner.look("41-jetons-aucun")
    page.get_by_label("Nom").fill("SIRH du groupe")
    page.get_by_role("button", name="Créer le jeton").click()
    expect(page.get_by_text("Copiez-le maintenant")).to_be_visible()
    owner.look("42-jeton")
    page.get_by_role("button", name="Copier le jeton").click()
    expect(page.get_by_role("button", name="C’est copié")).to_be_visible()
    token = str(page.evaluate("navigator.clipboard.readText()"))

    owner.open(TOKENS)
    assert token not in page.content()
    row = page.get_by_role("row").filter(has_text="SIRH du groupe")
    expect(row.get_by_text("jamais")).to_be_visible()

    asked = ask(product, BELOW, token)
    assert asked.status_code == httpx.codes.OK
    items = asked.json()["items"]
    assert items
    assert {"id", "achievement", "holder", "issued_at", "valid_until", "claimed_at"} == set(
        items[0]
    )
    document = ask(product, f"{BELOW}/{items[0]['id']}/document", token)
    assert (document.status_code, document.json()["id"]) == (200, f"urn:uuid:{items[0]['id']}")
    assert ask(product, ELSEWHERE, token).status_code == httpx.codes.NOT_FOUND
    assert ask(product, BELOW, token[:-1] + "x").status_code == httpx.codes.UNAUTHORIZED

    page.reload()
    expect(row.get_by_text("jamais")).to_have_count(0)
    row.get_by_role("button", name="Retirer").click()
    expect(page.get_by_text("n’ouvre plus rien")).to_be_visible()
    owner.look("43-jeton-retire")
    refused = ask(product, BELOW, token)
    assert refused.status_code == httpx.codes.UNAUTHORIZED
    assert refused.headers["content-type"] == "application/problem+json"


def ask(product: Product, path: str, token: str) -> httpx.Response:
    return product.get(f"/api/v1/{path}", Authorization=f"Bearer {token}")
