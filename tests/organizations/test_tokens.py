"""API tokens: shown once, kept as a digest, and good for as long as their author is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from acquis.common.tenancy import Scope
from acquis.organizations.domain import audit
from acquis.organizations.domain.tokens import (
    digest_of,
    find_token,
    make_token,
    revoke_token,
    scope_of_token,
)
from acquis.organizations.enums import Role, TokenStatus
from acquis.organizations.errors import TokenRefused
from acquis.organizations.models import ApiToken, AuditRecord, Organization
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
LASTS = timedelta(days=30)


@pytest.fixture
def place() -> Organization:
    return factories.organization("institut")


def test_a_token_is_found_by_its_text_and_by_nothing_that_is_kept(place: Organization) -> None:
    made = make_token(
        place, name="  SIRH ", lasts=LASTS, by=factories.member(place, Role.INTEGRATOR)
    )

    assert (made.text[:4], len(made.text), made.token.name) == ("acq_", 47, "SIRH")
    assert find_token(made.text) == made.token
    kept = ApiToken.objects.filter(pk=made.token.pk).values().get()
    assert kept["digest"] == digest_of(made.text)
    assert made.text[4:] not in str(kept)
    for other in (kept["digest"], made.text[:-1], "", "acq_", "\ud800"):
        with pytest.raises(TokenRefused):
            find_token(other)


def test_two_tokens_are_never_alike(place: Organization) -> None:
    author = factories.member(place, Role.OWNER)
    assert len({factories.token(place, by=author) for _ in range(20)}) == 20


def test_who_made_it_and_who_withdrew_it_is_in_the_audit_trail(place: Organization) -> None:
    author, owner = factories.member(place, Role.INTEGRATOR), factories.member(place, Role.OWNER)
    made = make_token(place, name="SIRH", lasts=LASTS, by=author)
    revoke_token(made.token, by=owner)
    revoke_token(made.token, by=author)

    records = AuditRecord.objects.filter(target=made.token.pk).order_by("number")
    assert [(row.act, row.actor, row.details) for row in records] == [
        (
            "organizations.token_made",
            author.pk,
            {"expires_at": made.token.expires_at.isoformat()},
        ),
        ("organizations.token_revoked", owner.pk, {}),
    ]
    assert audit.check(place) == AuditRecord.objects.filter(organization=place).count()


def test_a_withdrawn_token_opens_nothing(place: Organization) -> None:
    made = make_token(place, name="SIRH", lasts=LASTS, by=factories.member(place, Role.OWNER))
    revoke_token(made.token, by=made.token.created_by)

    with pytest.raises(TokenRefused):
        find_token(made.text)
    made.token.refresh_from_db()
    assert made.token.status == TokenStatus.REVOKED


def test_a_token_ends_on_its_day(place: Organization) -> None:
    made = make_token(place, name="SIRH", lasts=LASTS, by=factories.member(place, Role.OWNER))
    assert made.token.expires_at - made.token.created_at == pytest.approx(
        LASTS, abs=timedelta(seconds=5)
    )
    ApiToken.objects.filter(pk=made.token.pk).update(expires_at=timezone.now())

    with pytest.raises(TokenRefused):
        find_token(made.text)
    made.token.refresh_from_db()
    assert made.token.status == TokenStatus.EXPIRED


def test_a_token_of_who_is_no_longer_active_is_dead(place: Organization) -> None:
    author = factories.member(place, Role.OWNER)
    made = make_token(place, name="SIRH", lasts=LASTS, by=author)
    author.is_active = False
    author.save()

    with pytest.raises(TokenRefused):
        find_token(made.text)
    assert made.token.status == TokenStatus.ORPHANED


def test_its_use_is_noted_once_a_minute(place: Organization) -> None:
    made = make_token(place, name="SIRH", lasts=LASTS, by=factories.member(place, Role.OWNER))
    assert made.token.last_used_at is None
    find_token(made.text)
    first = ApiToken.objects.get(pk=made.token.pk).last_used_at
    assert first is not None
    assert timezone.now() - first < timedelta(seconds=10)

    find_token(made.text)
    assert ApiToken.objects.get(pk=made.token.pk).last_used_at == first

    before = timezone.now() - timedelta(seconds=61)
    ApiToken.objects.filter(pk=made.token.pk).update(last_used_at=before)
    find_token(made.text)
    again = ApiToken.objects.get(pk=made.token.pk).last_used_at
    assert again is not None
    assert again > first


def test_its_scope_is_its_organisation_s_subtree_without_its_author(place: Organization) -> None:
    author = factories.member(place, Role.OWNER)
    factories.join(author, factories.organization(), roles=[Role.OWNER])
    made = make_token(place, name="SIRH", lasts=LASTS, by=author)

    assert scope_of_token(made.token) == Scope(person=None, paths=(place.path,))


def test_a_token_goes_with_its_author(place: Organization) -> None:
    author = factories.member(place, Role.INTEGRATOR)
    factories.token(place, by=author)
    author.delete()

    assert ApiToken.objects.count() == 0
