"""Every address of the site, with every identifier there is, opened by somebody of another
organisation and by nobody: nothing of ours is in any answer, and nothing of ours is changed."""

from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db.models import UUIDField
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from acquis.assessing.enums import Decision
from acquis.common.tenancy import tenant_models
from acquis.organizations.domain.invitations import Invitee, Offer, invite
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.securing.domain.exports import start_export
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

# In every text that is ours alone, and long enough not to be in a token by chance; what is
# published of us does not have it.
MARK = "zqxvkjwpy"
# Signing out, and what a signed-in person may do to herself.
NOT_OPENED = ("accounts/", "language/")


@pytest.fixture
def ours() -> Organization:
    """An organisation with something in every table, private texts marked."""
    place = factories.organization("notre")
    owner = factories.member(
        place, Role.OWNER, email=f"{MARK}-owner@notre.example", name="Zqxvkjwpy O"
    )
    factories.join(
        factories.person(f"{MARK}-2@notre.example"), place, unit="Zqxvkjwpy", job="Zqxvkjwpy"
    )
    version = factories.published(place, by=owner, name={"fr": "Publiée"})
    factories.draft(place, by=owner, name={"fr": "Zqxvkjwpy brouillon"})
    for number, decision in enumerate((None, Decision.QUESTION, Decision.REFUSE)):
        candidate = factories.person(f"{MARK}-c{number}@courriel.example", name="Zqxvkjwpy C")
        asked = factories.application(
            version,
            candidate=candidate,
            statement="Zqxvkjwpy",
            evidence=[
                factories.NewEvidence(name="Zqxvkjwpy", file=factories.text_file(text="Zqxvkjwpy"))
            ],
        )
        if decision:
            factories.awarded(asked, by=owner, decision=decision, comment="Zqxvkjwpy")
    held = factories.held(version, holder=factories.person(f"{MARK}-h@courriel.example"))
    factories.credential(version, holder=factories.person(f"{MARK}-w@courriel.example"))
    held.share.active = False
    held.share.save()
    invite(
        place, [Invitee(email=f"{MARK}-i@notre.example")], Offer(roles=(Role.DESIGNER,)), by=owner
    )
    start_export(place, by=owner)
    factories.token(place, by=owner)
    return place


def identifiers() -> list[UUID]:
    """The key of a row of every table and, where rows have states, of a row in each state."""
    found: dict[tuple[str, str], UUID] = {}
    for model in apps.get_models():
        if model.__module__.startswith("acquis.") and isinstance(model._meta.pk, UUIDField):
            for row in model._base_manager.all():
                state = str(getattr(row, "status", "")) + str(getattr(row, "state", ""))
                found.setdefault((model.__name__, state), row.pk)
    return list(found.values())


def routes(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route)
        elif not route.startswith(NOT_OPENED):
            yield route, entry.pattern.converters


def addresses(place: Organization, *, only: str = "") -> Iterator[str]:
    keys = [str(key) for key in identifiers()]
    slugs = {"organization": [place.slug], "slug": [place.slug], "achievement": ["publiee"]}
    for route, converters in routes(get_resolver().url_patterns):
        if not route.startswith(only):
            continue
        choices = [
            slugs.get(name, ["publiee"]) if type(converter).__name__ == "SlugConverter" else keys
            for name, converter in converters.items()
        ]
        for values in product(*choices):
            address = "/" + route
            for (name, converter), value in zip(converters.items(), values, strict=True):
                kind = type(converter).__name__.removesuffix("Converter").lower()
                kind = {"string": "str"}.get(kind, kind)
                address = address.replace(f"<{kind}:{name}>", value)
            assert "<" not in address, address
            yield address


def state() -> dict[str, Any]:
    """Every row of every tenant's table, as it is stored."""
    return {
        model.__name__: sorted(map(repr, model._base_manager.values_list()))
        for model in tenant_models()
    }


def findings(client: Client, place: Organization, *, only: str = "") -> list[str]:
    """Addresses whose answer holds something of ours, or that fail."""
    found = []
    for address in addresses(place, only=only):
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            headers = " ".join(f"{name}: {value}" for name, value in response.items())
            if MARK in (body.decode("utf-8", "replace") + headers).lower():
                found.append(f"{method} {address}: something of ours")
            if response.status_code >= 500:
                found.append(f"{method} {address}: {response.status_code}")
    return found


def sign_in_another(client: Client) -> None:
    """Somebody with every role there is, in an organisation beside ours."""
    factories.organization("autre")
    other = Organization.objects.get(slug="autre")
    client.force_login(factories.member(other, *Role, email="autre@autre.example", name="Autre"))


def test_somebody_of_another_organisation_finds_nothing_and_changes_nothing(
    client: Client, ours: Organization
) -> None:
    sign_in_another(client)
    before = state()

    assert findings(client, ours) == []
    assert state() == before


def test_nobody_finds_nothing_and_changes_nothing(client: Client, ours: Organization) -> None:
    before = state()

    assert findings(client, ours) == []
    assert state() == before


def test_there_is_something_to_find(client: Client, ours: Organization) -> None:
    """Our own owner finds it: the marks are where pages show them."""
    client.force_login(factories.Person.objects.get(email=f"{MARK}-owner@notre.example"))
    shown = [
        address
        for address in addresses(ours)
        if MARK in client.get(address, follow=False).content.decode("utf-8", "replace").lower()
    ]
    assert len(shown) > 5


def test_a_page_that_forgets_to_ask_is_found(
    client: Client, ours: Organization, settings: LazySettings
) -> None:
    settings.ROOT_URLCONF = "tests.tenancy.leaky_urls"
    sign_in_another(client)

    assert findings(client, ours, only="leak/") == [
        "get /leak/: something of ours",
        "post /leak/: something of ours",
    ]
