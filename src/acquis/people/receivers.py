"""What happens when somebody has signed in."""

import time
from typing import Any

from allauth.account.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

SEEN = "acquis_seen_at"


@receiver(user_logged_in)
def note_device(request: HttpRequest, **_more: Any) -> None:
    """From here on the session is one of the devices that the account page lists."""
    request.session[SEEN] = time.time()
