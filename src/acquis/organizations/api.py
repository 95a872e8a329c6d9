"""The API's gate: a token, the person for whom it acts, and what she may do now."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from acquis.common.access import Access
from acquis.common.api.problems import TooMany
from acquis.common.tenancy import Scope, scoped
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.domain.tokens import count_request, find_token, scope_of_token
from acquis.organizations.errors import TokenRefused
from acquis.organizations.models import ApiToken, Organization

P = ParamSpec("P")
R = TypeVar("R")


class TokenAuth(HttpBearer):
    """A token in the header, and nothing else: no cookie opens the API, so no other site can use
    one behind its owner's back."""

    def authenticate(self, _request: HttpRequest, token: str) -> ApiToken:
        try:
            found = find_token(token)
        except TokenRefused as error:
            raise AuthenticationError from error
        wait = count_request(found)
        if wait:
            raise TooMany(wait)
        return found


def permitted(
    permission: str,
) -> Callable[[Callable[Concatenate[HttpRequest, str, P], R]], Callable[..., R]]:
    """For a token whose author holds the permission on the organisation that `slug` names.

    The permission is asked for the person, in her own scope, at each request: with her role, the
    token's power ends. Rows are then read in the token's scope, until the operation returns: what
    it returns must be read from the database by then. The organisation is `request.organization`.
    """

    def mark(operation: Callable[Concatenate[HttpRequest, str, P], R]) -> Callable[..., R]:
        @wraps(operation)
        def guarded(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> R:
            token: ApiToken = request.auth  # type: ignore[attr-defined] # set by TokenAuth
            found = _reached(token, slug, permission)
            request.organization = found  # type: ignore[attr-defined] # read by the operation
            with scoped(scope_of_token(token)):
                return operation(request, slug, *args, **kwargs)

        guarded.access = Access("permission", permission)  # type: ignore[attr-defined] # the walk
        return guarded

    return mark


def _reached(token: ApiToken, slug: str, permission: str) -> Organization:
    try:
        found = by_slug(slug)
    except Organization.DoesNotExist as error:
        raise Http404 from error
    if not found.path.startswith(token.organization.path):
        raise Http404
    person: Any = token.created_by
    with scoped(Scope(person=person.pk)):
        if person.has_perm(permission, found):
            return found
        if person.has_perm("organizations.view_organization", found):
            raise PermissionDenied(permission)
    raise Http404
