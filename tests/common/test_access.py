"""The gates: who comes through, who is sent to sign in, who learns nothing, who is refused."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from acquis.common.access import Access, permitted, public, signed_in
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@public("a leaflet")
def leaflet(request: HttpRequest, page: int = 1) -> HttpResponse:
    return HttpResponse(f"page {page}")


@signed_in("her own drawer")
def drawer(request: HttpRequest, page: int = 1) -> HttpResponse:
    return HttpResponse(f"drawer of {request.user}, page {page}")


@permitted("organizations.change_profile", by_slug)
def profile(request: HttpRequest, organization: Organization) -> HttpResponse:
    return HttpResponse(f"profile of {organization.slug}")


def _parts(organization: str) -> list[Organization]:
    return [by_slug(organization)]


@permitted("organizations.change_profile", _parts, on=lambda found: found[0])
def profile_part(request: HttpRequest, parts: list[Organization]) -> HttpResponse:
    return HttpResponse(f"part of {parts[0].slug}")


@pytest.fixture
def organization() -> Organization:
    return factories.organization("atelier")


def request(user: Any = None) -> HttpRequest:
    found = RequestFactory().get("/behind/?q=1&r=2")
    found.user = user or AnonymousUser()
    return found


GATED = pytest.mark.parametrize("view", [profile, profile_part], ids=["whole", "part"])


def test_a_public_page_is_for_everybody() -> None:
    assert leaflet(request(), page=2).content == b"page 2"
    assert leaflet(request(factories.person(name="Léa"))).content == b"page 1"


def test_a_page_of_ones_own_sends_strangers_to_sign_in_and_back() -> None:
    response = drawer(request())
    assert (response.status_code, response.url) == (
        302,
        "/accounts/login/?next=/behind/%3Fq%3D1%26r%3D2",
    )


def test_a_page_of_ones_own_is_for_whoever_is_signed_in() -> None:
    response = drawer(request(factories.person(name="Léa")), page=3)
    assert response.content.decode() == "drawer of Léa, page 3"


@GATED
def test_a_stranger_is_sent_to_sign_in_whether_the_object_exists_or_not(
    view: Any, organization: Organization
) -> None:
    answers = {(r.status_code, r.url) for r in (
        view(request(), organization="atelier"), view(request(), organization="nulle-part")
    )}  # fmt: skip
    assert answers == {(302, "/accounts/login/?next=/behind/%3Fq%3D1%26r%3D2")}


@GATED
def test_an_object_that_does_not_exist_is_not_found(view: Any, organization: Organization) -> None:
    with pytest.raises(Http404):
        view(request(factories.member(organization, Role.OWNER)), organization="nulle-part")


@GATED
def test_the_owner_of_another_organisation_learns_nothing(
    view: Any, organization: Organization
) -> None:
    other = factories.member(factories.organization(), Role.OWNER)
    with pytest.raises(Http404) as caught:
        view(request(other), organization="atelier")
    assert str(caught.value) == ""


@GATED
def test_a_person_of_no_organisation_learns_nothing(view: Any, organization: Organization) -> None:
    with pytest.raises(Http404):
        view(request(factories.person()), organization="atelier")


@GATED
@pytest.mark.parametrize("roles", [(), (Role.DESIGNER, Role.ASSESSOR)], ids=["none", "others"])
def test_a_member_without_the_role_learns_that_she_lacks_it(
    view: Any, roles: tuple[Role, ...], organization: Organization
) -> None:
    with pytest.raises(PermissionDenied) as caught:
        view(request(factories.member(organization, *roles)), organization="atelier")
    assert str(caught.value) == "organizations.change_profile"


@pytest.mark.parametrize(
    ("view", "content"), [(profile, b"profile of atelier"), (profile_part, b"part of atelier")]
)
def test_who_holds_the_role_comes_in(view: Any, content: bytes, organization: Organization) -> None:
    owner = factories.member(organization, Role.OWNER)
    assert view(request(owner), organization="atelier").content == content


def test_a_role_in_an_organisation_below_opens_nothing_above(organization: Organization) -> None:
    below = factories.organization(parent=organization)
    with pytest.raises(PermissionDenied):
        profile(request(factories.member(below, Role.OWNER)), organization="atelier")


def test_each_view_carries_its_gate_and_its_name() -> None:
    assert [(view.__name__, view.access) for view in (leaflet, drawer, profile)] == [
        ("leaflet", Access("public", "a leaflet")),
        ("drawer", Access("signed in", "her own drawer")),
        ("profile", Access("permission", "organizations.change_profile")),
    ]
