from typing import Any

import pytest
import rules

from acquis.common.permissions import Predicate, permission

pytestmark = pytest.mark.unit


@Predicate
def is_even(person: Any, target: Any) -> bool:
    return bool(target % 2 == 0)


is_large = Predicate(lambda person, target: target > 10, name="is_large")


def answers(predicate: Predicate) -> list[bool]:
    return [predicate(None, number) for number in (1, 2, 11, 12)]


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (is_even, [False, True, False, True]),
        (is_even & is_large, [False, False, False, True]),
        (is_even | is_large, [False, True, True, True]),
        (~is_even, [True, False, True, False]),
        (~(is_even | is_large), [True, False, False, False]),
    ],
    ids=["alone", "and", "or", "not", "together"],
)
def test_predicates_combine(predicate: Predicate, expected: list[bool]) -> None:
    assert answers(predicate) == expected


def test_predicates_have_names() -> None:
    assert [found.name for found in (is_even, is_large, is_even & ~is_large)] == [
        "is_even",
        "is_large",
        "(is_even & ~is_large)",
    ]


def test_a_permission_is_held_by_whom_its_predicate_says() -> None:
    permission("tests.touch_number", is_even)
    try:
        assert [rules.has_perm("tests.touch_number", None, n) for n in (1, 2)] == [False, True]
    finally:
        rules.remove_perm("tests.touch_number")
