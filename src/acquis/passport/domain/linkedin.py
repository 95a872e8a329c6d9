"""LinkedIn's "add to profile" and "share" addresses."""

from urllib.parse import urlencode

from acquis.organizations.domain.queries import profiles
from acquis.passport.domain.reading import summarise
from acquis.passport.models import HeldCredential


def add_to_profile_url(held: HeldCredential, page_url: str, *, organization_id: str = "") -> str:
    """Opens LinkedIn's form for a certification, filled in.

    With the issuer's number, LinkedIn shows its page and logo; its name alone can name another.
    """
    issuer = (
        {"organizationId": organization_id}
        if organization_id
        else {"organizationName": held.issuer_name}
    )
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": held.name,
        **issuer,
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


def organization_id_of(held: HeldCredential) -> str:
    """The issuer's LinkedIn number, if it is an issuer of this system that has given one."""
    profile = profiles.by_did(summarise(bytes(held.document)).issuer_id)
    return profile.linkedin_organization_id if profile is not None else ""


def post_url(page_url: str) -> str:
    return "https://www.linkedin.com/sharing/share-offsite/?" + urlencode({"url": page_url})
