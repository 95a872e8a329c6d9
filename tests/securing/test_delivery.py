"""Handing over: what waits, for whom, and that a second time gives the same."""

import uuid

import pytest
from django.utils import timezone

from acquis.securing.domain import delivery, queries
from acquis.securing.domain.keys import rotate_key
from acquis.securing.models import Delivery
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_looking_into_a_parcel_does_not_hand_it_over() -> None:
    credential = factories.credential()

    parcel = delivery.look_into(credential.delivery.pk)

    assert parcel == delivery.Parcel(bytes(credential.document), bytes(credential.image_png))
    assert Delivery.objects.get().claimed_at is None


def test_a_parcel_is_handed_over_and_a_second_time_gives_the_same() -> None:
    credential = factories.credential()
    before = timezone.now()

    first = delivery.hand_over(credential.delivery.pk)

    claimed_at = Delivery.objects.get().claimed_at
    assert claimed_at is not None
    assert before <= claimed_at <= timezone.now()
    assert delivery.hand_over(credential.delivery.pk) == first
    assert first == delivery.Parcel(bytes(credential.document), bytes(credential.image_png))
    assert Delivery.objects.get().claimed_at == claimed_at


@pytest.mark.parametrize("act", [delivery.look_into, delivery.hand_over])
def test_an_unknown_parcel_does_not_exist(act: object) -> None:
    with pytest.raises(Delivery.DoesNotExist):
        act(uuid.uuid4())  # type: ignore[operator] # one of two functions


def test_what_waits_for_a_person_is_hers_and_not_yet_claimed_the_newest_first() -> None:
    organization, holder = factories.organization(), factories.person()
    first, second, claimed = (
        factories.credential(factories.published(organization), holder=holder) for _ in range(3)
    )
    delivery.hand_over(claimed.delivery.pk)
    other = factories.credential()

    assert delivery.waiting_for(holder) == [second.delivery, first.delivery]
    assert delivery.waiting_for(other.person) == [other.delivery]
    assert delivery.waiting_for(factories.person()) == []


def test_a_delivery_belongs_to_one_person() -> None:
    credential = factories.credential()

    assert delivery.delivery_to(credential.person, credential.delivery.pk) == credential.delivery
    with pytest.raises(Delivery.DoesNotExist):
        delivery.delivery_to(factories.person(), credential.delivery.pk)


def test_an_organisation_sees_what_it_issued_and_its_keys() -> None:
    organization = factories.organization()
    version = factories.published(organization)
    first = factories.credential(version)
    rotate_key(organization.profile)
    second = factories.credential(version)
    factories.credential()

    assert list(queries.issued_by(organization)) == [second, first]
    assert [key.fragment for key in queries.keys_of(organization)] == ["key-1", "key-2"]
