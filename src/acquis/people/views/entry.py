"""Letting somebody in who has just shown that she reads a mail."""

from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from acquis.people.models import Person


def enter(request: HttpRequest, person: Person, *, then: str) -> HttpResponse:
    """Sign the person in, second factor included where she has one, and go on to `then`.

    Whoever else was signed in on this device is signed out first.
    """
    if request.user.is_authenticated and request.user != person:
        logout(request)
    response: HttpResponse = perform_login(
        request, person, email_verification="optional", redirect_url=then
    )
    return response
