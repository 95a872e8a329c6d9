"""Every address of the site, with every identifier there is, opened by somebody of another
organisation and by nobody: nothing of ours is in any answer, and nothing of ours is changed."""

from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from allauth.usersessions.models import UserSession
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
KINDS = {
    "SlugConverter": "slug",
    "UUIDConverter": "uuid",
    "StringConverter": "str",
    "AnythingConverter": "anything",
    "UUIDStrConverter": "uuidstr",
    "IntConverter": "int",
}


@pytest.fixture(autouse=True)
def _bare_refusals(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = "tests.tenancy.plain_urls"


@pytest.fixture
def ours() -> Organization:
    """An organisation with something in every table, private texts marked."""
    place = factories.organization("notre")
    owner = factories.member(
        place, Role.OWNER, email=f"{MARK}-owner@notre.example", name="Zqxvkjwpy O"
    )
    UserSession.objects.create(user=owner, ip="192.0.2.1", session_key=MARK, user_agent=MARK)
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


def addresses(place: Organization, *, only: str = "") -> dict[str, list[str]]:
    """The addresses of each route, filled with what there is."""
    keys = [str(key) for key in identifiers()]
    # A secret's place in an address: no identifier opens it, so a few are enough.
    values = {
        "slug": [place.slug],
        "uuid": keys,
        "uuidstr": keys,
        "int": [str(device.pk) for device in UserSession.objects.all()],
        "str": keys[:2],
        "anything": keys[:2],
    }
    found = {}
    for route, converters in routes(get_resolver().url_patterns):
        if not route.startswith(only):
            continue
        kinds = {name: KINDS[type(converter).__name__] for name, converter in converters.items()}
        choices = [
            ["publiee"] if name == "achievement" else values[kind] for name, kind in kinds.items()
        ]
        found[route] = [fill(route, kinds, chosen) for chosen in product(*choices)]
    return found


def fill(route: str, kinds: dict[str, str], chosen: tuple[str, ...]) -> str:
    address = "/" + route
    for (name, kind), value in zip(kinds.items(), chosen, strict=True):
        address = address.replace(f"<{kind}:{name}>", value)
    assert "<" not in address, address
    return address


def state() -> dict[str, Any]:
    """Every row of every tenant's table, as it is stored."""
    return {
        model.__name__: sorted(map(repr, model._base_manager.values_list()))
        for model in tenant_models()
    }


def findings(client: Client, place: Organization, *, only: str = "") -> list[str]:
    """Addresses whose answer holds something of ours, or that fail."""
    found = []
    for route_addresses, method in product(addresses(place, only=only).values(), ("get", "post")):
        for address in route_addresses:
            response = getattr(client, method)(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            headers = " ".join(f"{name}: {value}" for name, value in response.items())
            if MARK in (body.decode("utf-8", "replace") + headers).lower():
                found.append(f"{method} {address}: something of ours")
            if response.status_code >= 500:
                found.append(f"{method} {address}: {response.status_code}")
            if response.status_code == 405:
                break  # the route does not take the method, whatever fills it
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


def test_another_organisation_s_token_finds_nothing(client: Client, ours: Organization) -> None:
    sign_in_another(client)
    other = factories.Person.objects.get(email="autre@autre.example")
    place = Organization.objects.get(slug="autre")
    client.logout()
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {factories.token(place, by=other)}"
    assert client.get("/api/v1/organizations/autre/credentials").status_code == 200

    assert findings(client, ours, only="api/") == []


def test_nobody_finds_nothing_and_changes_nothing(client: Client, ours: Organization) -> None:
    before = state()

    assert findings(client, ours) == []
    assert state() == before


def test_there_is_something_to_find(client: Client, ours: Organization) -> None:
    """Our own owner finds it: the marks are where pages show them."""
    client.force_login(factories.Person.objects.get(email=f"{MARK}-owner@notre.example"))
    shown = {
        route
        for route, filled in addresses(ours, only="o/").items()
        if any(MARK in client.get(address).content.decode().lower() for address in filled)
    }
    assert shown >= {
        "o/<slug:organization>/members/",
        "o/<slug:organization>/applications/",
        "o/<slug:organization>/credentials/",
    }


def test_a_page_that_forgets_to_ask_is_found(
    client: Client, ours: Organization, settings: LazySettings
) -> None:
    settings.ROOT_URLCONF = "tests.tenancy.leaky_urls"
    sign_in_another(client)

    assert findings(client, ours, only="leak/") == [
        "get /leak/: something of ours",
        "post /leak/: something of ours",
    ]
