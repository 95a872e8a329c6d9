from django.http import HttpRequest

from acquis.people.models import Person


def current_person(request: HttpRequest) -> Person:
    """Who is signed in; only for views whose gate lets nobody else through."""
    if not isinstance(request.user, Person):
        raise TypeError("This view is behind no gate that asks for a person.")
    return request.user
