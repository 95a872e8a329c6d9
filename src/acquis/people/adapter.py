"""How allauth meets our house: its mails take our outbox, its people are ours."""

import logging
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.common.domain.mail import Letter, post
from acquis.common.errors import SealBroken
from acquis.people.domain import second_factor
from acquis.people.models import Person

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = context.get("user")
        language = person.language if person else translation.get_language() or "fr"
        with translation.override(language):
            post(_letter(template_prefix, context), to=email, language=language)

    def new_user(self, request: HttpRequest) -> Person:
        """Somebody who signs up reads the language of the page where she does."""
        person: Person = super().new_user(request)
        person.language = translation.get_language() or settings.LANGUAGE_CODE
        return person

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return True


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """The names by which authenticators keep us: those of the public address, whoever asked.

    What a second factor is computed from is sealed at rest.
    """

    def encrypt(self, text: str) -> str:
        return second_factor.seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """allauth asks while it validates the form with the code, which then says what is wrong."""
        try:
            return second_factor.open_secret(encrypted_text)
        except SealBroken as error:
            logger.exception("a second factor cannot be opened")
            raise ValidationError(error.message) from error

    def get_totp_issuer(self) -> str:
        return f"Acquis ({urlsplit(settings.BASE_URL).hostname})"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Web Authentication Level 2, 5.4.2: the RP ID is a domain, without scheme or port."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "", "name": "Acquis"}

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002 - allauth's
        known = Authenticator.objects.filter(user=user, type=type).count()
        return _("My passkey") if not known else _("Passkey %(number)d") % {"number": known + 1}


# What a mail says that tells of a change, by allauth's name for it.
_CHANGES = {
    "password_changed": gettext_noop("Your password was changed."),
    "password_set": gettext_noop("A password was set for your account."),
    "password_reset": gettext_noop("A new password was chosen through a mail."),
    "email_changed": gettext_noop("Another of your addresses is now the main one."),
    "email_confirm": gettext_noop("An address was verified and now opens your account."),
    "email_deleted": gettext_noop("An address was removed from your account."),
    "totp_activated": gettext_noop("Codes from an app are now asked for when you sign in."),
    "totp_deactivated": gettext_noop("Codes from an app are no longer asked for."),
    "recovery_codes_generated": gettext_noop("New recovery codes were made; older ones are void."),
    "webauthn_added": gettext_noop("A passkey was added to your account."),
    "webauthn_removed": gettext_noop("A passkey was removed from your account."),
}


def _letter(template_prefix: str, context: dict[str, Any]) -> Letter:
    if "code" in context:
        return Letter(
            subject=_("Your code: %(code)s") % {"code": context["code"]},
            paragraphs=(_("Type this code on the page that asked for it:"),),
            code=context["code"],
            closing=(_("If you did not ask for it, do nothing: nobody has entered."),),
        )
    if template_prefix.endswith("unknown_account"):
        return Letter(
            subject=_("No account with this address"),
            paragraphs=(
                _("Somebody, perhaps you, tried to sign in with this address."),
                _("There is no account with it. You may have used another address."),
            ),
            action=(_("Try another address"), settings.BASE_URL + "/accounts/login/"),
        )
    if template_prefix.endswith("account_already_exists"):
        return Letter(
            subject=_("You already have an account"),
            paragraphs=(_("Somebody, perhaps you, tried to create an account with this address."),),
            action=(_("Sign in"), settings.BASE_URL + "/accounts/login/"),
        )
    if "password_reset_url" in context:
        return Letter(
            subject=_("Choose a new password"),
            paragraphs=(_("Follow this link to choose a new password."),),
            action=(_("Choose a new password"), context["password_reset_url"]),
            closing=(_("If you did not ask for it, do nothing: your password stays as it is."),),
        )
    change = _CHANGES.get(template_prefix.rpartition("/")[2])
    return Letter(
        subject=_("A change to your account"),
        paragraphs=(
            _(change) if change else _("Something was changed in your account."),
            _("If it was not you, sign in, end the other devices and change your password."),
        ),
        action=(_("See my account"), settings.BASE_URL + "/account/"),
    )
