"""The second wall: PostgreSQL's row-level security, which holds even where a query forgets itself.

Each statement carries the current scope as settings local to its transaction; the policies of the
tables read them. On SQLite there is only the first wall (`tenancy`).
"""

import re
from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from acquis.common.tenancy import Scope, scope_or_nobody

_TOUCHES_ROWS = re.compile(r"[\s(]*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)

# Policies are written with these, so that what a scope is stands in one place.
FUNCTIONS = """
CREATE FUNCTION acquis_is_system() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT current_setting('acquis.system', true) = 'on' $$;
CREATE FUNCTION acquis_person() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('acquis.person', true), '')::uuid $$;
CREATE FUNCTION acquis_reaches(path text) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (
    SELECT 1 FROM unnest(string_to_array(current_setting('acquis.paths', true), ' ')) AS reached
    WHERE reached <> '' AND starts_with(path, reached)
) $$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION acquis_is_system(); DROP FUNCTION acquis_person();
DROP FUNCTION acquis_reaches(text);
"""
# The organisations reached, to be compared with a column; computed once for each statement.
REACHED = "(SELECT o.id FROM organizations_organization o WHERE acquis_reaches(o.path))"


def carry_scope(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,  # noqa: FBT001 - Django's signature of an execute wrapper
    context: dict[str, Any],
) -> Any:
    """Send the scope along with the statement, in one message to the server.

    A statement of its own would be lost outside a transaction, and a setting of the session would
    stay behind for whoever gets the connection next.
    """
    if not _TOUCHES_ROWS.match(sql):
        return execute(sql, params, many, context)
    prefix = settings_of(scope_or_nobody())
    if many:
        context["cursor"].cursor.execute(prefix)
        return execute(sql, params, many, context)
    result = execute(f"{prefix}; {sql}", params, many, context)
    context["cursor"].nextset()
    return result


def settings_of(scope: Scope) -> str:
    """The statement that tells PostgreSQL the scope; its values cannot hold a quote."""
    system = "on" if scope.system else ""
    person = str(scope.person or "")
    paths = " ".join(scope.paths)
    return (
        f"SELECT set_config('acquis.system', '{system}', true), "
        f"set_config('acquis.person', '{person}', true), "
        f"set_config('acquis.paths', '{paths}', true)"
    )


def watch(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Let every statement of a PostgreSQL connection carry the scope (a signal's receiver)."""
    if connection.vendor == "postgresql" and carry_scope not in connection.execute_wrappers:
        connection.execute_wrappers.append(carry_scope)


class EnableRowSecurity(Operation):
    """Let a table show a row only where the condition holds, and to the system.

    `FORCE` makes the policy bind the tables' owner too. Does nothing on other engines.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, using: str) -> None:
        self.table, self.using = table, using

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.table, self.using], {})

    def state_forwards(self, _app_label: str, _state: ProjectState) -> None:
        """Policies are no part of the models' state."""

    def database_forwards(
        self,
        _app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        _from_state: ProjectState,
        _to_state: ProjectState,
    ) -> None:
        condition = f"(SELECT acquis_is_system()) OR {self.using}"
        self._run(
            schema_editor,
            f"ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {self.table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY acquis_tenancy ON {self.table} "
            f"USING ({condition}) WITH CHECK ({condition})",
        )

    def database_backwards(
        self,
        _app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        _from_state: ProjectState,
        _to_state: ProjectState,
    ) -> None:
        self._run(
            schema_editor,
            f"DROP POLICY acquis_tenancy ON {self.table}",
            f"ALTER TABLE {self.table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {self.table} DISABLE ROW LEVEL SECURITY",
        )

    def describe(self) -> str:
        return f"Row-level security on {self.table}"

    @staticmethod
    def _run(schema_editor: BaseDatabaseSchemaEditor, *statements: str) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)
