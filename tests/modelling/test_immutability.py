"""Every way to change a published version or one of its parts through a row, refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from acquis.modelling.domain.achievements import retire
from acquis.modelling.errors import PublishedIsImmutable
from acquis.modelling.models import (
    AchievementSkill,
    AchievementVersion,
    Criterion,
)
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture(params=["published", "retired"])
def frozen(request: pytest.FixtureRequest) -> AchievementVersion:
    version = factories.published(factories.organization())
    return retire(version, by=factories.person()) if request.param == "retired" else version


@pytest.fixture
def draft(frozen: AchievementVersion) -> AchievementVersion:
    return factories.draft(frozen.organization)


def changed_in_memory(row: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


VERSION_CHANGES: dict[str, Callable[[AchievementVersion], Any]] = {
    "save": lambda v: changed_in_memory(v, name={"fr": "Autre"}).save(),
    "save without a change": lambda v: v.save(),
    "save of one field": lambda v: v.save(update_fields=["design"]),
    "save of one field among others": lambda v: v.save(update_fields=["status", "name"]),
    "save of the image": lambda v: v.save(update_fields=["image_svg", "image_png"]),
    "save of no field": lambda v: v.save(update_fields=[]),
    "save as what it is not": lambda v: changed_in_memory(v, status="draft").save(),
    "back to draft": lambda v: changed_in_memory(v, status="draft").save(update_fields=["status"]),
    "back to draft among others": lambda v: changed_in_memory(v, status="draft").save(
        update_fields=["status", "retired_at"]
    ),
    "delete": lambda v: v.delete(),
    "get and save": lambda v: AchievementVersion.objects.update_or_create(
        pk=v.pk, defaults={"number": 9}
    ),
}


@pytest.mark.parametrize("change", VERSION_CHANGES.values(), ids=VERSION_CHANGES.keys())
def test_a_published_version_refuses_every_change(
    frozen: AchievementVersion, change: Callable[[AchievementVersion], Any]
) -> None:
    before = AchievementVersion.objects.filter(pk=frozen.pk).values().get()
    with pytest.raises(PublishedIsImmutable):
        change(AchievementVersion.objects.get(pk=frozen.pk))
    assert AchievementVersion.objects.filter(pk=frozen.pk).values().get() == before


@pytest.mark.parametrize("fields", [["status"], ["status", "retired_at"]])
def test_a_retired_version_is_not_published_again(fields: list[str]) -> None:
    version = retire(factories.published(factories.organization()), by=factories.person())
    before = AchievementVersion.objects.values().get()
    version.status, version.retired_at = "published", None
    with pytest.raises(PublishedIsImmutable) as refusal:
        version.save(update_fields=fields)
    assert str(refusal.value) == (
        "Une version retirée le reste. Faites une nouvelle version de la micro-certification."
    )
    assert AchievementVersion.objects.values().get() == before


def test_a_new_row_does_not_take_the_place_of_a_published_version(
    frozen: AchievementVersion,
) -> None:
    other = AchievementVersion(pk=frozen.pk, achievement=frozen.achievement, number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()
    assert AchievementVersion.objects.get().number == 1


PART_CHANGES: dict[str, Callable[[Any, AchievementVersion], Any]] = {
    "save": lambda part, _draft: changed_in_memory(part, position=7).save(),
    "save of one field": lambda part, _draft: part.save(update_fields=["position"]),
    "delete": lambda part, _draft: part.delete(),
    "move to a draft": lambda part, draft: changed_in_memory(part, version=draft).save(),
    "move by its field": lambda part, draft: changed_in_memory(part, version=draft).save(
        update_fields=["version"]
    ),
    "delete as if of a draft": lambda part, draft: changed_in_memory(part, version=draft).delete(),
}


@pytest.mark.parametrize("kind", ["skills", "criteria"])
@pytest.mark.parametrize("change", PART_CHANGES.values(), ids=PART_CHANGES.keys())
def test_the_parts_of_a_published_version_refuse_every_change(
    frozen: AchievementVersion,
    draft: AchievementVersion,
    kind: str,
    change: Callable[[Any, AchievementVersion], Any],
) -> None:
    before = list(getattr(frozen, kind).values())
    with pytest.raises(PublishedIsImmutable):
        change(getattr(frozen, kind).first(), draft)
    assert list(getattr(frozen, kind).values()) == before


def test_a_published_version_takes_no_new_part(frozen: AchievementVersion) -> None:
    new: list[Any] = [
        Criterion(version=frozen, text="De plus"),
        AchievementSkill(version=frozen, skill=factories.skill("autre"), level=factories.level()),
    ]
    for part in new:
        with pytest.raises(PublishedIsImmutable):
            part.save()
    with pytest.raises(PublishedIsImmutable):
        frozen.criteria.create(text="De plus")
    assert (frozen.criteria.count(), frozen.skills.count()) == (2, 1)


@pytest.mark.parametrize("kind", ["skills", "criteria"])
def test_a_part_of_a_draft_does_not_move_into_a_published_version(
    frozen: AchievementVersion, draft: AchievementVersion, kind: str
) -> None:
    part = changed_in_memory(getattr(draft, kind).first(), version=frozen)
    with pytest.raises(PublishedIsImmutable):
        part.save()
    assert getattr(frozen, kind).count() == getattr(draft, kind).count()


def test_what_a_published_version_is_made_of_cannot_be_deleted(frozen: AchievementVersion) -> None:
    row = frozen.skills.get()
    for needed in (row.skill, row.skill.framework, row.level, row.level.scale, frozen.achievement):
        with pytest.raises(ProtectedError):
            needed.delete()


def test_a_draft_and_its_parts_can_be_deleted(draft: AchievementVersion) -> None:
    draft.criteria.first().delete()
    assert draft.criteria.count() == 1
    draft.delete()
    assert not Criterion.objects.filter(version=draft.pk).exists()


def test_a_draft_moves_on_by_its_state_alone(draft: AchievementVersion) -> None:
    draft.status = "draft"
    draft.save(update_fields=["status"])
    assert AchievementVersion.objects.get(pk=draft.pk).status == "draft"
