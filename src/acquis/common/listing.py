"""Lists that people search, sort, filter and leaf through; all of it is in the address.

A view names what may be asked for and hands over a query; what comes back is what the `c-list`
components show. Knows no model: each app says what its words, orders and choices mean.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

M = TypeVar("M", bound=Model)
MAX_QUERY = 200


@dataclass(frozen=True, slots=True)
class Order:
    """A column that may be sorted by; `fields` are what the database orders by, ascending."""

    key: str
    label: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filter(Generic[M]):
    """A choice that narrows the list. A value that is not offered narrows nothing."""

    name: str
    label: str
    choices: Sequence[tuple[str, str | Promise]]
    apply: Callable[[QuerySet[M], str], QuerySet[M]]


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A heading that sorts: where it leads, and how the list stands now ("", up or down)."""

    label: str
    url: str
    direction: str


@dataclass(frozen=True, slots=True)
class FilterState:
    name: str
    label: str
    value: str
    all_url: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ListPage(Generic[M]):
    """One page of a list, with the addresses of its neighbours in every direction."""

    page: Page[M]
    query: str
    searchable: bool
    sort: str
    columns: Mapping[str, Column]
    filters: tuple[FilterState, ...]
    few: int
    parameters: QueryDict = field(repr=False)

    @property
    def rows(self) -> list[M]:
        return list(self.page.object_list)

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def narrowed(self) -> bool:
        """Whether more might show up without the search and the filters."""
        return bool(self.query or any(state.value for state in self.filters))

    @property
    def with_tools(self) -> bool:
        """Whether there is enough to search, filter and sort in."""
        return self.narrowed or self.total > self.few

    @property
    def previous_url(self) -> str:
        return self._at(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self._at(self.page.next_page_number()) if self.page.has_next() else ""

    def _at(self, number: int) -> str:
        return _address(self.parameters, page=str(number) if number > 1 else "")


def list_page(
    request: HttpRequest,
    rows: QuerySet[M],
    *,
    search: Callable[[QuerySet[M], str], QuerySet[M]] | None = None,
    orders: Sequence[Order] = (),
    filters: Sequence[Filter[M]] = (),
    size: int = 25,
    few: int = 0,
) -> ListPage[M]:
    """The page that the address asks for: `q`, `sort` (`-` for downwards), `page`, each filter.

    What makes no sense is passed over, so that an old or mistyped address still shows a list.
    Up to `few` rows are seen at a glance, and shown without search, filters and orders.
    """
    asked = request.GET
    query = " ".join(asked.get("q", "").replace("\x00", " ").split())[:MAX_QUERY] if search else ""
    states = tuple(_state(entry, asked) for entry in filters)
    found = rows
    for entry, state in zip(filters, states, strict=True):
        if state.value:
            found = entry.apply(found, state.value)
    if search is not None and query:
        found = search(found, query)
    sort = asked.get("sort", "")
    order = {entry.key: entry for entry in orders}.get(sort.removeprefix("-"))
    sign = "-" if sort.startswith("-") else ""
    own = found.model._meta.ordering  # noqa: SLF001 - Django documents it
    usual: Sequence[Any] = found.query.order_by or own or ()
    by = usual if order is None else [sign + name for name in order.fields]
    # The key last: equal rows must not change places between two pages.
    found = found.order_by(*by, "pk")
    page = Paginator(found, size).get_page(asked.get("page"))
    return ListPage(
        page=page,
        query=query,
        searchable=search is not None,
        sort=sort if order is not None else "",
        columns={entry.key: _column(entry, sort, asked) for entry in orders},
        filters=states,
        few=few,
        parameters=asked,
    )


def _state(entry: Filter[M], asked: QueryDict) -> FilterState:
    value = asked.get(entry.name, "")
    if value not in {choice for choice, _label in entry.choices}:
        value = ""
    choices = tuple(
        Choice(
            choice, str(label), _address(asked, **{entry.name: choice}, page=""), choice == value
        )
        for choice, label in entry.choices
    )
    return FilterState(
        entry.name, entry.label, value, _address(asked, **{entry.name: "", "page": ""}), choices
    )


def _column(order: Order, sort: str, asked: QueryDict) -> Column:
    direction = {order.key: "up", f"-{order.key}": "down"}.get(sort, "")
    turned = f"-{order.key}" if direction == "up" else order.key
    return Column(order.label, _address(asked, sort=turned, page=""), direction)


def _address(asked: QueryDict, **changes: str) -> str:
    """The present address with other parts; empty parts are left out."""
    parts = asked.copy()
    for name, value in changes.items():
        parts[name] = value
    for name in [name for name in parts if not parts[name]]:
        del parts[name]
    return "?" + parts.urlencode()
