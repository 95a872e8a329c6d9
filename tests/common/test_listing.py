"""A list is what its address says: searched, sorted, filtered, on a page."""

from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import RequestFactory

from acquis.common.listing import Filter, ListPage, Order, list_page
from acquis.organizations.models import Organization, Unit
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _rows() -> None:
    for number in range(7):
        kind = "company" if number % 2 else "school"
        factories.organization(f"o{number}", name=f"Node {number}", kind=kind)


def by_kind(rows: QuerySet[Organization], kind: str) -> QuerySet[Organization]:
    return rows.filter(kind=kind)


def listed(address: str, **more: Any) -> ListPage[Organization]:
    values: dict[str, Any] = {
        "search": lambda rows, text: rows.filter(name__icontains=text),
        "orders": [Order("name", "Name", ("name",))],
        "filters": [Filter("kind", "Kind", [("company", "A"), ("school", "B")], by_kind)],
        "size": 3,
    }
    request = RequestFactory().get(f"/list/{address}")
    return list_page(request, Organization.objects.order_by("-name"), **(values | more))


def slugs(page: ListPage[Organization]) -> list[str]:
    return [row.slug for row in page.rows]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ["o6", "o5", "o4"]),
        ("?page=2", ["o3", "o2", "o1"]),
        ("?page=3", ["o0"]),
        ("?page=99", ["o0"]),
        ("?page=x", ["o6", "o5", "o4"]),
        ("?page=-1", ["o0"]),
        ("?sort=name", ["o0", "o1", "o2"]),
        ("?sort=-name", ["o6", "o5", "o4"]),
        ("?sort=password", ["o6", "o5", "o4"]),
        ("?sort=path", ["o6", "o5", "o4"]),
        ("?kind=company", ["o5", "o3", "o1"]),
        ("?kind=other", ["o6", "o5", "o4"]),
        ("?q=node+2", ["o2"]),
        ("?q=%00", ["o6", "o5", "o4"]),
        ("?kind=school&sort=name&page=2", ["o6"]),
    ],
)
def test_the_address_says_what_is_shown(address: str, expected: list[str]) -> None:
    assert slugs(listed(address)) == expected


def test_every_address_keeps_the_rest_of_the_state() -> None:
    page = listed("?q=node&kind=company&sort=name&page=1&other=1", size=1)

    assert page.next_url == "?q=node&kind=company&sort=name&page=2&other=1"
    assert page.previous_url == ""
    assert page.columns["name"].url == "?q=node&kind=company&sort=-name&other=1"
    assert page.columns["name"].direction == "up"
    [kind] = page.filters
    assert kind.all_url == "?q=node&sort=name&other=1"
    assert [(choice.url, choice.chosen) for choice in kind.choices] == [
        ("?q=node&kind=company&sort=name&other=1", True),
        ("?q=node&kind=school&sort=name&other=1", False),
    ]


def test_the_first_page_s_address_has_no_number() -> None:
    assert listed("?page=2").previous_url == "?"


def test_empty_parts_are_left_out_of_addresses() -> None:
    assert listed("?q=&kind=&sort=&x=").columns["name"].url == "?sort=name"


def test_a_list_without_an_order_of_its_own_has_its_model_s() -> None:
    node = Organization.objects.get(slug="o1")
    for name in ("b", "c", "a"):
        Unit.objects.create(organization=node, name=name)

    found = list_page(RequestFactory().get("/"), Unit.objects.all())

    assert [row.name for row in found.rows] == ["a", "b", "c"]


def test_what_narrows_is_known_so_that_an_empty_list_says_why() -> None:
    assert [listed(address).narrowed for address in ("", "?sort=name", "?q=z", "?kind=school")] == [
        False,
        False,
        True,
        True,
    ]


def test_a_list_without_search_ignores_words() -> None:
    page = listed("?q=node+2", search=None)

    assert (page.searchable, page.query, slugs(page)) == (False, "", ["o6", "o5", "o4"])


def test_rows_that_are_equal_never_change_pages() -> None:
    Organization.objects.update(name="Same")
    shown = [slug for page in (1, 2, 3) for slug in slugs(listed(f"?sort=name&page={page}"))]

    assert sorted(shown) == [f"o{number}" for number in range(7)]


@pytest.mark.parametrize(
    ("address", "few", "tools"),
    [
        ("", 0, True),
        ("", 6, True),
        ("", 7, False),
        ("?sort=name", 7, False),
        ("?q=node", 7, True),
        ("?q=nothing", 7, True),
        ("?kind=school", 7, True),
    ],
)
def test_a_few_rows_are_shown_without_tools_unless_something_narrows(
    address: str, few: int, tools: bool
) -> None:
    assert listed(address, few=few).with_tools is tools


def test_nothing_at_all_is_shown_without_tools() -> None:
    def tools(address: str) -> bool:
        request = RequestFactory().get(f"/list/{address}")
        empty = Organization.objects.none()
        return list_page(request, empty, search=lambda rows, _text: rows).with_tools

    assert [tools(""), tools("?q=node")] == [False, True]


@pytest.mark.parametrize("size", [1, 30])
def test_a_page_costs_one_count_and_one_read(django_assert_num_queries: Any, size: int) -> None:
    with django_assert_num_queries(2):
        page = listed("?q=node&kind=company&sort=name", size=size)
        assert len(page.rows) == min(size, 3)
