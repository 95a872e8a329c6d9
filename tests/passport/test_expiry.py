"""Holders are told a month before a badge ends, once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from acquis.common.domain import jobs
from acquis.common.models import Job, OutgoingMail
from acquis.passport.domain import expiry
from acquis.passport.models import HeldCredential
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def ending(days: float, *, held_for: float = 300, language: str = "fr") -> HeldCredential:
    """Something in a passport that ends in so many days."""
    held = factories.held(holder=factories.person(language=language))
    now = timezone.now()
    HeldCredential.objects.filter(pk=held.pk).update(
        valid_until=now + timedelta(days=days), created_at=now - timedelta(days=held_for)
    )
    OutgoingMail.objects.all().delete()
    return HeldCredential.objects.get(pk=held.pk)


def run() -> dict[str, int]:
    job = jobs.start("passport.notify_expiry")
    while Job.objects.get(pk=job.pk).is_active:
        jobs.run_due()
    found: dict[str, int] = Job.objects.get(pk=job.pk).result
    return found


def test_a_holder_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    held = ending(30)
    HeldCredential.objects.update(valid_until=datetime.fromisoformat("2032-02-29T23:30:00Z"))
    monkeypatch.setattr(expiry, "NOTICE", timedelta(days=3650))
    assert run() == {"noticed": 1}
    assert run() == {"noticed": 0}
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (
        held.person.email,
        "Votre badge arrive bientôt à échéance : Animer une réunion utile",
    )
    # Half past eleven in the evening in London is the next day in Paris.
    assert f"émis par {held.issuer_name}, est valable jusqu’au 1 mars 2032." in mail.text
    assert f"http://localhost:8000/passport/{held.pk}/" in mail.text
    assert "/reminders/" in mail.unsubscribe_url


def test_in_her_language() -> None:
    ending(10, language="en")
    run()
    assert OutgoingMail.objects.get().subject == "Your badge ends soon: Chair a useful meeting"


@pytest.mark.parametrize(
    ("days", "held_for", "told"),
    [(-1, 300, 0), (0.1, 300, 1), (30.9, 300, 1), (31.1, 300, 0), (10, 13, 0), (10, 15, 1)],
)
def test_in_time_and_not_before(days: float, held_for: float, told: int) -> None:
    ending(days, held_for=held_for)
    assert run() == {"noticed": told}


@pytest.mark.parametrize("field", ["wants_reminders", "is_active"])
def test_who_wants_none_is_not_told(field: str) -> None:
    person = ending(10).person
    setattr(person, field, False)
    person.save()
    assert run() == {"noticed": 0}


def test_what_has_no_end_is_left_alone() -> None:
    ending(10)
    HeldCredential.objects.update(valid_until=None)
    assert run() == {"noticed": 0}


def test_many_are_told_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "BATCH", 2)
    for _ in range(3):
        ending(10)
    assert run() == {"noticed": 3}
