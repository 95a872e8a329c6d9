"""Who may open the designer's pages: the same answer for every page, by role and by place."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from acquis.modelling.models import AchievementVersion
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from tests import factories
from tests.modelling.editor import filled

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAGES = {
    # name: (method, by the version's id rather than by the organisation, the designer's status)
    "achievements": ("get", False, 200),
    "create": ("get", False, 200),
    "skill_search": ("get", False, 200),
    "skill_row": ("get", False, 200),
    "preview": ("post", False, 200),
    "edit": ("get", True, 200),
    "publish": ("post", True, 302),
    "retire": ("post", True, 302),
}
WRONG_METHODS = {
    "achievements": ("post", "put", "delete"),
    "create": ("put", "delete"),
    "skill_search": ("post",),
    "skill_row": ("post",),
    "preview": ("get",),
    "edit": ("put", "delete"),
    "publish": ("get", "put"),
    "retire": ("get", "delete"),
}
EVERY_PAGE = pytest.mark.parametrize("address_of", PAGES)


@pytest.fixture
def version() -> AchievementVersion:
    head = factories.organization()
    return factories.draft(factories.organization("atelier", parent=head))


def ask(client: Client, address_of: str, version: AchievementVersion, method: str = "") -> Any:
    usual, by_version, _status = PAGES[address_of]
    argument = version.pk if by_version else version.organization.slug
    address = reverse(f"modelling:{address_of}", args=[argument])
    return getattr(client, method or usual)(address)


def state(version: AchievementVersion) -> tuple[int, str]:
    stored = AchievementVersion.objects.get(pk=version.pk)
    return AchievementVersion.objects.count(), stored.status


@EVERY_PAGE
@pytest.mark.parametrize("role", [Role.DESIGNER, Role.OWNER])
@pytest.mark.parametrize("place", ["here", "above"])
def test_designers_and_owners_come_in(
    client: Client, version: AchievementVersion, address_of: str, role: Role, place: str
) -> None:
    organization = version.organization
    where = organization if place == "here" else organization.get_parent()
    client.force_login(factories.member(where, role))
    assert ask(client, address_of, version).status_code == PAGES[address_of][2]


@EVERY_PAGE
@pytest.mark.parametrize(
    "role", [None, *(role for role in Role if role not in {Role.DESIGNER, Role.OWNER})]
)
def test_other_members_are_refused(
    client: Client, version: AchievementVersion, address_of: str, role: Role | None
) -> None:
    client.force_login(factories.member(version.organization, *([role] if role else [])))
    assert ask(client, address_of, version).status_code == 403
    assert state(version) == (1, "draft")


@EVERY_PAGE
def test_a_designer_of_an_organisation_below_sees_nothing_of_it(
    client: Client, version: AchievementVersion, address_of: str
) -> None:
    below = factories.organization(parent=version.organization)
    client.force_login(factories.member(below, Role.DESIGNER))
    # The organisation above is known to her; its draft is not.
    _method, by_version, _status = PAGES[address_of]
    assert ask(client, address_of, version).status_code == (404 if by_version else 403)


def outsiders(version: AchievementVersion) -> dict[str, Organization | None]:
    head = Organization.objects.get(pk=version.organization.get_parent().pk)
    return {
        "sibling": factories.organization(parent=head),
        "other tree": factories.organization(),
        "no organisation": None,
    }


@EVERY_PAGE
def test_outsiders_find_nothing(
    client: Client, version: AchievementVersion, address_of: str
) -> None:
    answers = {}
    for name, place in outsiders(version).items():
        person = factories.member(place, *Role) if place else factories.person()
        client.force_login(person)
        answers[name] = ask(client, address_of, version).status_code
    assert answers == {"sibling": 404, "other tree": 404, "no organisation": 404}
    assert state(version) == (1, "draft")


@EVERY_PAGE
def test_strangers_are_sent_to_sign_in(
    client: Client, version: AchievementVersion, address_of: str
) -> None:
    response = ask(client, address_of, version)
    assert (response.status_code, response.url.partition("?")[0]) == (302, "/accounts/login/")
    assert state(version) == (1, "draft")


@EVERY_PAGE
def test_what_does_not_exist_is_not_found(
    client: Client, version: AchievementVersion, address_of: str
) -> None:
    client.force_login(factories.member(version.organization, Role.DESIGNER))
    missing = AchievementVersion(achievement=version.achievement)
    missing.achievement.organization = Organization(slug="nulle-part")
    assert ask(client, address_of, missing).status_code == 404


@pytest.mark.parametrize(
    ("address_of", "method"),
    [(name, method) for name, methods in WRONG_METHODS.items() for method in methods],
)
def test_a_wrong_method_is_refused(
    client: Client, version: AchievementVersion, address_of: str, method: str
) -> None:
    client.force_login(factories.member(version.organization, Role.DESIGNER))
    assert ask(client, address_of, version, method).status_code == 405
    assert state(version) == (1, "draft")


def test_a_form_from_another_site_is_refused(version: AchievementVersion) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.member(version.organization, Role.DESIGNER))
    assert ask(client, "publish", version).status_code == 403
    address = reverse("modelling:create", args=["atelier"])
    assert client.post(address, filled()).status_code == 403
    assert state(version) == (1, "draft")
