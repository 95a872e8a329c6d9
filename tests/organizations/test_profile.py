"""The issuer profile: changed by its owners, shown to everybody."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from acquis.organizations.enums import Role
from acquis.organizations.models import Logo, Organization, Profile
from tests import factories
from tests.organizations.test_logos import picture, svg
from tests.web.pages import login_before, methods_but, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ANSWERS = {
    "name": "Boréal Formation",
    "url": "https://boreal.example",
    "email": "bonjour@boreal.example",
    "description_fr": "Nous formons.",
    "description_en": "We train.",
    "linkedin_organization_id": "1337",
    "primary_colour": "#FFD400",
    "accent_colour": "#00a19a",
}


@pytest.fixture
def organization() -> Organization:
    return factories.organization("boreal")


@pytest.fixture
def owner(organization: Organization) -> Client:
    return signed_in(factories.member(organization, Role.OWNER))


URL = "/o/boreal/profile/"


def said(organization: Organization) -> dict[str, Any]:
    node = Organization.objects.select_related("profile").get(pk=organization.pk)
    profile = node.profile
    return {
        "name": profile.name,
        "url": profile.url,
        "email": profile.email,
        "description": profile.description.data,
        "linkedin": profile.linkedin_organization_id,
        "colours": (node.primary_colour, node.accent_colour),
        "did": profile.did,
        "logo": profile.logo_digest,
    }


def test_an_owner_changes_the_profile_and_never_the_identifier(
    organization: Organization, owner: Client
) -> None:
    response = owner.post(URL, ANSWERS)

    assert (response.status_code, response["Location"]) == (302, URL)
    assert said(organization) == {
        "name": "Boréal Formation",
        "url": "https://boreal.example",
        "email": "bonjour@boreal.example",
        "description": {"fr": "Nous formons.", "en": "We train."},
        "linkedin": "1337",
        "colours": ("#ffd400", "#00a19a"),
        "did": "did:web:localhost%3A8000:issuers:boreal",
        "logo": "",
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"url": "javascript:alert(1)"},
        {"email": "nobody"},
        {"linkedin_organization_id": "12a"},
        {"primary_colour": "red"},
        {"accent_colour": "#fff}body{"},
    ],
    ids=lambda value: next(iter(value)),
)
def test_a_wrong_answer_changes_nothing(
    organization: Organization, owner: Client, changes: dict[str, str]
) -> None:
    before = said(organization)

    response = owner.post(URL, ANSWERS | changes)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(changes)
    assert said(organization) == before


def test_a_logo_is_kept_shown_and_taken_away(organization: Organization, owner: Client) -> None:
    owner.post(URL, ANSWERS | {"logo": SimpleUploadedFile("x.svg", svg('<path d="M0 0"/>'))})
    digest = said(organization)["logo"]
    address = reverse("organizations:logo", args=["boreal", digest])

    response = Client().get(address)

    assert len(digest) == 64
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert address in owner.get("/catalog/boreal/").content.decode()

    owner.post(URL, ANSWERS | {"remove_logo": "on"})
    assert (said(organization)["logo"], Logo.objects.count()) == ("", 0)
    assert Client().get(address).status_code == 404


def test_another_logo_has_another_address(organization: Organization, owner: Client) -> None:
    found = []
    for kind in ("PNG", "JPEG"):
        file = SimpleUploadedFile("x", picture(kind, (8 if kind == "PNG" else 9, 8)))
        owner.post(URL, ANSWERS | {"logo": file})
        found.append(said(organization)["logo"])

    old, new = (
        Client().get(reverse("organizations:logo", args=["boreal", digest])) for digest in found
    )
    assert (old.status_code, new.status_code, new["Content-Type"]) == (404, 200, "image/png")


def test_a_refused_logo_leaves_everything_as_it_was(
    organization: Organization, owner: Client
) -> None:
    before = said(organization)
    bad = SimpleUploadedFile("x.svg", svg("<script>alert(1)</script>"))

    response = owner.post(URL, ANSWERS | {"logo": bad})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["logo"])
    assert (said(organization), Logo.objects.count()) == (before, 0)


@pytest.mark.parametrize("url", [URL, URL + "colours/"])
@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 403), (Role.OWNER, 200), (Role.DESIGNER, 403), (Role.COORDINATOR, 403)],
)
def test_the_profile_is_its_owners(
    organization: Organization, url: str, role: Role | None, status: int
) -> None:
    client = signed_in(factories.member(organization, *([role] if role else [])))

    assert client.get(url).status_code == status


@pytest.mark.parametrize("url", [URL, URL + "colours/"])
def test_another_organisation_s_owner_finds_nothing(organization: Organization, url: str) -> None:
    stranger = signed_in(factories.member(factories.organization(), Role.OWNER))

    assert stranger.get(url).status_code == 404
    assert stranger.post(url, ANSWERS).status_code in {404, 405}
    assert said(organization)["name"] == "Organisation boreal"


@pytest.mark.usefixtures("organization")
def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(URL)["Location"] == login_before(URL)


@pytest.mark.parametrize("method", methods_but("get", "post"))
def test_other_methods_are_refused(owner: Client, method: str) -> None:
    assert getattr(owner, method)(URL).status_code == 405


def test_the_colours_are_shown_as_pages_will_use_them(owner: Client) -> None:
    response = owner.get(URL + "colours/", {"primary_colour": "#ffd400"})

    assert [
        (reached.theme, reached.text_on_brand >= 4.5, reached.brand_as_text >= 4.5)
        for reached in response.context["contrasts"]
    ] == [("light", True, True), ("dark", True, True)]
    assert response.context["changed"] is True


@pytest.mark.parametrize(
    "path", ["/catalog/boreal/", "/catalog/boreal/{slug}/", "/o/boreal/applications/"]
)
def test_the_organisation_s_pages_wear_its_colour_under_the_policy(
    organization: Organization, owner: Client, path: str
) -> None:
    version = factories.published(organization)
    owner.post(URL, ANSWERS)

    response = owner.get(path.format(slug=version.achievement.slug))

    nonce, style = re.findall(r'<style nonce="([^"]+)">(.*?)</style>', response.content.decode())[0]
    assert style.startswith(":root{--brand:#7f6a00")
    assert f"'nonce-{nonce}'" in response["Content-Security-Policy"]


def test_pages_of_nobody_keep_the_house_s_colour(client: Client) -> None:
    assert "<style" not in client.get("/catalog/").content.decode()


def test_a_profile_is_found_by_its_identifier(organization: Organization) -> None:
    from acquis.organizations.domain.queries.profiles import by_did  # noqa: PLC0415 - one use

    assert by_did(organization.profile.did) == Profile.objects.get(organization=organization)
    assert by_did("did:web:elsewhere.example") is None
