"""Who is looking, and the first of two walls that keep each tenant's rows from the others.

Every query of a `TenantManager` is narrowed to the current scope, and without a scope it raises:
tenancy cannot be forgotten. The second wall, PostgreSQL's, is in `row_security`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)
_PATH = re.compile(r"[0-9A-Za-z]+\Z")


class ScopeMissing(ImproperlyConfigured):
    """A tenant's rows were asked for, and nobody has said on whose behalf."""


@dataclass(frozen=True, slots=True)
class Scope:
    """On whose behalf rows are read and written.

    `paths` are the tree paths of the organisations the person belongs to: each reaches its
    subtree. The system sees everything.
    """

    person: UUID | None = None
    paths: tuple[str, ...] = ()
    system: bool = False

    def __post_init__(self) -> None:
        if not all(map(_PATH.match, self.paths)):
            raise ScopeMissing("A path of the organisation tree has letters and digits only.")


NOBODY = Scope()
SYSTEM = Scope(system=True)
_current: ContextVar[Scope | None] = ContextVar("acquis_scope", default=None)


def current_scope() -> Scope:
    """Raises `ScopeMissing` outside of any scope."""
    found = _current.get()
    if found is None:
        raise ScopeMissing(
            "Nobody has said on whose behalf. A request gets its scope from the middleware; a "
            "command or a job runs inside `system_scope(...)`."
        )
    return found


def scope_or_nobody() -> Scope:
    return _current.get() or NOBODY


def enter(scope: Scope) -> "Token[Scope | None]":
    """Take this scope for the rest of the process, a command's for example."""
    return _current.set(scope)


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """Everything inside is done on behalf of this scope."""
    token = _current.set(scope)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def system_scope(reason: str) -> Iterator[None]:
    """Everything inside sees all tenants, for this reason; also a decorator.

    For jobs and commands, and for what a secret link or a stranger's form makes the system do.
    """
    if not reason.strip():
        raise ScopeMissing("Seeing all tenants needs a reason.")
    with scoped(SYSTEM):
        yield


@dataclass(frozen=True, slots=True)
class Tenancy:
    """Whose a row is. Names are foreign keys of its model, `a__b` for one of a row it points to.

    `organization`: rows of the organisations reached. `person`: her own rows. `through`: visible
    as the row it belongs to. `open_to_all`: rows that everybody may read.
    """

    organization: str = ""
    person: str = ""
    through: str = ""
    open_to_all: Q | None = None

    def visible(self, scope: Scope, model: type[models.Model]) -> Q:
        """The condition for the rows that the scope may see; the system needs none."""
        found = self.open_to_all or Q(pk__in=[])
        if self.through:
            found |= Q(**{f"{self.through}__in": _target(model, self.through).objects.all()})
        if self.organization and scope.paths:
            reached = Q()
            for path in scope.paths:
                reached |= Q(path__startswith=path)
            found |= _pointing(model, self.organization.split("__"), reached)
        if self.person and scope.person is not None:
            found |= Q(**{self.person: scope.person})
        return found


def _pointing(model: type[models.Model], keys: list[str], wanted: Q) -> Q:
    """Rows whose chain of foreign keys ends at a row that is wanted.

    As subqueries and not as joins: `select_for_update` would lock the joined rows too.
    """
    target = _target(model, keys[0])
    rest = _pointing(target, keys[1:], wanted) if keys[1:] else wanted
    return Q(**{f"{keys[0]}__in": target._base_manager.filter(rest)})  # noqa: SLF001 - public


def _target(model: type[models.Model], key: str) -> Any:
    return model._meta.get_field(key).related_model  # noqa: SLF001 - public


class TenantManager(models.Manager[M]):
    """The manager of rows that belong to somebody: it shows what the current scope may see.

    The model says in `tenancy` whose its rows are.
    """

    def get_queryset(self) -> models.QuerySet[M]:
        """Raises `ScopeMissing` outside of any scope."""
        scope = current_scope()
        return super().get_queryset() if scope.system else _narrowed(self.model, scope).all()


@lru_cache(maxsize=1024)
def _narrowed(model: Any, scope: Scope) -> models.QuerySet[Any]:
    """What the scope may see of a table. Building the condition costs more than all the rest of a
    small query, and one page asks for it many times; call it within that very scope."""
    tenancy: Tenancy = model.tenancy
    return models.QuerySet(model).filter(tenancy.visible(scope, model))


def tenant_models() -> list[Any]:
    """Every model whose rows belong to somebody."""
    return [model for model in apps.get_models() if hasattr(model, "tenancy")]
