"""What a signed-in person brings to every request: her language, and the device she uses."""

import time
from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from acquis.people.models import Person
from acquis.people.receivers import SEEN

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# A device's line says "today" or "yesterday": one write an hour is enough for that.
SEEN_EVERY = timedelta(hours=1)


def person_language(get_response: GetResponse) -> GetResponse:
    """Pages speak the language that the signed-in person has chosen, on every device."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        person = _person(request)
        if person is None:
            return get_response(request)
        request.LANGUAGE_CODE = person.language
        with translation.override(person.language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", person.language)
        return response

    return middleware


def devices(get_response: GetResponse) -> GetResponse:
    """Notes when a device was last used. A session that no sign-in began has no line."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if _person(request) is not None and SEEN in request.session:
            now = time.time()
            if request.session[SEEN] < now - SEEN_EVERY.total_seconds():
                request.session[SEEN] = now
                UserSession.objects.filter(session_key=request.session.session_key).update(
                    last_seen_at=timezone.now()
                )
        return get_response(request)

    return middleware


def _person(request: HttpRequest) -> Person | None:
    """Who is signed in. A request without our cookie is not asked: its answer stays the same for
    everybody, and caches may keep it."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if isinstance(request.user, Person) else None
