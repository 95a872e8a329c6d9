"""What verifiers fetch, and what the coordinator sees of what was issued."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.securing.domain.delivery import hand_over
from acquis.securing.domain.keys import active_key, published_document
from tests import factories
from tests.web.pages import login_before, methods_but, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def organization() -> Organization:
    return factories.organization("boreal")


@pytest.fixture
def issued_url(organization: Organization) -> str:
    return reverse("securing:issued", args=[organization.slug])


def test_everybody_reads_an_issuer_s_did_document(
    organization: Organization, client: Client
) -> None:
    active_key(organization.profile)

    response = client.get("/issuers/boreal/did.json")

    assert response.status_code == 200
    assert response.content == published_document("boreal")
    assert {
        name: response[name]
        for name in ("Content-Type", "Cache-Control", "Access-Control-Allow-Origin")
    } == {
        "Content-Type": "application/did+json",
        "Cache-Control": "public, max-age=300",
        "Access-Control-Allow-Origin": "*",
    }


def test_an_unknown_issuer_has_no_did_document(client: Client) -> None:
    assert client.get("/issuers/nobody/did.json").status_code == 404


@pytest.mark.parametrize("method", methods_but("get"))
def test_a_did_document_is_only_read(
    organization: Organization, client: Client, method: str
) -> None:
    assert getattr(client, method)("/issuers/boreal/did.json").status_code == 405


def test_the_coordinator_sees_what_was_issued_and_what_was_claimed(
    organization: Organization, issued_url: str
) -> None:
    version = factories.published(organization)
    claimed = factories.credential(version, holder=factories.person(name="Léa"))
    hand_over(claimed.delivery.pk)
    waiting = factories.credential(version, holder=factories.person(name="Théo"))

    response = signed_in(factories.member(organization, Role.COORDINATOR)).get(issued_url)

    assert list(response.context["list"].rows) == [waiting, claimed]
    assert [key.fragment for key in response.context["keys"]] == ["key-1"]
    page = response.content.decode()
    assert [page.count(name) for name in ("Léa", "Théo")] == [1, 2]


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, issued_url: str) -> None:
    response = client.get(issued_url)

    assert (response.status_code, response["Location"]) == (302, login_before(issued_url))


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 403),
        (Role.OWNER, 200),
        (Role.DESIGNER, 403),
        (Role.COORDINATOR, 200),
        (Role.ASSESSOR, 403),
        (Role.VIEWER, 403),
        (Role.INTEGRATOR, 403),
    ],
)
def test_the_register_is_for_coordinators_and_owners(
    organization: Organization, issued_url: str, role: Role | None, status: int
) -> None:
    member = factories.member(organization, *([role] if role else []))

    assert signed_in(member).get(issued_url).status_code == status


def test_another_organisation_s_register_is_not_found(
    organization: Organization, issued_url: str
) -> None:
    other = factories.member(factories.organization(), *Role)

    assert signed_in(other).get(issued_url).status_code == 404


def test_a_subsidiary_s_coordinator_does_not_see_the_group_s_register(
    organization: Organization, issued_url: str
) -> None:
    below = factories.organization(parent=organization)
    coordinator = factories.member(below, Role.COORDINATOR)
    above = factories.member(organization, Role.COORDINATOR)

    assert signed_in(coordinator).get(issued_url).status_code == 403
    assert signed_in(above).get(reverse("securing:issued", args=[below.slug])).status_code == 200


@pytest.mark.parametrize("method", methods_but("get"))
def test_the_register_is_only_read(
    organization: Organization, issued_url: str, method: str
) -> None:
    owner = signed_in(factories.member(organization, Role.OWNER))

    assert getattr(owner, method)(issued_url).status_code == 405


@pytest.mark.parametrize("rows", [1, 30])
def test_the_register_costs_the_same_with_one_row_and_with_thirty(
    organization: Organization,
    issued_url: str,
    django_assert_num_queries: Callable[[int], object],
    rows: int,
) -> None:
    version = factories.published(organization)
    for _ in range(rows):
        factories.credential(version)
    owner = signed_in(factories.member(organization, Role.OWNER))

    with django_assert_num_queries(11):
        assert owner.get(issued_url).context["list"].total == rows
