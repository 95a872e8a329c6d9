"""Two workers at the same time, each in a thread with a database connection of its own."""

import pytest

from acquis.common.domain import events
from acquis.common.models import EventRecord, OutgoingMail
from acquis.people.models import MailLink
from acquis.securing.domain.issuing import issue_award
from acquis.securing.domain.keys import active_key, rotate_key
from acquis.securing.models import Credential, Delivery, IssuerKey
from tests import factories
from tests.threads import at_the_same_time

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def counts() -> dict[str, int]:
    return {
        "credentials": Credential.objects.count(),
        "deliveries": Delivery.objects.count(),
        "claim links": MailLink.objects.count(),
        "mails": OutgoingMail.objects.filter(subject__startswith="Bravo").count(),
        "events": EventRecord.objects.filter(name="securing.credential_issued").count(),
        "keys": IssuerKey.objects.count(),
    }


ONE_OF_EACH = {
    "credentials": 1,
    "deliveries": 1,
    "claim links": 1,
    "mails": 1,
    "events": 1,
    "keys": 1,
}


def test_two_workers_sign_one_award_once() -> None:
    award = factories.awarded(
        factories.application(factories.published(factories.organization()))
    ).award

    first, second = at_the_same_time(lambda: issue_award(award.pk), lambda: issue_award(award.pk))

    assert first == second
    assert bytes(first.document) == bytes(second.document)
    assert counts() == ONE_OF_EACH


def test_two_workers_deliver_one_event_once() -> None:
    factories.awarded(factories.application(factories.published(factories.organization())))

    at_the_same_time(events.deliver_pending, events.deliver_pending)

    assert counts() == ONE_OF_EACH


def test_two_first_needs_make_one_key() -> None:
    profile = factories.organization().profile

    first, second = at_the_same_time(lambda: active_key(profile), lambda: active_key(profile))

    assert first == second
    assert IssuerKey.objects.count() == 1


def test_a_rotation_and_a_signature_at_the_same_time_leave_one_active_key() -> None:
    version = factories.published(factories.organization())
    profile = version.organization.profile
    active_key(profile)
    award = factories.awarded(factories.application(version)).award

    at_the_same_time(lambda: rotate_key(profile), lambda: issue_award(award.pk))

    keys = IssuerKey.objects.order_by("fragment").values_list("fragment", "status")
    assert list(keys) == [("key-1", "retired"), ("key-2", "active")]
    assert Credential.objects.get().key.fragment in {"key-1", "key-2"}
