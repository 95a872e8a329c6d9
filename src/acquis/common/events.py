"""The events that one part of the system tells the others.

Events that siblings on one floor exchange are declared here; an event that only higher floors
hear is declared beside the domain that publishes it.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

EVENT_TYPES: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, in the past tense. Fields are identifiers or text, never rows.

    `subject` names the object whose events are delivered in order.
    """

    name: ClassVar[str]

    def __init_subclass__(cls) -> None:
        EVENT_TYPES[cls.name] = cls

    @property
    def subject(self) -> str:
        raise NotImplementedError(f"{type(self).__name__} must say which object it is about")


@dataclass(frozen=True, kw_only=True)
class CredentialIssued(Event):
    """A credential was signed and stored; its bytes never change from here on."""

    name: ClassVar[str] = "securing.credential_issued"
    credential_id: UUID
    person_id: UUID

    @property
    def subject(self) -> str:
        return f"credential:{self.credential_id}"
