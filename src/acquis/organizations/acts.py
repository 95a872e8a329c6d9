"""The acts that the audit trail knows, each declared by the app that does it."""

from typing import Any, TypeVar

from django.db import models

C = TypeVar("C", bound=type[models.TextChoices])
_sentences: dict[str, Any] = {}


def acts(choices: C) -> C:
    """Let the audit trail know these acts; the labels are what people read."""
    found: Any = choices
    _sentences.update(dict(found.choices))
    return choices


def sentence(act: str) -> str:
    """The act in the reader's language; an act that no app declares (any more) as it is."""
    return str(_sentences.get(act, act))


def known() -> dict[str, str]:
    return {act: str(label) for act, label in _sentences.items()}
