"""What each person finds in the navigation: what she can do, and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from acquis.organizations.domain.organizations import join
from acquis.organizations.domain.queries.reach import reach_of
from acquis.organizations.enums import Role
from acquis.people.models import Person
from acquis.web import context, navigation
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PASSPORT = ("Mon passeport", "/passport/")
APPLICATIONS = ("Mes demandes", "/applications/")
CATALOGUE = ("Catalogue", "/catalog/")
VERIFY = ("Vérifier", "/verify/")


def personal(person: Person, path: str = "/home/") -> list[navigation.Entry]:
    return navigation.personal_entries(RequestFactory().get(path), person, reach_of(person))


def spaces(person: Person, path: str = "/home/") -> dict[str, list[str]]:
    found = navigation.spaces(RequestFactory().get(path), reach_of(person))
    return {space.organization.slug: [entry.url for entry in space.entries] for space in found}


def test_everybody_has_her_own_pages() -> None:
    entries = personal(factories.person())

    assert [(entry.label, entry.url) for entry in entries] == [
        PASSPORT,
        APPLICATIONS,
        CATALOGUE,
        VERIFY,
    ]
    assert {(entry.current, entry.count) for entry in entries} == {(False, 0)}


def test_an_assessor_finds_her_queue_and_how_much_waits() -> None:
    organization = factories.organization()
    assessor = factories.member(organization, Role.ASSESSOR)
    version = factories.published(organization)
    for _ in range(2):
        factories.application(version)
    factories.application(version, candidate=assessor)

    entries = personal(assessor)

    assert [(entry.label, entry.url, entry.count) for entry in entries] == [
        (*PASSPORT, 0),
        (*APPLICATIONS, 0),
        ("À évaluer", "/assess/", 2),
        (*CATALOGUE, 0),
        (*VERIFY, 0),
    ]


@pytest.mark.parametrize("role", Role)
def test_who_may_start_long_work_finds_where_it_is_followed(role: Role) -> None:
    group = factories.organization()
    factories.organization(parent=group)
    starts = role in {Role.COORDINATOR, Role.OWNER}

    urls = [entry.url for entry in personal(factories.member(group, role))]

    assert ("/jobs/" in urls) == starts
    assert not starts or urls[-1] == "/jobs/"  # behind those of a phone's four places


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/home/", []),
        ("/passport/", ["/passport/"]),
        ("/passport/6f1b0c0e-6f0f-4c0c-8e5a-000000000000/", ["/passport/"]),
        ("/catalog/boreal/", ["/catalog/"]),
        ("/verify/", ["/verify/"]),
        ("/o/applications/applications/", []),
    ],
)
def test_where_one_is_is_marked(path: str, current: list[str]) -> None:
    entries = personal(factories.person(), path)

    assert [entry.url for entry in entries if entry.current] == current


ACHIEVEMENTS = "/o/boreal/achievements/"
OVERVIEW = "/o/boreal/applications/"
ISSUED = "/o/boreal/credentials/"
TOKENS = "/o/boreal/tokens/"
OWNERS = ["/o/boreal/members/", "/o/boreal/profile/", "/o/boreal/journal/", TOKENS]


@pytest.mark.parametrize(
    ("roles", "entries"),
    [
        ([], None),
        ([Role.ASSESSOR], None),
        ([Role.VIEWER], None),
        ([Role.INTEGRATOR], [TOKENS]),
        ([Role.DESIGNER], [ACHIEVEMENTS]),
        ([Role.DESIGNER, Role.ASSESSOR], [ACHIEVEMENTS, OVERVIEW]),
        ([Role.COORDINATOR], [OVERVIEW, ISSUED]),
        ([Role.OWNER], [ACHIEVEMENTS, OVERVIEW, ISSUED, *OWNERS]),
        (list(Role), [ACHIEVEMENTS, OVERVIEW, ISSUED, *OWNERS]),
    ],
    ids=lambda value: "-".join(value) if value else "none",
)
def test_each_role_finds_what_it_may_do(roles: list[Role], entries: list[str] | None) -> None:
    person = factories.member(factories.organization("boreal"), *roles)

    assert spaces(person) == ({} if entries is None else {"boreal": entries})


def test_a_role_reaches_the_organisations_below_and_no_other() -> None:
    group = factories.organization("groupe")
    factories.organization("filiale", parent=group)
    factories.organization("ailleurs")

    assert list(spaces(factories.member(group, Role.OWNER))) == ["groupe", "filiale"]


def test_roles_in_two_organisations_are_kept_apart() -> None:
    person = factories.member(factories.organization("boreal"), Role.COORDINATOR)
    join(person, factories.organization("austral"), roles=[Role.DESIGNER])

    assert spaces(person) == {
        "austral": ["/o/austral/achievements/"],
        "boreal": [OVERVIEW, ISSUED],
    }


def test_the_frame_of_a_page_knows_where_its_visitor_may_go() -> None:
    person = factories.member(factories.organization("boreal"), Role.DESIGNER)
    request = RequestFactory().get("/home/")
    request.user = person

    found = context.page(request)

    assert (found["demo"], found["base_url"]) == (False, "http://localhost:8000")
    assert [entry.url for entry in found["navigation"]] == [
        "/passport/",
        "/applications/",
        "/catalog/",
        "/verify/",
    ]
    assert [space.organization.slug for space in found["spaces"]] == ["boreal"]


def test_the_frame_of_a_stranger_s_page_leads_nowhere_of_hers() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    assert context.page(request) == {"demo": False, "base_url": "http://localhost:8000"}


def test_a_page_made_before_anybody_is_known_has_a_frame() -> None:
    assert context.page(RequestFactory().get("/")) == {
        "demo": False,
        "base_url": "http://localhost:8000",
    }


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/home/", "austral"),
        ("/o/boreal/achievements/", "boreal"),
        ("/o/elsewhere/achievements/", "austral"),
        ("/o/", "austral"),
    ],
)
def test_the_switcher_stands_on_the_page_s_organisation_or_on_the_first(
    path: str, slug: str
) -> None:
    person = factories.member(factories.organization("austral"), Role.OWNER)
    join(person, factories.organization("boreal"), roles=[Role.DESIGNER])

    found = navigation.spaces(RequestFactory().get(path), reach_of(person))

    assert [space.organization.slug for space in found if space.current] == [slug]
