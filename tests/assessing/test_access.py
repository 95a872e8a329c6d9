"""Who enters which place of the assessments: every address, every kind of visitor."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from acquis.assessing.models import Application
from acquis.organizations.domain.organizations import join
from acquis.organizations.enums import Role
from acquis.people.models import Person
from tests import factories
from tests.web.pages import login_before, methods_but, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

Address = Callable[[Application], str]

GUARDED: dict[str, tuple[Address, tuple[str, ...]]] = {
    "application": (lambda a: reverse("assessing:application", args=[a.pk]), ("get",)),
    "answer": (lambda a: reverse("assessing:answer", args=[a.pk]), ("post",)),
    "withdraw": (lambda a: reverse("assessing:withdraw", args=[a.pk]), ("post",)),
    "judge": (lambda a: reverse("assessing:judge", args=[a.pk]), ("get", "post")),
    "evidence": (
        lambda a: reverse("assessing:evidence", args=[a.evidence.all()[0].pk]),
        ("get",),
    ),
    "overview": (lambda a: reverse("assessing:overview", args=[a.organization.slug]), ("get",)),
}
CANDIDATES = {"application", "answer", "withdraw", "evidence"}
ASSESSORS = {"judge", "evidence", "overview"}
FOLLOWERS = {"overview"}

every_page = pytest.mark.parametrize("place", GUARDED)


@pytest.fixture
def application() -> Application:
    return factories.application(factories.published(factories.organization()))


def answers(person: Person, application: Application, place: str) -> set[int]:
    address, methods = GUARDED[place]
    client = signed_in(person)
    found = set()
    for method in methods:
        response = getattr(client, method)(address(application))
        b"".join(response)  # closes a file that was opened to be sent
        found.add(response.status_code)
    return found


@every_page
def test_who_is_not_signed_in_is_sent_to_sign_in(
    application: Application, client: Client, place: str
) -> None:
    address, methods = GUARDED[place]
    url = address(application)

    for method in methods:
        response = getattr(client, method)(url)
        assert (response.status_code, response["Location"]) == (302, login_before(url))


@every_page
def test_a_member_of_another_organisation_finds_nothing(
    application: Application, place: str
) -> None:
    other = factories.member(factories.organization(), *Role)

    assert answers(other, application, place) == {404}


@every_page
def test_a_member_without_the_role_learns_that_it_lacks(
    application: Application, place: str
) -> None:
    member = factories.member(application.organization)

    assert answers(member, application, place) == {403}


@every_page
@pytest.mark.parametrize("role", Role)
def test_each_role_enters_its_own_pages_and_no_other(
    application: Application, place: str, role: Role
) -> None:
    member = factories.member(application.organization, role)
    entered = {
        Role.ASSESSOR: ASSESSORS,
        Role.COORDINATOR: FOLLOWERS,
        Role.OWNER: FOLLOWERS,
    }.get(role, set())

    refused = answers(member, application, place) == {403}

    assert refused == (place not in entered)


@every_page
def test_the_candidate_enters_what_is_hers_and_finds_nothing_else(
    application: Application, place: str
) -> None:
    found = answers(application.candidate, application, place)

    assert (found == {404}) == (place not in CANDIDATES)


def test_a_candidate_who_is_an_assessor_does_not_judge_herself(application: Application) -> None:
    join(application.candidate, application.organization, roles=[Role.ASSESSOR])

    assert answers(application.candidate, application, "judge") == {403}


@every_page
def test_an_unknown_object_is_not_found(
    application: Application, place: str, django_user_model: type[Person]
) -> None:
    address, methods = GUARDED[place]
    url = address(application)
    for known in (application.pk, application.evidence.all()[0].pk):
        url = url.replace(str(known), "00000000-0000-4000-8000-000000000000")
    url = url.replace(application.organization.slug, "nobody")

    client = signed_in(factories.member(application.organization, *Role))
    assert {getattr(client, method)(url).status_code for method in methods} == {404}


@pytest.mark.parametrize(
    ("place", "method"),
    [
        (place, method)
        for place, (_address, allowed) in GUARDED.items()
        for method in methods_but(*allowed)
    ],
)
def test_wrong_methods_are_refused(application: Application, place: str, method: str) -> None:
    person = (
        application.candidate
        if place in CANDIDATES
        else factories.member(application.organization, Role.ASSESSOR)
    )

    response = getattr(signed_in(person), method)(GUARDED[place][0](application))

    assert response.status_code == 405


@pytest.mark.parametrize("name", ["queue", "applications"])
def test_own_lists_ask_for_a_person_and_for_a_get(client: Client, name: str) -> None:
    url = reverse(f"assessing:{name}")

    response = client.get(url)

    assert (response.status_code, response["Location"]) == (302, login_before(url))
    person = signed_in(factories.person())
    assert person.get(url).status_code == 200
    assert {getattr(person, method)(url).status_code for method in methods_but("get")} == {405}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("apply", ("get", "post")), ("apply_sent", ("get",)), ("confirm", ("get", "post"))],
)
def test_public_pages_refuse_wrong_methods(
    application: Application, client: Client, name: str, allowed: tuple[str, ...]
) -> None:
    parts = [application.organization.slug, application.version.achievement.slug]
    url = reverse(f"assessing:{name}", args=["token"] if name == "confirm" else parts)

    assert {getattr(client, method)(url).status_code for method in methods_but(*allowed)} == {405}
