"""The second wall around what must not change: triggers that hold whoever writes, and however.

The models refuse with a sentence for people; these refuse `QuerySet.update`, `bulk_create` and SQL
by hand (ADR 10). Removing rows is refused by PostgreSQL only: SQLite's tests empty tables row by
row.

SQLite loses a table's triggers when a migration rebuilds the table, as most changes of columns do:
such a migration repeats the operation, which replaces what is there. `acquis doctor` and a test
find a table without its triggers.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# What each trigger of PostgreSQL calls; its condition is the trigger's own.
FUNCTION = """
CREATE FUNCTION acquis_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = TG_ARGV[0]; END $$
"""
DROP_FUNCTION = "DROP FUNCTION acquis_refuse()"

_Trigger = tuple[str, str]  # the event, and the condition under which it is refused


class Guard(Operation):
    """A table's triggers. What they refuse, a subclass says."""

    reversible = True
    reduces_to_sql = True
    table: str

    def state_forwards(self, _app_label: str, _state: ProjectState) -> None:
        """Triggers are no part of the models' state."""

    def triggers(self, vendor: str) -> list[_Trigger]:
        raise NotImplementedError

    def names(self, vendor: str) -> list[str]:
        return [_name(self.table, event) for event, _condition in self.triggers(vendor)]

    def database_forwards(
        self,
        _app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        _from_state: ProjectState,
        _to_state: ProjectState,
    ) -> None:
        vendor = schema_editor.connection.vendor
        self._drop(schema_editor)
        for event, condition in self.triggers(vendor):
            schema_editor.execute(_create(vendor, self.table, event, condition), params=None)

    def database_backwards(
        self,
        _app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        _from_state: ProjectState,
        _to_state: ProjectState,
    ) -> None:
        self._drop(schema_editor)

    def _drop(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        vendor = schema_editor.connection.vendor
        for name in self.names(vendor):
            schema_editor.execute(drop(vendor, self.table, name))


class Freeze(Guard):
    """Refuse to change columns of a table's rows for which `when` (SQL over OLD) holds.

    `columns` never change, `may_empty` change to NULL alone (for who is erased), `set_once` do not
    change once they are filled; `also` is a further condition, over OLD and NEW, under which a
    change is refused. Columns that are not named stay free. With `keep`, PostgreSQL refuses to
    remove such rows too.
    """

    def __init__(
        self,
        table: str,
        columns: Sequence[str],
        *,
        when: str = "",
        may_empty: Sequence[str] = (),
        set_once: Sequence[str] = (),
        also: str = "",
        keep: bool = False,
    ) -> None:
        self.table, self.columns = table, columns
        self.more = {
            "when": when, "may_empty": may_empty, "set_once": set_once, "also": also, "keep": keep,
        }  # fmt: skip
        self.when, self.may_empty, self.set_once = when, may_empty, set_once
        self.also, self.keep = also, keep

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.table, self.columns], self.more)

    def describe(self) -> str:
        return f"What is decided in {self.table} stays"

    def triggers(self, vendor: str) -> list[_Trigger]:
        other = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        changes = [f"OLD.{name} {other} NEW.{name}" for name in self.columns]
        changes += [
            f"OLD.{name} {other} NEW.{name} AND NEW.{name} IS NOT NULL" for name in self.may_empty
        ]
        changes += [
            f"OLD.{name} IS NOT NULL AND OLD.{name} {other} NEW.{name}" for name in self.set_once
        ]
        changes += [f"({self.also})"] if self.also else []
        when = f"({self.when}) AND " if self.when else ""
        found = [("UPDATE", f"{when}({' OR '.join(changes)})")]
        if self.keep and vendor == "postgresql":
            found.append(("DELETE", self.when or "true"))
        return found


class FreezeParts(Guard):
    """Refuse to add, change, move or remove rows that are parts of a frozen row.

    `parent` is the table of the whole, `link` the column that names it, `frozen` the condition
    (SQL over the parent's columns) under which it is frozen.
    """

    def __init__(self, table: str, *, parent: str, link: str, frozen: str) -> None:
        self.table, self.parent, self.link, self.frozen = table, parent, link, frozen

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        more = {"parent": self.parent, "link": self.link, "frozen": self.frozen}
        return (type(self).__name__, [self.table], more)

    def describe(self) -> str:
        return f"The parts in {self.table} stay as their whole"

    def triggers(self, vendor: str) -> list[_Trigger]:
        old, new = (self._is_frozen(vendor, f"{row}.{self.link}") for row in ("OLD", "NEW"))
        found = [("INSERT", new), ("UPDATE", f"{old} OR {new}")]
        if vendor == "postgresql":
            found.append(("DELETE", old))
        return found

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            # A trigger's condition may ask no other table, but it may call a function that does.
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {self._function}(whole uuid) RETURNS boolean "
                f"LANGUAGE sql STABLE AS $$ {self._question('whole')} $$"
            )
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {self._function}(uuid)")

    @property
    def _function(self) -> str:
        return f"acquis_frozen_whole_of_{self.table}"

    def _question(self, whole: str) -> str:
        whole_is_frozen = f"id = {whole} AND {self.frozen}"
        return f"SELECT EXISTS (SELECT 1 FROM {self.parent} WHERE {whole_is_frozen})"  # noqa: S608 - written in a migration

    def _is_frozen(self, vendor: str, whole: str) -> str:
        if vendor == "postgresql":
            return f"{self._function}({whole})"
        return f"({self._question(whole)})"


def drop(vendor: str, table: str, name: str) -> str:
    on = f" ON {table}" if vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {name}{on}"


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that the migrations make and the database lacks."""
    catalogue = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        there = {row[0] for row in cursor.fetchall()}
    wanted = {name for guard in guards() for name in guard.names(connection.vendor)}
    return sorted(wanted - there)


def guards() -> Iterator[Guard]:
    """Every guard of the migrations; of a table that has several, all."""
    for migration in MigrationLoader(None).disk_migrations.values():
        yield from (found for found in migration.operations if isinstance(found, Guard))


def _name(table: str, event: str) -> str:
    return f"acquis_frozen_{table}_{event.lower()}"


def _create(vendor: str, table: str, event: str, condition: str) -> str:
    message = f"what is decided in {table} does not change"
    start = f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table}"
    if vendor == "postgresql":
        return (
            f"{start} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION acquis_refuse('{message}')"
        )
    return f"{start} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
