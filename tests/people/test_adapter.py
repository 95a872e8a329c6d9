"""The words of allauth's mails, and the language they are in."""

from typing import Any

import pytest
from django.utils import translation

from acquis.common.models import OutgoingMail
from acquis.people.adapter import AccountAdapter
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PREFIX = "account/email/"
LOGIN = "https://badges.example/accounts/login/"


@pytest.fixture(autouse=True)
def _base_url(settings: Any) -> None:
    settings.BASE_URL = "https://badges.example"


def send(template: str, context: dict[str, Any]) -> OutgoingMail:
    AccountAdapter().send_mail(PREFIX + template, "lea@courriel.example", context)
    return OutgoingMail.objects.get()


@pytest.mark.parametrize(
    ("template", "context", "subject", "part"),
    [
        ("login_code", {"code": "AB-12"}, "Votre code : AB-12", "\n\nAB-12\n\n"),
        ("unknown_account", {}, "Aucun compte à cette adresse", LOGIN),
        ("account_already_exists", {}, "Vous avez déjà un compte", LOGIN),
        (
            "password_reset_key",
            {"password_reset_url": "https://badges.example/reset/x/"},
            "Choisir un nouveau mot de passe",
            "https://badges.example/reset/x/",
        ),
        (
            "password_changed",
            {},
            "Une modification de votre compte",
            "https://badges.example/account/",
        ),
    ],
)
def test_each_occasion_has_its_words(
    template: str, context: dict[str, Any], subject: str, part: str
) -> None:
    mail = send(template, context)
    assert (mail.to, mail.subject, mail.language) == ("lea@courriel.example", subject, "fr")
    assert part in mail.text


def test_a_person_is_written_to_in_her_language() -> None:
    with translation.override("fr"):
        mail = send("login_code", {"code": "AB-12", "user": factories.person(language="en")})
    assert (mail.language, mail.subject) == ("en", "Your code: AB-12")


@pytest.mark.parametrize(("active", "written"), [("en", "en"), (None, "fr")])
def test_a_stranger_is_written_to_in_the_language_of_the_page(
    active: str | None, written: str
) -> None:
    with translation.override(active):
        mail = send("unknown_account", {})
    assert mail.language == written


def test_anybody_may_sign_up() -> None:
    assert AccountAdapter().is_open_for_signup(None)  # type: ignore[arg-type] # asks nothing of it
