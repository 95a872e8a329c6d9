from uuid import UUID

from django.db.models import QuerySet

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


def keys_of(organization: Organization) -> QuerySet[IssuerKey]:
    return IssuerKey.objects.filter(profile__organization=organization).select_related("profile")


def delivery(delivery_id: UUID) -> Delivery:
    """For callers who check a permission on its credential. Raises `Delivery.DoesNotExist`."""
    return Delivery.objects.select_related("credential__organization").get(pk=delivery_id)
