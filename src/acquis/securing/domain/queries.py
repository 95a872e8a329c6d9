from django.db.models import QuerySet

from acquis.organizations.models import Organization
from acquis.securing.models import Credential, IssuerKey


def issued_by(organization: Organization) -> QuerySet[Credential]:
    """Everything the organisation has signed, the newest first; the bytes are left out."""
    return (
        Credential.objects.filter(organization=organization)
        .select_related("award__version", "award__application", "delivery", "key__profile")
        .defer("document", "image_png", "award__version__image_png", "award__version__image_svg")
        .order_by("-created_at")
    )


def keys_of(organization: Organization) -> QuerySet[IssuerKey]:
    return IssuerKey.objects.filter(profile__organization=organization).select_related("profile")
