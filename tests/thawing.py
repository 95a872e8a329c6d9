"""As somebody with the database's definitions in hand: takes a table's guard away."""

from typing import Any

from django.db import connection

from acquis.common import immutability


def thaw(model: Any) -> None:
    """From here to the end of the test, rows of this model change like any others."""
    table = model._meta.db_table
    names = [
        name
        for guard in immutability.guards()
        if guard.table == table
        for name in guard.names(connection.vendor)
    ]
    assert names, f"{table} is not frozen"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which refuses while checks of rows are pending
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            cursor.execute(immutability.drop(connection.vendor, table, name))
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
