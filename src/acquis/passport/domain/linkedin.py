"""LinkedIn's "add to profile" and "share" addresses."""

from urllib.parse import urlencode

from acquis.passport.models import HeldCredential


def add_to_profile_url(held: HeldCredential, page_url: str) -> str:
    """Opens LinkedIn's form for a certification, filled in."""
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": held.name,
        "organizationName": held.issuer_name,
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


def post_url(page_url: str) -> str:
    return "https://www.linkedin.com/sharing/share-offsite/?" + urlencode({"url": page_url})
