"""Whether a person is reminded by mail, and the link in each reminder that ends it."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from acquis.common.models import OutgoingMail
from acquis.people.domain.addresses import find_person
from acquis.people.errors import PeopleError
from acquis.people.models import Person

# The link must still work in a mail that is read years later: nothing of it is kept or expires.
_signer = signing.Signer(salt="acquis.people.reminders")


def unsubscribe_url(person: Person) -> str:
    """The address that ends her reminders with one POST, without a login (RFC 8058)."""
    token = _signer.sign(person.pk.hex)
    return settings.BASE_URL + reverse("people:reminders", args=[token])


def person_of(token: str) -> Person:
    """Whose reminders the link is about.

    Raises:
        PeopleError: nobody was sent this link.
    """
    try:
        return Person.objects.get(pk=_signer.unsign(token))
    except (signing.BadSignature, Person.DoesNotExist) as error:
        raise PeopleError(
            _("We do not know this link. Sign in to choose what we write to you.")
        ) from error


def end_after_complaint(message_id: str) -> bool:
    """Whoever calls a mail of ours spam is reminded of nothing any more.

    `message_id` is the mail service's name for the mail. False: it is none of ours, or nobody's.
    """
    mail = OutgoingMail.objects.filter(message_id=message_id).first() if message_id else None
    person = find_person(mail.to) if mail is not None else None
    if person is None:
        return False
    choose(person, wanted=False)
    return True


def choose(person: Person, *, wanted: bool) -> None:
    person.wants_reminders = wanted
    person.save(update_fields=["wants_reminders"])
