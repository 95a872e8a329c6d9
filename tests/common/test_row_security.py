"""The second wall: PostgreSQL shows a row only to who may see it, whatever the query says."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from acquis.assessing.models import Application
from acquis.common.tenancy import NOBODY, SYSTEM, Scope, scoped, system_scope, tenant_models
from acquis.organizations.domain.invitations import Invitee, Offer, invite
from acquis.organizations.enums import Role
from acquis.organizations.middleware import scope_of
from tests import factories

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="row security is PostgreSQL's"),
]


def raw_ids(model: Any) -> set[Any]:
    """What the table shows to a statement that asks for everything."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {model._meta.pk.column} FROM "{model._meta.db_table}"')
        return {row[0] for row in cursor.fetchall()}


@pytest.fixture
def tenants() -> dict[str, Scope]:
    """A group with a subsidiary, a stranger to both, rows in every table, and who looks at them."""
    group = factories.organization()
    below = factories.organization(parent=group)
    other = factories.organization()
    holder = factories.member(below)
    for place in (group, below, other):
        version = factories.published(place)
        factories.draft(place)
        factories.held(version, holder=holder if place == below else None)
        asked = factories.application(version)
        factories.join(factories.person(), place, roles=[Role.ASSESSOR], unit="Atelier")
        factories.answered(asked)
        owner = factories.member(place, Role.OWNER)
        invite(place, [Invitee(email=f"nouvelle@{place.slug}.example")], Offer(), by=owner)
        factories.token(place, by=factories.member(place, Role.INTEGRATOR))
    return {
        "nobody": NOBODY,
        "somebody": Scope(person=uuid4()),
        "the group's head": scope_of(factories.member(group, Role.OWNER).pk),
        "a member below": scope_of(factories.member(below, Role.COORDINATOR).pk),
        "the holder": scope_of(holder.pk),
        "another's owner": scope_of(factories.member(other, Role.OWNER).pk),
        "the system": SYSTEM,
    }


def test_both_walls_show_the_same_rows_of_every_table(tenants: dict[str, Scope]) -> None:
    assert len(tenant_models()) >= 17
    for who, scope in tenants.items():
        for model in tenant_models():
            with scoped(scope):
                managed = set(model.objects.values_list("pk", flat=True))
                assert raw_ids(model) == managed, f"{model.__name__} as {who}"


def test_every_table_has_rows_that_somebody_may_not_see(tenants: dict[str, Scope]) -> None:
    for model in tenant_models():
        with scoped(SYSTEM):
            everything = raw_ids(model)
        with scoped(tenants["nobody"]):
            assert raw_ids(model) < everything, model.__name__


def test_every_tenant_s_table_is_forced(tenants: dict[str, Scope]) -> None:
    tables = sorted(model._meta.db_table for model in tenant_models())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1"
        )
        assert [row[0] for row in cursor.fetchall()] == tables


def test_the_tests_own_role_cannot_step_over_the_wall() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


def test_a_row_cannot_be_written_into_another_tenant(tenants: dict[str, Scope]) -> None:
    theirs = Application.objects.first()
    assert theirs is not None
    with scoped(tenants["somebody"]):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE assessing_application SET statement = 'x' WHERE id = %s", [theirs.pk]
            )
            assert cursor.rowcount == 0
        theirs.pk = uuid4()
        theirs._state.adding = True
        theirs.status = "refused"
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            theirs.save(force_insert=True)


def test_the_scope_does_not_outlive_its_statement(tenants: dict[str, Scope]) -> None:
    with system_scope("a test"):
        Application.objects.count()
    with scoped(NOBODY):
        assert raw_ids(Application) == set()


def test_a_rolled_back_savepoint_leaves_no_scope_behind(tenants: dict[str, Scope]) -> None:
    with scoped(NOBODY):
        savepoint = transaction.savepoint()
        with system_scope("a test"):
            assert raw_ids(Application) != set()
        transaction.savepoint_rollback(savepoint)
        assert raw_ids(Application) == set()


def test_it_holds_between_transactions_too(tenants: dict[str, Scope]) -> None:
    """In autocommit each statement is its own transaction, and still carries its scope."""
    connection.in_atomic_block, before = False, connection.in_atomic_block
    try:
        with scoped(SYSTEM):
            assert raw_ids(Application) != set()
        with scoped(NOBODY):
            assert raw_ids(Application) == set()
    finally:
        connection.in_atomic_block = before


def test_many_rows_at_once_carry_the_scope(tenants: dict[str, Scope]) -> None:
    with scoped(SYSTEM), connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE assessing_application SET statement = %s WHERE id = %s",
            [("dit", pk) for pk in raw_ids(Application)],
        )
    assert set(Application.objects.values_list("statement", flat=True)) == {"dit"}
