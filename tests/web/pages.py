"""What tests read from a page."""

from typing import Any
from urllib.parse import quote

from django.test import Client

from acquis.people.models import Person


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def notices(response: Any) -> list[str]:
    """What the page says on top of it, once."""
    return [str(message) for message in response.context["messages"]]


def login_before(url: str) -> str:
    """Where somebody who is not signed in is sent."""
    return f"/accounts/login/?next={quote(url)}"


def methods_but(*allowed: str) -> list[str]:
    return [name for name in ("get", "post", "put", "patch", "delete") if name not in allowed]
