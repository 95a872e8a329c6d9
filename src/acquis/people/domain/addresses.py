"""A person and her e-mail addresses."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from acquis.people.models import Person


def normalise(email: str) -> str:
    return email.strip().lower()


def find_person(email: str) -> Person | None:
    """The person to whom this address belongs: verified, or else the one registered with it."""
    address = normalise(email)
    verified = Person.objects.filter(
        emailaddress__email__iexact=address, emailaddress__verified=True
    ).first()
    return verified or Person.objects.filter(email=address).first()


@transaction.atomic
def find_or_create_person(*, email: str, name: str, language: str) -> Person:
    """The person with this address, made if nobody has it yet.

    A new person's address stays unverified and her account has no password: only a link or a code
    sent to the address opens it. The name of an existing person is never changed from here, since
    whoever types an address has not shown that it is hers.
    """
    return find_person(email) or _create(normalise(email), name=name, language=language)


def _create(email: str, *, name: str, language: str) -> Person:
    """A new person, or the one whom somebody else has just made with this address."""
    try:
        with transaction.atomic():
            person = Person.objects.create_user(email, name=name.strip(), language=language)
            EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)
    except IntegrityError:
        # The other one was faster, and the database made us wait until it had committed.
        return Person.objects.get(email=email)
    return person


def verify_address(person: Person, email: str) -> None:
    """Record that the person reads this address; it becomes hers alone."""
    address, _ = EmailAddress.objects.get_or_create(
        user=person, email=normalise(email), defaults={"primary": False, "verified": False}
    )
    if not address.verified:
        address.set_verified(commit=True)


def is_verified(email: str) -> bool:
    """Whether somebody has shown that she reads the address."""
    return bool(EmailAddress.objects.filter(email__iexact=normalise(email), verified=True).exists())


def verified_addresses(person: Person) -> list[str]:
    rows = EmailAddress.objects.filter(user=person, verified=True)
    return list(rows.order_by("email").values_list("email", flat=True))
