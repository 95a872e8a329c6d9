"""Foreign keys point to the same floor or a lower one; string references are resolved first."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import models

from tests.structure.floors import floor_of

pytestmark = pytest.mark.unit


def upward_references(found: Iterable[type[models.Model]]) -> list[str]:
    """Relations from an app of ours to an app of ours on a higher floor."""
    floors = floor_of()
    problems = []
    for model in found:
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if here in floors and there in floors and floors[there] > floors[here]:
                problems.append(f"{model._meta.label}.{field.name} -> {there}")
    return problems


def test_no_foreign_key_points_upwards() -> None:
    assert upward_references(apps.get_models(include_auto_created=True)) == []


def test_every_app_with_models_has_its_floor() -> None:
    ours = {
        model._meta.app_label
        for model in apps.get_models()
        if model.__module__.startswith("acquis.")
    }
    assert ours - floor_of().keys() == set()


def test_a_string_reference_upwards_is_found() -> None:
    class Lower(models.Model):
        upper = models.ForeignKey("passport.HeldCredential", on_delete=models.CASCADE)

        class Meta:
            app_label = "common"

        def __str__(self) -> str:
            return "lower"

    try:
        assert upward_references([Lower]) == ["common.Lower.upper -> passport"]
    finally:
        del apps.all_models["common"]["lower"]
        apps.clear_cache()
