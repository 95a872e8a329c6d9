"""LinkedIn's "add to profile" and "share" addresses."""

from urllib.parse import urlencode

from acquis.organizations.domain.queries import profiles
from acquis.passport.domain.reading import summarise
from acquis.passport.models import HeldCredential


def add_to_profile_url(held: HeldCredential, page_url: str) -> str:
    """Opens LinkedIn's form for a certification, filled in."""
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": held.name,
        **_organization(held),
        "certUrl": page_url,
        "certId": held.credential_id.removeprefix("urn:uuid:"),
    }
    if held.valid_from is not None:
        fields |= {"issueYear": str(held.valid_from.year), "issueMonth": str(held.valid_from.month)}
    if held.valid_until is not None:
        fields |= {
            "expirationYear": str(held.valid_until.year),
            "expirationMonth": str(held.valid_until.month),
        }
    return "https://www.linkedin.com/profile/add?" + urlencode(fields)


def _organization(held: HeldCredential) -> dict[str, str]:
    """By its number if the issuer is of this system and has given one: LinkedIn then shows its
    page and logo. By its name otherwise."""
    profile = profiles.by_did(summarise(bytes(held.document)).issuer_id)
    if profile is not None and profile.linkedin_organization_id:
        return {"organizationId": profile.linkedin_organization_id}
    return {"organizationName": held.issuer_name}


def post_url(page_url: str) -> str:
    return "https://www.linkedin.com/sharing/share-offsite/?" + urlencode({"url": page_url})
