"""Secrets that the system must read again (those of authenticator apps), sealed at rest (ADR 9).

They are text before and after, so that they fit into columns of other packages. The key comes from
ACQUIS_KEY_ENCRYPTION_KEY, never from the web secret. Adds no cryptography: the core has it.
"""

import base64

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from acquis.common.errors import SealBroken
from acquis.credentials import SealProblem, sealing

# Neither base32 nor hexadecimal nor digits have a colon: no secret left open begins like this.
MARK = "sealed:1:"
_USE = "acquis-sealed"


def is_sealed(text: str) -> bool:
    return text.startswith(MARK)


def seal(text: str, *, purpose: str) -> str:
    """The text for the database; opens for this purpose alone. Every call gives another one."""
    data = sealing.seal(text.encode(), secret=settings.KEY_ENCRYPTION_KEY, use=_USE, name=purpose)
    return MARK + base64.urlsafe_b64encode(data).decode("ascii")


def unseal(sealed: str, *, purpose: str) -> str:
    """The text again.

    Raises:
        SealBroken: it is not sealed, was sealed under another ACQUIS_KEY_ENCRYPTION_KEY or for
            another purpose, or was altered.
    """
    try:
        data = base64.b64decode(sealed.removeprefix(MARK), altchars=b"-_", validate=True)
        opened = sealing.unseal(data, secret=settings.KEY_ENCRYPTION_KEY, use=_USE, name=purpose)
        return opened.decode()
    except (SealProblem, ValueError) as error:
        raise SealBroken(
            _(
                "A secret kept here cannot be opened. Whoever operates this system must start it "
                "with the ACQUIS_KEY_ENCRYPTION_KEY under which it was sealed."
            )
        ) from error
