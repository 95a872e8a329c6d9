"""What every page's frame needs to know."""

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from acquis.organizations.domain.queries.reach import reach_of
from acquis.people.models import Person
from acquis.web import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """Read only by pages that show the frame: the lazy objects cost an unframed page nothing."""
    person = getattr(request, "user", None)
    context: dict[str, Any] = {"demo": settings.DEMO, "base_url": settings.BASE_URL}
    if isinstance(person, Person) or getattr(person, "is_authenticated", False):
        reach = cache(partial(reach_of, person))  # type: ignore[arg-type] # checked above
        context["navigation"] = SimpleLazyObject(
            lambda: navigation.personal_entries(request, person, reach())  # type: ignore[arg-type] # checked above
        )
        spaces = SimpleLazyObject(lambda: navigation.spaces(request, reach()))
        context["spaces"] = spaces
        context["space"] = SimpleLazyObject(
            lambda: next((space for space in spaces if space.current), None)
        )
    return context
