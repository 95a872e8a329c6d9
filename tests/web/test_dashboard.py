"""The landing page for everybody, the home page for who is signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from acquis.organizations.domain.organizations import join
from acquis.organizations.enums import Role
from tests import factories
from tests.web.pages import login_before, methods_but, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_a_stranger_lands_on_the_three_newest_achievements(client: Client) -> None:
    organization = factories.organization()
    versions = [factories.published(organization) for _ in range(4)]
    factories.draft(organization)

    response = client.get("/")

    assert response.status_code == 200
    assert list(response.context["versions"]) == versions[:0:-1]


def test_who_is_signed_in_goes_to_her_home_page() -> None:
    response = signed_in(factories.person()).get("/")

    assert (response.status_code, response["Location"]) == (302, "/home/")


def test_the_home_page_asks_for_a_person(client: Client) -> None:
    response = client.get("/home/")

    assert (response.status_code, response["Location"]) == (302, login_before("/home/"))


@pytest.mark.parametrize("url", ["/", "/home/"])
def test_both_are_only_read(url: str) -> None:
    client = signed_in(factories.person())

    assert {getattr(client, method)(url).status_code for method in methods_but("get")} == {405}


def test_the_home_page_shows_what_is_hers_and_nothing_of_others() -> None:
    group = factories.organization("groupe")
    person = factories.member(group, Role.VIEWER)
    last = join(person, factories.organization("filiale", parent=group))
    held = [
        factories.held(factories.published(group, validity_months=None), holder=person)
        for _ in range(5)
    ]
    waiting = factories.credential(factories.published(group), holder=person)
    factories.held()
    factories.credential()

    context = signed_in(person).get("/home/").context

    assert [membership.organization.slug for membership in context["memberships"]] == [
        "groupe",
        "filiale",
    ]
    assert context["memberships"][1] == last
    assert list(context["held"]) == held[:0:-1]
    assert context["waiting"] == [waiting.delivery]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_home_page_costs_the_same_with_one_row_and_with_three(
    django_assert_num_queries: Callable[[int], object], rows: int
) -> None:
    person = factories.person()
    for _ in range(rows):
        organization = factories.organization()
        join(person, organization, roles=[Role.VIEWER], unit="Atelier")
        factories.held(factories.published(organization), holder=person)
        factories.credential(factories.published(organization), holder=person)
    client = signed_in(person)

    with django_assert_num_queries(11):
        context = client.get("/home/").context
        assert (len(context["held"]), len(context["waiting"])) == (rows, rows)
