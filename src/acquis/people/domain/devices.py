"""The devices on which a person is signed in."""

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from acquis.people.errors import PeopleError
from acquis.people.models import Person


def end_device(person: Person, device_id: int, *, here: str) -> None:
    """Sign the person out on one of her other devices. `here` is the session that she uses now.

    Raises:
        PeopleError: it is the device that she uses, or it is not among hers (any more).
    """
    device = UserSession.objects.filter(user=person, pk=device_id).first()
    if device is None:
        raise PeopleError(_("You are signed out on that device already."))
    if device.session_key == here:
        raise PeopleError(_("This is the device that you use now. Sign out to end it."))
    device.end()
