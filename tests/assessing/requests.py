"""What candidates of the tests hand in."""

from typing import Any

from acquis.assessing.domain.applications import Request
from acquis.people.models import Person


def request(person: Person, **changes: Any) -> Request:
    values: dict[str, Any] = {
        "name": person.name,
        "email": person.email,
        "statement": "J’ai animé dix réunions.",
        "evidence": [],
    }
    return Request(**(values | changes))
