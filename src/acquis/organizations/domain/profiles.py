"""The issuer profile: how the outside world sees the organisation."""

from dataclasses import dataclass

from django.db import transaction
from i18nfield.strings import LazyI18nString

from acquis.organizations.domain import audit
from acquis.organizations.domain.logos import remove_logo, set_logo
from acquis.organizations.enums import OrganizationAct
from acquis.organizations.models import Organization
from acquis.people.models import Person


@dataclass(frozen=True, kw_only=True, slots=True)
class ProfileChanges:
    """What the owner says now. `logo` None keeps the present one, empty bytes take it away."""

    name: str
    url: str
    email: str
    description: dict[str, str]
    linkedin_organization_id: str
    primary_colour: str
    accent_colour: str
    logo: bytes | None = None


@transaction.atomic
def change_profile(organization: Organization, changes: ProfileChanges, *, by: Person) -> None:
    """Replace what the profile says. Credentials signed before keep what they say.

    Raises:
        LogoRefused: the logo cannot be shown; then nothing is changed.
    """
    profile = organization.profile
    profile.name = changes.name
    profile.url = changes.url
    profile.email = changes.email
    profile.description = LazyI18nString(
        {code: text.strip() for code, text in changes.description.items() if text.strip()}
    )
    profile.linkedin_organization_id = changes.linkedin_organization_id
    profile.save()
    organization.primary_colour = changes.primary_colour
    organization.accent_colour = changes.accent_colour
    organization.save(update_fields=["primary_colour", "accent_colour"])
    if changes.logo:
        set_logo(profile, changes.logo)
    elif changes.logo is not None:
        remove_logo(profile)
    audit.record(organization, OrganizationAct.PROFILE_CHANGED, profile, by=by)
