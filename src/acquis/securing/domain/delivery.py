"""Handing a credential over: the bytes leave the issuer's side and are the holder's."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from acquis.common.tenancy import system_scope
from acquis.organizations.domain import audit
from acquis.people.models import Person
from acquis.securing.enums import SecuringAct
from acquis.securing.models import Credential, Delivery


@dataclass(frozen=True, slots=True)
class Parcel:
    """What the holder receives: signed bytes and a picture, nothing of the issuer's tables."""

    document: bytes
    image_png: bytes


@system_scope("the caller holds the secret link of this delivery")
def look_into(delivery_id: UUID) -> Parcel:
    """What a delivery holds, without handing it over. Raises `Delivery.DoesNotExist`."""
    return _parcel(Delivery.objects.select_related("credential").get(pk=delivery_id))


@transaction.atomic
def hand_over(delivery_id: UUID) -> Parcel:
    """Mark the delivery as claimed and return what it holds; a second time gives the same."""
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("credential")
        .get(pk=delivery_id)
    )
    if delivery.claimed_at is None:
        delivery.claimed_at = timezone.now()
        delivery.save(update_fields=["claimed_at"])
        credential = delivery.credential
        audit.record(credential.organization, SecuringAct.CLAIMED, credential, by=credential.person)
    return _parcel(delivery)


def waiting_for(person: Person) -> list[Delivery]:
    """What was issued to the person and not yet claimed."""
    return list(
        Delivery.objects.filter(credential__person=person, claimed_at=None)
        .select_related("credential__award__version", "credential__organization__profile")
        .order_by("-created_at")
    )


def delivery_to(person: Person, delivery_id: UUID) -> Delivery:
    """A delivery of hers. Raises `Delivery.DoesNotExist`."""
    return Delivery.objects.get(pk=delivery_id, credential__person=person)


def _parcel(delivery: Delivery) -> Parcel:
    credential: Credential = delivery.credential
    return Parcel(bytes(credential.document), bytes(credential.image_png))
