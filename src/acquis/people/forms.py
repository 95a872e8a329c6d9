from typing import Any

from allauth.account.forms import SignupForm as PasswordSignupForm


class SignupForm(PasswordSignupForm):  # type: ignore[misc] # allauth has no types
    """Opening an account asks for an address and for no password.

    Whoever signs up with somebody else's address must not hold a key to the account that the
    address's reader will open later. A password can be set once the address is verified.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"]
