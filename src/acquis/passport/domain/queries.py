from uuid import UUID

from django.db.models import QuerySet

from acquis.common.searching import matching
from acquis.common.tenancy import system_scope
from acquis.passport.models import HeldCredential, Share
from acquis.people.models import Person


def passport_of(person: Person) -> QuerySet[HeldCredential]:
    """What she holds, the newest first; the bytes are left out."""
    return (
        HeldCredential.objects.filter(person=person)
        .select_related("share")
        .defer("document", "image_png", "did_document")
    )


def search(held: QuerySet[HeldCredential], text: str) -> QuerySet[HeldCredential]:
    """By the badge's or its issuer's name."""
    return matching(held, text, columns=["name", "issuer_name"])


def held(held_id: UUID) -> HeldCredential:
    """For callers who check a permission on it. Raises `HeldCredential.DoesNotExist`."""
    return HeldCredential.objects.select_related("share", "person").get(pk=held_id)


@system_scope("its holder has opened this page to everybody")
def shared(token: str) -> Share:
    """An open public page. Raises `Share.DoesNotExist`, also for one that its holder closed."""
    return Share.objects.select_related("held__person").get(token=token, active=True)
