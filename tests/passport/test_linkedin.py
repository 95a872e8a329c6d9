"""LinkedIn's addresses, whole."""

from datetime import UTC, datetime

import pytest

from acquis.passport.domain import linkedin
from acquis.passport.models import HeldCredential

pytestmark = pytest.mark.unit

PAGE = "https://badges.example/s/AbC_-1/"


def held(**dates: datetime) -> HeldCredential:
    return HeldCredential(
        name="Animer & décider",
        issuer_name="Institut Boréal",
        credential_id="urn:uuid:0b5b1c6e-51c5-4ba1-9e4b-9a3a0c5e1d2f",
        **dates,
    )


START = (
    "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME"
    "&name=Animer+%26+d%C3%A9cider&organizationName=Institut+Bor%C3%A9al"
    "&certUrl=https%3A%2F%2Fbadges.example%2Fs%2FAbC_-1%2F"
    "&certId=0b5b1c6e-51c5-4ba1-9e4b-9a3a0c5e1d2f"
)
SINCE = datetime(2026, 3, 9, 12, tzinfo=UTC)
UNTIL = datetime(2028, 12, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("dates", "end"),
    [
        pytest.param({}, "", id="no-dates"),
        pytest.param({"valid_from": SINCE}, "&issueYear=2026&issueMonth=3", id="no-end"),
        pytest.param(
            {"valid_from": SINCE, "valid_until": UNTIL},
            "&issueYear=2026&issueMonth=3&expirationYear=2028&expirationMonth=12",
            id="both",
        ),
    ],
)
def test_the_profile_s_form_is_filled_in(dates: dict[str, datetime], end: str) -> None:
    assert linkedin.add_to_profile_url(held(**dates), PAGE) == START + end


def test_the_issuer_s_number_takes_the_place_of_its_name() -> None:
    named = "&organizationName=Institut+Bor%C3%A9al"

    assert linkedin.add_to_profile_url(held(), PAGE, organization_id="1337") == START.replace(
        named, "&organizationId=1337"
    )


def test_a_post_leads_to_the_public_page() -> None:
    assert linkedin.post_url(PAGE) == (
        "https://www.linkedin.com/sharing/share-offsite/"
        "?url=https%3A%2F%2Fbadges.example%2Fs%2FAbC_-1%2F"
    )
