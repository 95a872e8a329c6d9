"""Offering again, and reminding: new links, once, only whom it may concern."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from acquis.common.domain import jobs
from acquis.common.enums import JobState
from acquis.common.models import Job, OutgoingMail
from acquis.organizations.models import AuditRecord
from acquis.people.domain import mail_links
from acquis.people.errors import MailLinkError
from acquis.securing.domain import offering
from acquis.securing.domain.delivery import hand_over
from acquis.securing.domain.issuing import CLAIM
from acquis.securing.errors import AlreadyClaimed, JustSent
from acquis.securing.models import Delivery
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def delivered(days: float = 0, **more: Any) -> Delivery:
    """A delivery that was offered so many days ago."""
    delivery = factories.credential(**more).delivery
    then = timezone.now() - timedelta(days=days)
    Delivery.objects.filter(pk=delivery.pk).update(created_at=then)
    OutgoingMail.objects.filter(pk=delivery.mail_id).update(created_at=then)
    return Delivery.objects.get(pk=delivery.pk)


def again(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_related("mail").get(pk=delivery.pk)


def token(mail: OutgoingMail | None) -> str:
    assert mail is not None
    found = re.search(r"/passport/claim/([\w-]+)/", mail.text)
    assert found
    return found[1]


def remind() -> Job:
    job = jobs.start("securing.remind_unclaimed")
    while Job.objects.get(pk=job.pk).is_active:
        jobs.run_due()
    return Job.objects.get(pk=job.pk)


def test_a_delivery_knows_its_mail() -> None:
    delivery = delivered()
    assert delivery.mail == OutgoingMail.objects.get(to=delivery.email, subject__contains="badge")
    assert mail_links.look_up(token(delivery.mail), purpose=CLAIM).target == delivery.pk


def test_offered_again_the_new_link_works_and_the_old_one_does_not() -> None:
    delivery = delivered(days=1)
    first = token(delivery.mail)

    offering.offer_again(delivery, by=factories.person())

    second = again(delivery).mail
    assert second is not None
    assert (second.to, second.subject) == (delivery.email, delivery.mail.subject)  # type: ignore[union-attr] # has one
    assert mail_links.look_up(token(second), purpose=CLAIM).target == delivery.pk
    with pytest.raises(MailLinkError):
        mail_links.look_up(first, purpose=CLAIM)


def test_offering_again_is_recorded_with_who_did_it() -> None:
    delivery = delivered(days=1)
    coordinator = factories.person()

    offering.offer_again(delivery, by=coordinator)

    last = AuditRecord.objects.order_by("number").last()
    assert last is not None
    assert (last.act, last.actor, last.target) == (
        "securing.offered_again", coordinator.pk, delivery.credential_id,
    )  # fmt: skip


def test_what_is_claimed_is_not_offered_again() -> None:
    delivery = delivered(days=1)
    hand_over(delivery.pk)
    with pytest.raises(AlreadyClaimed):
        offering.offer_again(delivery, by=factories.person())
    assert again(delivery).mail == delivery.mail


def test_a_second_click_writes_no_second_mail() -> None:
    delivery = delivered(days=1)
    offering.offer_again(delivery, by=factories.person())
    with pytest.raises(JustSent):
        offering.offer_again(delivery, by=factories.person())
    assert OutgoingMail.objects.filter(to=delivery.email, subject__contains="badge").count() == 2


def test_a_badge_that_waits_for_three_days_is_reminded_of_once() -> None:
    delivery = delivered(days=3.1)
    first = token(delivery.mail)

    assert remind().result == {"reminded": 1}
    assert remind().result == {"reminded": 0}

    reminder = again(delivery).mail
    assert reminder is not None
    assert reminder.subject == "Votre badge vous attend : Animer une réunion utile"
    assert "C’est le seul rappel pour ce badge." in reminder.text
    assert re.match(r"http://localhost:8000/reminders/[\w:-]+/$", reminder.unsubscribe_url)
    assert reminder.unsubscribe_url in reminder.text
    for link in (first, token(reminder)):
        assert mail_links.look_up(link, purpose=CLAIM).target == delivery.pk


def test_a_reminder_speaks_the_holder_s_language() -> None:
    delivery = delivered(days=4, holder=factories.person(language="en"))
    remind()
    reminder = again(delivery).mail
    assert reminder is not None
    assert reminder.subject == "Your badge is waiting: Chair a useful meeting"


@pytest.mark.parametrize(
    "why", ["too young", "too old", "claimed", "unwanted", "inactive", "bounced"]
)
def test_nobody_else_is_reminded(why: str) -> None:
    delivery = delivered(days={"too young": 2.9, "too old": 91}.get(why, 4))
    holder = delivery.credential.person
    if why == "claimed":
        hand_over(delivery.pk)
    elif why == "unwanted":
        holder.wants_reminders = False
    elif why == "inactive":
        holder.is_active = False
    elif why == "bounced":
        OutgoingMail.objects.update(bounced_at=timezone.now())
    holder.save()

    assert remind().result == {"reminded": 0}
    assert again(delivery).mail == delivery.mail


def test_many_are_reminded_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offering, "BATCH", 2)
    version = factories.published(factories.organization())
    for _ in range(5):
        delivered(days=4, version=version)

    job = remind()

    assert (job.state, job.result, job.done) == (JobState.DONE, {"reminded": 5}, 5)
    assert OutgoingMail.objects.filter(subject__contains="attend").count() == 5


def test_a_mail_that_is_forgotten_leaves_the_delivery() -> None:
    delivery = delivered()
    OutgoingMail.objects.all().delete()
    assert again(delivery).mail is None
    assert reverse("securing:offer_again", args=[delivery.pk])
