from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import pytest

from acquis.common.domain import events
from acquis.common.events import EVENT_TYPES, Event

SOME_ID = UUID(int=7)


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    """An event of the tests' own."""

    name: ClassVar[str] = "tests.happened"
    about: str
    number: int = 0
    thing_id: UUID = SOME_ID

    @property
    def subject(self) -> str:
        return f"thing:{self.about}"


@pytest.fixture
def happened() -> type[Happened]:
    return Happened


@pytest.fixture
def consumers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Nobody subscribed yet; what the product's own consumers do is none of these tests'."""
    registry: dict[str, Any] = {}
    monkeypatch.setattr(events, "_consumers", registry)
    monkeypatch.setitem(EVENT_TYPES, Happened.name, Happened)
    return registry
