"""How allauth meets our house: its mails take our outbox, its people are ours."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from acquis.common.domain.mail import Letter, post
from acquis.people.models import Person


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
    return Letter(
        subject=_("A change to your account"),
        paragraphs=(
            _(
                "Something was changed in your account "
                "(an address, a password or a way to sign in)."
            ),
            _("If it was not you, sign in and check your account, or write to us."),
        ),
        action=(_("See my account"), settings.BASE_URL + "/accounts/email/"),
    )
