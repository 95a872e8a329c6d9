"""Each list of the API follows an index, from its first page to its last, on either engine."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acquis.organizations.enums import Role
from tests import factories
from tests.asking import ask

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LISTS = {
    "achievements": "modelling_catalogue",
    "organizations/institut/credentials": "securing_issued",
    "organizations/institut/applications": "assessing_handed_in",
}

# Where the page after another begins reading: where that one ended, and not at the start.
BEGINS = {
    "achievements": ("published_at<?", "(published_at <= '"),
    "organizations/institut/credentials": ("created_at>?", "(created_at >= '"),
    "organizations/institut/applications": ("submitted_at>?", "(submitted_at >= '"),
}


@pytest.fixture
def token() -> str:
    place = factories.organization("institut")
    for _ in range(3):
        version = factories.published(place)
        factories.application(version)
        factories.credential(version)
    return factories.token(place, by=factories.member(place, Role.OWNER))


def listing(path: str, token: str, **parameters: Any) -> str:
    """The statement that reads the list's rows."""
    with CaptureQueriesContext(connection) as queries:
        assert ask(path, token, limit=1, **parameters).status_code == 200
    [found] = [query["sql"] for query in queries if query["sql"].endswith("LIMIT 2")]
    return str(found[found.index('SELECT "') :])


def plan(statement: str) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            return "\n".join(row[-1] for row in cursor.fetchall())
        # With a handful of rows PostgreSQL would read and sort them all: what may it do else?
        for way in ("seqscan", "sort", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize("where", ["first page", "page after", "since"])
@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_read_in_the_order_of_its_index(token: str, path: str, where: str) -> None:
    parameters: dict[str, Any] = {}
    if where == "page after":
        parameters["cursor"] = ask(path, token, limit=1).json()["next"]
    if where == "since" and path != "achievements":
        parameters["since"] = "2026-01-01T00:00:00Z"

    on_postgresql = connection.vendor == "postgresql"
    found = plan(listing(path, token, **parameters))

    assert LISTS[path] in found
    assert "TEMP B-TREE" not in found
    assert "Sort" not in found
    if where == "page after":
        [begins] = [line for line in found.splitlines() if BEGINS[path][on_postgresql] in line]
        assert on_postgresql <= ("Index Cond" in begins)
