from acquis.organizations.models import Logo, Profile


def by_did(did: str) -> Profile | None:
    """The profile of an issuer of this system, or None: a badge may come from anywhere."""
    return Profile.objects.filter(did=did).select_related("organization").first()


def logo_of(organization: str, digest: str) -> Logo:
    """Raises `Logo.DoesNotExist`, also for the address of a logo that was replaced."""
    return Logo.objects.get(profile__organization__slug=organization, profile__logo_digest=digest)
