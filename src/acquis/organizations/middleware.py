"""Every request is on behalf of somebody: the person signed in, or nobody."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from acquis.common.tenancy import NOBODY, Scope, scoped
from acquis.organizations.domain.queries.access import paths_reached


class TenancyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user.pk if request.user.is_authenticated else None
        with scoped(scope_of(person)):
            return self.get_response(request)


def scope_of(person: UUID | None) -> Scope:
    """The person's scope: her own rows, and the subtrees of the organisations she belongs to."""
    if person is None:
        return NOBODY
    with scoped(Scope(person=person)):
        return Scope(person=person, paths=paths_reached(person))
