"""The devices on which a person is signed in."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from acquis.people.errors import PeopleError
from acquis.people.models import Person


def devices_of(person: Person) -> list[UserSession]:
    """Her devices in the order of their signing in; lines whose session has ended are removed.

    allauth's own list asks three times for each device, this one twice for all of them. Sessions
    are rows of the database (`SESSION_ENGINE`).
    """
    lines = list(UserSession.objects.filter(user=person).order_by("created_at"))
    keys = [line.session_key for line in lines]
    kept = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    alive = {session.session_key for session in kept if _opens(session, person)}
    ended = [line.pk for line in lines if line.session_key not in alive]
    if ended:
        UserSession.objects.filter(pk__in=ended).delete()
    return [line for line in lines if line.session_key in alive]


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


def _opens(session: Session, person: Person) -> bool:
    """Whether the session signs her in: a changed password or key of the site ends it."""
    found = session.get_decoded()
    if found.get(SESSION_KEY) != str(person.pk):
        return False
    proof = str(found.get(HASH_SESSION_KEY, ""))
    valid = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    return any(constant_time_compare(proof, good) for good in valid)
