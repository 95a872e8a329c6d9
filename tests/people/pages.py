"""What the tests of sign-in read from pages and mails."""

import re
from typing import Any

from django.test import Client

from acquis.common.models import OutgoingMail

LOGIN, SIGNUP = "/accounts/login/", "/accounts/signup/"
CODE, CODE_CONFIRM = "/accounts/login/code/", "/accounts/login/code/confirm/"
VERIFY = "/accounts/confirm-email/"
RESET = "/accounts/password/reset/"


def signed_in(client: Client) -> str | None:
    """The identifier of whoever is signed in."""
    found: str | None = client.session.get("_auth_user_id")
    return found


def last_code() -> str:
    """The code in the newest mail."""
    found = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", _last_mail().text, re.MULTILINE)
    assert found
    return found[0]


def last_link() -> str:
    found = re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", _last_mail().text)
    assert found
    return found[1]


def mails() -> list[tuple[str, str]]:
    """Reader and subject of every mail, the oldest first, without codes."""
    rows = OutgoingMail.objects.order_by("created_at")
    return [(row.to, re.sub(r"[A-Z0-9]{4}-[A-Z0-9]{4}", "*", row.subject)) for row in rows]


def seen(response: Any, email: str) -> tuple[int, str, str]:
    """What a visitor can tell of an answer: without her own address, nonces and tokens."""
    text = response.content.decode().replace(email, "*")
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce|csrf-token" content)="[^"]+"', r'\1=""', text)
    text = re.sub(r'"X-CSRFToken": ?"[^"]+"|[A-Za-z0-9]{64}', "", text)
    return response.status_code, response.headers.get("Location", ""), text


def _last_mail() -> OutgoingMail:
    return OutgoingMail.objects.order_by("-created_at")[0]
