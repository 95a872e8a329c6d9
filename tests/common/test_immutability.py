"""The second wall: what is decided does not change, whoever writes and however."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from acquis.assessing.models import Assessment, Award, CriterionJudgement, SkillJudgement
from acquis.common import immutability
from acquis.common.immutability import Freeze, FreezeParts
from acquis.modelling.domain.achievements import retire
from acquis.modelling.models import AchievementSkill, AchievementVersion, Criterion
from acquis.securing.domain.keys import rotate_key
from acquis.securing.models import Credential, Delivery, IssuerKey
from tests import factories
from tests.thawing import thaw

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

GUARDS = list(immutability.guards())
FROZEN = {guard.table: guard for guard in GUARDS if isinstance(guard, Freeze)}
PARTS = {guard.table: guard for guard in GUARDS if isinstance(guard, FreezeParts)}
MODELS = {model._meta.db_table: model for model in apps.get_models()}
# Where a row stands in its life, and what is made from frozen columns.
FREE = {
    "modelling_achievementversion": {"status", "search_text"},
    "assessing_assessment": set(),
    "assessing_criterionjudgement": set(),
    "assessing_skilljudgement": set(),
    "assessing_award": set(),
    "securing_credential": set(),
    "securing_issuerkey": {"status", "sealed_seed"},
    "passport_heldcredential": {
        "created_at",
        "image_png", "did_document", "name", "issuer_name", "valid_from", "valid_until",
        "expiry_noticed_at",
    },
}  # fmt: skip
OTHERS: dict[type[models.Field[Any, Any]], Any] = {
    models.UUIDField: uuid4,
    models.ForeignKey: uuid4,
    models.BooleanField: lambda: False,
    models.DateTimeField: lambda: datetime(2020, 1, 1, tzinfo=UTC),
    models.PositiveIntegerField: lambda: 99,
    models.PositiveSmallIntegerField: lambda: 99,
    models.JSONField: lambda: {"other": 1},
    models.BinaryField: lambda: b"other",
    models.Field: lambda: "other",
}
ON_POSTGRESQL = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite's tests empty tables row by row"
)


@pytest.fixture
def life() -> dict[str, Any]:
    """One row of each frozen table."""
    held = factories.held(factories.published(factories.organization(), by=factories.person()))
    assert {model.objects.count() for model in (Award, Credential, IssuerKey)} == {1}
    return {"modelling_achievementversion": AchievementVersion.objects.get()} | {
        table: MODELS[table].objects.first() for table in FROZEN
    } | {"passport_heldcredential": held}  # fmt: skip


def columns(table: str) -> dict[str, models.Field[Any, Any]]:
    return {field.column: field for field in MODELS[table]._meta.concrete_fields}


def other_value(field: models.Field[Any, Any]) -> Any:
    kind = next(kind for kind in OTHERS if isinstance(field, kind))
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    return field.get_db_prep_save(OTHERS[kind](), connection)


def stored(row: Any) -> dict[str, Any]:
    return type(row)._base_manager.filter(pk=row.pk).values().get()


def change(row: Any, column: str, value: Any) -> None:
    table = row._meta.db_table
    pk = row._meta.pk.get_db_prep_save(row.pk, connection)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])
        assert cursor.rowcount == 1


def refused(row: Any, act: Callable[[], Any]) -> None:
    before = stored(row)
    message = f"what is decided in {row._meta.db_table} does not change"
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        act()
    assert stored(row) == before


@pytest.mark.parametrize(
    ("table", "column"),
    [(table, column) for table, guard in FROZEN.items() for column in guard.columns],
)
def test_a_frozen_column_refuses_sql_by_hand(life: dict[str, Any], table: str, column: str) -> None:
    row, value = life[table], other_value(columns(table)[column])
    refused(row, lambda: change(row, column, value))
    thaw(MODELS[table])
    with transaction.atomic():
        change(row, column, value)  # the guard alone was in the way
        transaction.set_rollback(True)


def test_querysets_are_refused_like_sql(life: dict[str, Any]) -> None:
    for table, row in life.items():
        rows = MODELS[table]._base_manager.filter(pk=row.pk)
        refused(row, lambda rows=rows: rows.update(id=uuid4()))
    version = life["modelling_achievementversion"]
    version.name = "Autre"
    refused(version, lambda: AchievementVersion.objects.bulk_update([version], ["name"]))


def test_each_column_is_frozen_or_named_as_free() -> None:
    assert FROZEN.keys() == FREE.keys()
    for table, guard in FROZEN.items():
        guarded = {*guard.columns, *guard.may_empty, *guard.set_once}
        assert guarded | FREE[table] == columns(table).keys(), table
        assert not guarded & FREE[table], table


def test_free_columns_change(life: dict[str, Any]) -> None:
    for table, free in FREE.items():
        for column in free - {"status"}:
            change(life[table], column, other_value(columns(table)[column]))


def test_a_draft_changes_until_it_is_published() -> None:
    draft = factories.draft(factories.organization())
    AchievementVersion.objects.update(number=7)
    Criterion.objects.filter(version=draft).update(position=3)
    AchievementSkill.objects.filter(version=draft).delete()
    draft.refresh_from_db()
    assert (draft.number, {part.position for part in draft.criteria.all()}) == (7, {3})


def test_who_is_erased_goes_and_the_version_stays(life: dict[str, Any]) -> None:
    version = life["modelling_achievementversion"]
    assert version.created_by is not None
    assert version.published_by is not None
    for column in ("created_by_id", "published_by_id"):
        refused(version, lambda column=column: change(version, column, other_value(columns(
            "modelling_achievementversion")[column])))  # fmt: skip
        change(version, column, None)
    version.refresh_from_db()
    assert (version.created_by, version.published_by) == (None, None)


def test_a_version_retires_once_and_for_good(life: dict[str, Any]) -> None:
    version = life["modelling_achievementversion"]
    refused(version, lambda: change(version, "status", "draft"))
    retire(version, by=factories.person())
    for status in ("draft", "published"):
        refused(version, lambda status=status: change(version, "status", status))
    refused(version, lambda: change(version, "retired_at", None))


def test_a_key_retires_once_and_for_good(life: dict[str, Any]) -> None:
    key = life["securing_issuerkey"]
    rotate_key(key.profile)
    IssuerKey.objects.exclude(pk=key.pk).update(status="retired")
    refused(key, lambda: change(key, "status", "active"))
    refused(key, lambda: change(key, "retired_at", None))


@pytest.fixture
def version() -> AchievementVersion:
    return factories.published(factories.organization())


@pytest.mark.parametrize("table", PARTS)
def test_parts_of_a_published_version_are_neither_changed_moved_nor_added(
    version: AchievementVersion, table: str
) -> None:
    model = MODELS[table]
    part = model.objects.filter(version=version)[0]
    mine = model.objects.filter(pk=part.pk)
    draft = factories.draft(version.organization)
    theirs = model.objects.filter(version=draft)
    elsewhere = theirs[0]

    refused(part, lambda: mine.update(position=9))
    refused(part, lambda: mine.update(version=draft))
    refused(elsewhere, lambda: theirs.update(version=version))
    part.pk = uuid4()
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        model.objects.bulk_create([part])
    assert model.objects.filter(version=version).count() == (2 if model is Criterion else 1)


@ON_POSTGRESQL
def test_what_is_published_is_not_removed(version: AchievementVersion) -> None:
    for row in (version, version.criteria.first(), version.skills.first()):
        with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
            models.QuerySet(type(row)).filter(pk=row.pk)._raw_delete("default")
    factories.draft(version.organization).delete()


def test_the_holder_s_copy_may_be_removed_by_her(life: dict[str, Any]) -> None:
    assert life["passport_heldcredential"].delete()[1]["passport.HeldCredential"] == 1


def test_an_erasure_may_remove_what_was_judged_and_who_leaves_its_keys(
    life: dict[str, Any],
) -> None:
    Delivery.objects.all().delete()
    for model in (Credential, IssuerKey, Award, CriterionJudgement, SkillJudgement, Assessment):
        model.objects.all().delete()
        assert not model.objects.exists()


def test_no_trigger_is_missing_and_one_that_is_gone_is_found() -> None:
    assert immutability.missing(connection) == []
    thaw(Criterion)
    events = ["insert", "update"] + ["delete"] * (connection.vendor == "postgresql")
    assert immutability.missing(connection) == sorted(
        f"acquis_frozen_modelling_criterion_{event}" for event in events
    )


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.table)
def test_a_guard_is_taken_back_and_repeated(guard: Any) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    editor = connection.schema_editor()
    again = getattr(immutability, guard.deconstruct()[0])(
        *guard.deconstruct()[1], **guard.deconstruct()[2]
    )
    again.database_backwards("", editor, None, None)
    assert immutability.missing(connection) == sorted(guard.names(connection.vendor))
    for _ in range(2):
        again.database_forwards("", editor, None, None)
        assert immutability.missing(connection) == []
    assert again.describe().endswith("stays") or again.describe().endswith("as their whole")
