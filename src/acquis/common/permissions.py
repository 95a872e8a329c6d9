"""The one border to the `rules` library, which has no types: named predicates and permissions."""

from collections.abc import Callable
from typing import Any

import rules

Test = Callable[[Any, Any], bool]


class Predicate:
    """A named question about a person and an object; combines with `&`, `|` and `~`."""

    def __init__(self, test: Test, name: str = "") -> None:
        self._rule: Any = rules.predicate(test, name=name or test.__name__)  # type: ignore[attr-defined, no-untyped-call] # untyped library

    @property
    def rule(self) -> Any:
        return self._rule

    @property
    def name(self) -> str:
        return str(self._rule.name)

    def __call__(self, person: Any, target: Any) -> bool:
        return bool(self._rule.test(person, target))

    def __and__(self, other: "Predicate") -> "Predicate":
        return self._combined(self._rule & other.rule)

    def __or__(self, other: "Predicate") -> "Predicate":
        return self._combined(self._rule | other.rule)

    def __invert__(self) -> "Predicate":
        return self._combined(~self._rule)

    @staticmethod
    def _combined(rule: Any) -> "Predicate":
        found = Predicate.__new__(Predicate)
        found._rule = rule  # noqa: SLF001 - our own
        return found


def permission(name: str, predicate: Predicate) -> None:
    """Declare a permission, `app.action_object`, held by whom the predicate says."""
    rules.add_perm(name, predicate.rule)  # type: ignore[attr-defined, no-untyped-call] # untyped library
