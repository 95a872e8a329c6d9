from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from acquis.common.searching import matching
from acquis.organizations.models import Organization
from acquis.securing.models import Credential, Delivery, IssuerKey


def issued_by(organization: Organization) -> QuerySet[Credential]:
    """Everything the organisation has signed, the newest first; the bytes are left out."""
    return (
        Credential.objects.filter(organization=organization)
        .select_related("award__version", "award__application", "delivery__mail", "key__profile")
        .defer(
            "document",
            "image_png",
            "award__version__image_png",
            "award__version__image_svg",
            "delivery__mail__text",
            "delivery__mail__html",
        )
        .order_by("-created_at")
    )


def search(credentials: QuerySet[Credential], text: str) -> QuerySet[Credential]:
    """By the holder's name or address and by the achievement's words."""
    return matching(
        credentials,
        text,
        columns=["award__application__candidate_name", "delivery__email"],
        folded=["award__version__search_text"],
    )


def claimed(credentials: QuerySet[Credential], value: str) -> QuerySet[Credential]:
    """Those that their holder has fetched ("yes"), or those that still wait for her."""
    return credentials.filter(delivery__claimed_at__isnull=value != "yes")


def keys_of(organization: Organization) -> QuerySet[IssuerKey]:
    return IssuerKey.objects.filter(profile__organization=organization).select_related("profile")


def delivery(delivery_id: UUID) -> Delivery:
    """For callers who check a permission on its credential. Raises `Delivery.DoesNotExist`."""
    return Delivery.objects.select_related("credential__organization").get(pk=delivery_id)


@dataclass(frozen=True, slots=True)
class Issued:
    """What an organisation has issued lately, and what its holders have not fetched yet."""

    lately: int = 0
    unclaimed: int = 0


def issued_by_organization(
    organizations: Iterable[Organization], *, since: datetime
) -> dict[UUID, Issued]:
    """By organisation; one that has issued nothing has no entry."""
    rows = (
        Credential.objects.filter(organization__in=organizations)
        .order_by()
        .values_list("organization")
        .annotate(
            lately=Count("pk", filter=Q(created_at__gte=since)),
            unclaimed=Count("pk", filter=Q(delivery__claimed_at=None)),
        )
    )
    return {organization: Issued(*counts) for organization, *counts in rows}
