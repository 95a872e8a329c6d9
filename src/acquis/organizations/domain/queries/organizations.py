from acquis.organizations.models import Organization


def by_slug(organization: str) -> Organization:
    """Raises `Organization.DoesNotExist`."""
    found: Organization = Organization.objects.select_related("profile").get(slug=organization)
    return found
