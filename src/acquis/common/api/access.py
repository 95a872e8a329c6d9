"""The gate of what the API offers to everybody; behind a token, see `organizations.api`."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.http import HttpRequest

from acquis.common.access import Access
from acquis.common.tenancy import NOBODY, scoped

P = ParamSpec("P")
R = TypeVar("R")
Operation = Callable[Concatenate[HttpRequest, P], R]


def public(reason: str) -> Callable[[Operation[P, R]], Operation[P, R]]:
    """Open to everybody, for this reason; and to nobody in particular: a session that the caller's
    browser may have shows no more than a stranger would see."""

    def mark(operation: Operation[P, R]) -> Operation[P, R]:
        @wraps(operation)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
            with scoped(NOBODY):
                return operation(request, *args, **kwargs)

        guarded.access = Access("public", reason)  # type: ignore[attr-defined] # read by the walk
        return cast("Operation[P, R]", guarded)

    return mark
