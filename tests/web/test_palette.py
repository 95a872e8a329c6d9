"""The palette leads where the visitor may go, and nowhere else."""

from collections.abc import Callable

import pytest
from django.test import Client

from acquis.organizations.enums import Role
from tests import factories
from tests.web.pages import methods_but, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def found(client: Client, query: str = "") -> dict[str, list[str]]:
    groups = client.get("/go/", {"q": query}).context["groups"]
    return {group.label: [entry.url for entry in group.destinations] for group in groups}


OPEN = ["/catalog/", "/verify/", "/accounts/login/"]


def test_a_stranger_finds_the_open_pages_and_the_catalogue(client: Client) -> None:
    version = factories.published(factories.organization("boreal"))
    factories.draft(version.organization)
    slug = version.achievement.slug

    assert found(client) == {"Pages": OPEN}
    assert found(client, "reunion") == {"Catalogue": [f"/catalog/boreal/{slug}/"]}


def test_a_designer_finds_her_organisation_s_pages_and_no_other() -> None:
    factories.organization("ailleurs", name="Institut Ailleurs")
    node = factories.organization("boreal", name="Institut Boréal")
    client = signed_in(factories.member(node, Role.DESIGNER))

    assert found(client, "institut") == {
        "Pages": ["/o/boreal/achievements/"],
        "Organisations": ["/o/boreal/achievements/"],
    }
    assert found(client, "micro boreal") == {"Pages": ["/o/boreal/achievements/"]}


def test_accents_capitals_and_order_do_not_matter(client: Client) -> None:
    assert found(client, "VERIFIER badge") == {"Pages": ["/verify/"]}
    assert found(client, "badge vérif") == {"Pages": ["/verify/"]}


def test_nothing_found_says_so_and_runs_nothing(client: Client) -> None:
    response = client.get("/go/", {"q": "<script>x</script>"}, headers={"HX-Request": "true"})

    page = response.content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page
    assert "<html" not in page


def test_without_the_script_it_is_a_page(client: Client) -> None:
    assert "<html" in client.get("/go/", {"q": "badge"}).content.decode()


def test_it_is_only_read(client: Client) -> None:
    assert {getattr(client, method)("/go/").status_code for method in methods_but("get")} == {405}


@pytest.mark.parametrize("rows", [1, 30])
def test_it_costs_the_same_however_much_is_found(
    django_assert_num_queries: Callable[[int], object], rows: int
) -> None:
    group = factories.organization("groupe")
    for _ in range(rows):
        factories.published(factories.organization(parent=group))
    client = signed_in(factories.member(group, Role.OWNER))

    with django_assert_num_queries(13):
        groups = client.get("/go/", {"q": "reunion"}, headers={"HX-Request": "true"}).context[
            "groups"
        ]
        assert [len(group.destinations) for group in groups] == [min(rows, 6)]


def test_a_draft_has_no_page_to_lead_to_not_even_for_its_designer() -> None:
    node = factories.organization("boreal")
    factories.draft(node)

    assert found(signed_in(factories.member(node, Role.DESIGNER)), "reunion") == {}
