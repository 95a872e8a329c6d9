"""Finding rows by what people type: any words, in any order, accents and capitals aside."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Func, Model, Q, QuerySet, TextField

from acquis.common.text import fold

M = TypeVar("M", bound=Model)
# Beyond it is a pasted page, which no row contains and which would cost a scan for each word.
MAX_WORDS = 8


class Fold(Func):
    """A text column as `fold` would have it: lower case, without accents."""

    arity = 1
    output_field = TextField()
    function = "acquis_fold"  # SQLite has it from `register_fold`

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template=r"regexp_replace(normalize(lower(%(expressions)s), NFKD), "
            r"'[\u0300-\u036f]', '', 'g')",
            **context,
        )


def register_fold(connection: Any, **_more: object) -> None:
    """Gives SQLite our `fold`; listens to `connection_created`."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("acquis_fold", 1, _fold, deterministic=True)


def _fold(text: str | None) -> str | None:
    return None if text is None else fold(text)


def words(text: str) -> list[str]:
    """What has to be found, each somewhere in a row."""
    return fold(text).split()[:MAX_WORDS]


def matching(
    rows: QuerySet[M], text: str, *, columns: Iterable[str] = (), folded: Iterable[str] = ()
) -> QuerySet[M]:
    """The rows in which every word occurs in one of the places.

    `columns` hold text as it was typed; `folded` hold text that is folded already.
    """
    names = {f"folded_{number}": column for number, column in enumerate(columns)}
    found: QuerySet[M] = rows.alias(**{name: Fold(column) for name, column in names.items()})
    for word in words(text):
        places = Q()
        for name in [*names, *folded]:
            places |= Q(**{f"{name}__contains": word})
        found = found.filter(places)
    return found
