from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from acquis.common.events import Event


@dataclass(frozen=True, kw_only=True)
class AwardDecided(Event):
    """A person has earned an achievement: time to sign the proof."""

    name: ClassVar[str] = "assessing.award_decided"
    award_id: UUID

    @property
    def subject(self) -> str:
        return f"award:{self.award_id}"
