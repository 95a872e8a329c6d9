"""A person's keys to her account, and an invitation, in a real browser with a real authenticator.

The passkey is Chromium's own virtual authenticator (Web Authentication Level 2, 11), over CDP.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, expect

from tests.journeys.conftest import Demonstration, Product, Visitor, running_product
from tests.people.totp import code

pytestmark = [pytest.mark.journey, pytest.mark.pages]


@pytest.fixture
def product(demonstration: Demonstration, tmp_path: Path) -> Iterator[Product]:
    """One for each: a second factor of one journey would stand in the way of the next."""
    with running_product(demonstration, tmp_path / "data") as found:
        yield found


OWNER = "camille.renaud@institut-boreal.example"
HOLDER = "lea.dubois@aldane-energie.example"
INVITED = "zoe.martin@courriel.example"
PASSWORD = "acquis-demo"


def test_a_passkey_signs_in_and_another_authenticator_does_not(
    visitor: Callable[..., Visitor],
) -> None:
    holder = visitor()
    page = holder.page
    browser = _with_authenticator(holder)
    holder.sign_in(HOLDER)
    holder.open("/accounts/2fa/webauthn/")
    holder.look("account-passkeys-none")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Nom").fill("Mon téléphone")
    holder.look("account-passkey-add")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    holder.open("/accounts/2fa/webauthn/")
    expect(page.get_by_text("Mon téléphone").first).to_be_visible()
    holder.look("account-passkeys")
    page.context.clear_cookies()
    holder.open("/accounts/login/?next=/account/")
    holder.look("account-login")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url(holder.url + "/account/")
    page.context.clear_cookies()
    _by_password(holder)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url(holder.url + "/home/")
    browser.send("WebAuthn.disable")

    stranger = visitor()
    _with_authenticator(stranger)
    stranger.open("/accounts/login/")
    stranger.page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(stranger.page.get_by_text("Cela n’a pas fonctionné")).to_be_visible()
    stranger.look("account-login-refused")


def test_codes_from_an_app_are_set_up_and_asked_for(visitor: Callable[..., Visitor]) -> None:
    holder = visitor(theme="dark")
    page = holder.page
    holder.sign_in(HOLDER)
    holder.open("/accounts/2fa/")
    holder.look("account-second-factor")
    page.get_by_role("link", name="Configurer").click()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    secret = page.locator(".select-all").inner_text()
    holder.look("account-app")
    page.get_by_role("textbox", name="Code").fill(code(secret))
    page.get_by_role("button", name="Activer").click()
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    holder.look("account-recovery-codes")
    spare = page.locator("main ul.font-mono li").first.inner_text()
    page.context.clear_cookies()
    _by_password(holder)
    holder.look("account-one-more-step")
    page.get_by_label("Code de votre application").fill(spare)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(holder.url + "/home/")


def test_an_invitation_is_accepted_in_one_step(visitor: Callable[..., Visitor]) -> None:
    owner = visitor()
    page = owner.page
    owner.sign_in(OWNER)
    owner.open("/o/institut-boreal/members/invite/")
    page.get_by_label("Adresses e-mail").fill(f"Zoé Martin <{INVITED}>")
    page.get_by_text("Évaluateur", exact=True).click()
    owner.look("members-invite")
    page.get_by_role("button", name="Envoyer les invitations").click()
    expect(page.get_by_text("1 invitation envoyée.")).to_be_visible()
    owner.look("members-invited")

    invited = visitor()
    _follow_invitation(invited)
    invited.look("invitation")
    invited.page.get_by_role("button", name="Ouvrir mon compte et rejoindre").click()
    invited.page.wait_for_url(invited.url + "/home/")
    expect(invited.page.get_by_text("Bienvenue chez Institut Boréal.")).to_be_visible()
    for name, path in [
        ("account-profile", "/account/"),
        ("account-addresses", "/accounts/email/"),
        ("account-password", "/accounts/password/set/"),
        ("account-devices", "/accounts/sessions/"),
        ("account-notifications", "/account/notifications/"),
    ]:
        invited.open(path)
        invited.look(name)

    owner.open("/o/institut-boreal/members/?q=zoe")
    page.get_by_role("link", name="Zoé Martin").first.click()
    owner.look("members-one")


def _by_password(holder: Visitor) -> None:
    """As far as the password goes for somebody with a second factor."""
    holder.open("/accounts/login/")
    holder.page.get_by_label("Adresse e-mail").fill(HOLDER)
    holder.page.get_by_label("Mot de passe").fill(PASSWORD)
    holder.page.get_by_role("button", name="Se connecter", exact=True).click()
    holder.page.wait_for_url(holder.url + "/accounts/2fa/authenticate/")


def _with_authenticator(visitor: Visitor) -> CDPSession:
    """A device of this browser that keeps passkeys, and whose person always confirms."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def _follow_invitation(visitor: Visitor) -> None:
    page = visitor.page
    for _ in range(50):
        visitor.open(f"/mailbox/?to={INVITED}")
        letter = page.get_by_role("link", name="Rejoindre Institut Boréal")
        if letter.count():
            break
        page.wait_for_timeout(200)
    letter.first.click()
    page.locator("main a[href*='/invitations/']").first.click()
