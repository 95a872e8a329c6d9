"""Whose LinkedIn number stands beside a badge: its issuer's, found by the signed identifier."""

import pytest

from acquis.organizations.models import Profile
from acquis.passport.domain.linkedin import organization_id_of
from acquis.passport.models import HeldCredential
from tests import factories
from tests.web.pages import signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def held() -> HeldCredential:
    return factories.held()


def test_the_issuer_s_number_is_found_and_used(held: HeldCredential) -> None:
    factories.organization()
    Profile.objects.update(linkedin_organization_id="42")
    Profile.objects.filter(name=held.issuer_name).update(linkedin_organization_id="1337")

    assert organization_id_of(held) == "1337"
    page = signed_in(held.person).get(f"/passport/{held.pk}/").content.decode()
    assert "organizationId=1337" in page
    assert "organizationName" not in page


def test_an_issuer_without_a_number_is_named(held: HeldCredential) -> None:
    assert organization_id_of(held) == ""
    page = signed_in(held.person).get(f"/passport/{held.pk}/").content.decode()
    assert "organizationName=" in page


def test_a_badge_from_elsewhere_has_no_number_here(held: HeldCredential) -> None:
    Profile.objects.update(linkedin_organization_id="1337", did="did:web:elsewhere.example")

    assert organization_id_of(held) == ""
