"""The gate of every page: a named permission on a loaded object, or a named reason to be public.

Each view carries its `access`, and a test walks every address to see that none is without.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may enter: `public`, `signed in` (each sees only what is hers), or a permission."""

    kind: str
    detail: str


def public(reason: str) -> Callable[[View[P]], View[P]]:
    """Open to everybody, for this reason."""

    def mark(view: View[P]) -> View[P]:
        view.access = Access("public", reason)  # type: ignore[attr-defined] # read by the walk
        return view

    return mark


def signed_in(reason: str) -> Callable[[View[P]], View[P]]:
    """For whoever is signed in, because the view shows nothing but what belongs to her."""

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return view(request, *args, **kwargs)

        guarded.access = Access("signed in", reason)  # type: ignore[attr-defined] # see public()
        return cast("View[P]", guarded)

    return mark


def permitted(
    permission: str, load: Callable[..., T], *, on: Callable[[T], Any] = lambda target: target
) -> Callable[[Callable[[HttpRequest, T], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """For whoever holds the permission on the object that `load` finds from the address's parts,
    or on what `on` makes of it (a part is guarded as its whole).

    Somebody of another organisation gets the same 404 as for an object that does not exist; a
    member of the object's organisation without the right learns that she lacks it (403).
    """

    def mark(view: Callable[[HttpRequest, T], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            try:
                target = load(**parts)
            except ObjectDoesNotExist as error:
                raise Http404 from error
            if not request.user.has_perm(permission, on(target)):
                if request.user.has_perm("organizations.view_organization", on(target)):
                    raise PermissionDenied(permission)
                raise Http404
            return view(request, target)

        guarded.access = Access("permission", permission)  # type: ignore[attr-defined] # see public()
        return guarded

    return mark
