"""The worker is woken by what is written, in the same transaction, and comes back for retries."""

from typing import Any

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult, get_date_max

from acquis.common import tasks
from acquis.common.domain.events import publish, subscribe
from acquis.common.domain.mail import Letter, post
from acquis.common.models import EventRecord, OutgoingMail

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("consumers")]

LETTER = Letter(subject="Bonjour", paragraphs=("Un mot.",))


def enqueued() -> list[tuple[str, bool]]:
    """What waits for the worker, and whether it waits for a later time."""
    return [
        (row.task_path.rpartition(".")[2], row.run_after != get_date_max())
        for row in DBTaskResult.objects.order_by("enqueued_at")
    ]


def test_an_event_wakes_the_worker_once(happened: Any) -> None:
    publish(happened(about="a"))
    EventRecord.objects.get().save()
    assert enqueued() == [("deliver_events", False)]


def test_a_mail_wakes_the_worker_once() -> None:
    post(LETTER, to="lea@courriel.example", language="fr").save()
    assert enqueued() == [("send_mail", False)]


def test_nobody_is_woken_for_what_was_rolled_back(happened: Any) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the act itself
        publish(happened(about="a"))
        post(LETTER, to="lea@courriel.example", language="fr")
        raise ZeroDivisionError
    assert enqueued() == []


def test_a_delivery_that_succeeds_is_over(happened: Any) -> None:
    publish(happened(about="a"))
    tasks.deliver_events.call()
    assert enqueued() == [("deliver_events", False)]


def test_a_delivery_that_fails_comes_back_when_it_is_due(happened: Any) -> None:
    @subscribe(happened)
    def consumer(event: Any) -> None:
        raise RuntimeError

    publish(happened(about="a"))
    tasks.deliver_events.call()
    assert enqueued() == [("deliver_events", False), ("deliver_events", True)]
    retry = DBTaskResult.objects.order_by("enqueued_at").last()
    assert retry.run_after == EventRecord.objects.get().next_attempt_at


def test_a_mail_that_leaves_is_over(mailoutbox: list[Any]) -> None:
    post(LETTER, to="lea@courriel.example", language="fr")
    tasks.send_mail.call()
    assert (len(mailoutbox), enqueued()) == (1, [("send_mail", False)])


def test_a_mail_that_is_refused_comes_back_when_it_is_due() -> None:
    post(LETTER, to="lea@courriel.example\n", language="fr")
    tasks.send_mail.call()
    assert enqueued() == [("send_mail", False), ("send_mail", True)]
    retry = DBTaskResult.objects.order_by("enqueued_at").last()
    assert retry.run_after == OutgoingMail.objects.get().next_attempt_at
