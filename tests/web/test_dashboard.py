"""The landing page for everybody, the home page for who is signed in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from acquis.assessing.enums import Decision
from acquis.assessing.models import Application
from acquis.organizations.domain.organizations import join
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.securing.models import Credential
from tests import factories
from tests.thawing import thaw
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


@pytest.mark.parametrize("rows", [1, 30])
def test_the_home_page_costs_the_same_with_one_row_and_with_thirty(
    django_assert_num_queries: Callable[[int], object], rows: int
) -> None:
    person = factories.person()
    for _ in range(rows):
        organization = factories.organization()
        join(person, organization, roles=[Role.VIEWER], unit="Atelier")
        factories.held(factories.published(organization), holder=person)
        factories.credential(factories.published(organization), holder=person)
    client = signed_in(person)

    with django_assert_num_queries(14):
        context = client.get("/home/").context
        assert (len(context["memberships"]), len(context["waiting"])) == (rows, rows)


def test_a_newcomer_is_told_where_to_begin() -> None:
    page = signed_in(factories.person()).get("/home/").content.decode()

    assert "Commencez par ce que vous savez déjà faire" in page


def test_what_waits_for_an_assessor_is_counted_and_the_oldest_three_are_named() -> None:
    organization = factories.organization()
    version = factories.published(organization)
    applications = [factories.application(version) for _ in range(4)]
    assessor = factories.member(organization, Role.ASSESSOR)
    own = factories.application(version, candidate=assessor)

    context = signed_in(assessor).get("/home/").context

    assert (context["to_assess"], context["oldest"]) == (4, applications[:3])
    assert context["under_way"] == [own]
    assert context["figures"] == []


def test_a_question_comes_first_and_late_decisions_are_remembered() -> None:
    person = factories.person()
    organization = factories.organization()
    waiting, asked, refused, old = (
        factories.application(factories.published(organization), candidate=person) for _ in range(4)
    )
    factories.awarded(asked, decision=Decision.QUESTION, comment="Combien ?")
    for application in (refused, old):
        factories.awarded(application, decision=Decision.REFUSE, comment="Trop peu.")
    Application.objects.filter(pk=old.pk).update(decided_at=timezone.now() - timedelta(days=31))

    context = signed_in(person).get("/home/").context

    assert context["questions"] == [asked]
    assert context["under_way"] == [asked, waiting]
    assert context["decided"] == [refused]


def figures(*roles: Role, parent: Organization) -> list[tuple[object, ...]]:
    context = signed_in(factories.member(parent, *roles)).get("/home/").context
    return [
        (
            entry.organization.slug,
            entry.published,
            entry.drafts,
            entry.waiting,
            entry.issued,
            entry.unclaimed,
        )
        for entry in context["figures"]
    ]


def test_figures_are_counted_for_each_organisation_and_by_what_one_may_see() -> None:
    group = factories.organization("groupe")
    branch = factories.organization("filiale", parent=group)
    version = factories.published(branch)
    factories.draft(branch)
    factories.application(version)
    factories.credential(version)
    factories.held(version)
    old = factories.credential(version)
    thaw(Credential)
    Credential.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    factories.credential()

    assert figures(Role.OWNER, parent=group) == [
        ("groupe", 0, 0, 0, 0, 0),
        ("filiale", 1, 1, 1, 2, 2),
    ]
    assert figures(Role.COORDINATOR, parent=branch) == [("filiale", None, None, 1, 2, 2)]
    assert figures(Role.DESIGNER, parent=branch) == [("filiale", 1, 1, None, None, None)]
    assert figures(Role.VIEWER, parent=group) == []


@pytest.mark.parametrize(
    ("role", "links"),
    [
        (Role.OWNER, ["members/invite/", "achievements/new/"]),
        (Role.DESIGNER, ["achievements/new/"]),
        (Role.INTEGRATOR, ["tokens/"]),
        (Role.COORDINATOR, []),
        (Role.ASSESSOR, []),
        (Role.VIEWER, []),
    ],
)
def test_the_head_of_the_page_leads_to_what_each_begins(role: Role, links: list[str]) -> None:
    person = factories.member(factories.organization("boreal"), role)

    page = signed_in(person).get("/home/").content.decode()

    head = page[page.index("<main") :].partition("</header>")[0]
    assert re.findall(r'href="/o/boreal/([^"]+)"', head) == links


def test_several_organisations_are_one_table_and_each_number_leads_to_its_list() -> None:
    group = factories.organization("groupe")
    factories.organization("filiale", parent=group)
    owner = factories.member(group, Role.OWNER)
    join(owner, factories.organization("ailleurs"), roles=[Role.COORDINATOR])

    page = signed_in(owner).get("/home/").content.decode()

    table = page[page.index("figures-table") :].partition("</table>")[0]
    assert re.findall(r'href="/o/(\w+)/(\w+)/\?(\w+)', table) == [
        (slug, *place)
        for slug, places in [
            ("ailleurs", PLACES[:3]),
            ("groupe", PLACES),
            ("filiale", PLACES),
        ]
        for place in places
    ]


PLACES = [
    ("applications", "status"),
    ("credentials", "sort"),
    ("credentials", "claimed"),
    ("achievements", "status"),
    ("achievements", "status"),
]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_figures_cost_the_same_for_one_organisation_and_for_thirty(
    django_assert_num_queries: Callable[[int], object], rows: int
) -> None:
    group = factories.organization()
    version = factories.published(group)
    factories.application(version)
    factories.credential(version)
    for _ in range(rows - 1):
        factories.organization(parent=group)
    client = signed_in(factories.member(group, Role.OWNER))

    with django_assert_num_queries(18):
        assert len(client.get("/home/").context["figures"]) == min(rows, 8)
