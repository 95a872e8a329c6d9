from typing import Any

from allauth.account.forms import LoginForm as PasswordLoginForm
from allauth.account.forms import SignupForm as PasswordSignupForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from acquis.people.models import Person


class SignupForm(PasswordSignupForm):  # type: ignore[misc] # allauth has no types
    """Opening an account asks for an address and for no password.

    Whoever signs up with somebody else's address must not hold a key to the account that the
    address's reader will open later. A password can be set once the address is verified.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"]


class LoginForm(PasswordLoginForm):  # type: ignore[misc] # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the page has the link to a new one


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """Name and kind of a new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("So that you know it again among several.")
        self.fields["name"].max_length = 100
        passwordless = self.fields["passwordless"]
        passwordless.label = _("Signs me in on its own")
        passwordless.help_text = _(
            "Without address and password; the device asks for your fingerprint, face or PIN. "
            "Otherwise it serves as a second factor."
        )
        passwordless.initial = True

    def clean(self) -> Any:
        try:
            return super().clean()
        except _UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error


# What fido2 raises on an answer that no authenticator gives; anybody can send one.
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)


class _ReadsAnything:
    """Refuses what is no authenticator's answer, which the library would let fall through."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc] # of the form it is mixed into
        except _UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyLoginForm(_ReadsAnything, LoginWebAuthnForm):  # type: ignore[misc] # untyped library
    """Signing in by passkey alone."""


class PasskeySecondForm(_ReadsAnything, AuthenticateWebAuthnForm):  # type: ignore[misc] # as above
    """A passkey as the second factor."""


class PasskeyAgainForm(_ReadsAnything, ReauthenticateWebAuthnForm):  # type: ignore[misc] # as above
    """A passkey once more, before a change of the account."""


class ProfileForm(forms.ModelForm[Person]):
    """The name under which badges are issued, and the language of pages and mail."""

    class Meta:
        model = Person
        fields = ["name", "language"]
        help_texts = {
            "name": _("It stands on the badges that you receive from now on."),
            "language": _("Of the pages and of the mail that we send you."),
        }
        widgets = {"language": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True


class PreferencesForm(forms.ModelForm[Person]):
    class Meta:
        model = Person
        fields = ["wants_reminders"]
