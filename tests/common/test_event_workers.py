"""Several workers at once, as real threads with connections of their own."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from acquis.common.domain.events import deliver_pending, publish, subscribe
from acquis.common.domain.mail import Letter, post, send_pending
from acquis.common.models import EventRecord, OutgoingMail

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("consumers"),
]


@pytest.fixture(autouse=True)
def _several_connections(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's test database is in memory: it takes one writer at a time")


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    def run(job: Callable[[], Any]) -> Any:
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(30) for future in [pool.submit(run, job) for job in jobs]]


def test_two_deliverers_at_once_deliver_each_event_once_and_in_order(happened: Any) -> None:
    heard: list[tuple[str, int]] = []
    together = threading.Barrier(2)

    @subscribe(happened)
    def consumer(event: Any) -> None:
        time.sleep(0.005)
        heard.append((event.about, event.number))

    def deliver() -> None:
        together.wait(10)
        deliver_pending()

    with transaction.atomic():
        for number in range(20):
            for about in "ab":
                publish(happened(about=about, number=number))
    at_once(deliver, deliver)
    deliver_pending()
    for about in "ab":
        assert [n for found, n in heard if found == about] == list(range(20))
    assert EventRecord.objects.filter(delivered_at=None).count() == 0


def test_an_event_in_another_workers_hands_holds_back_the_next_of_its_subject(
    happened: Any,
) -> None:
    """The worker that had to pass over the next one is told to come back for it."""
    heard: list[int] = []
    holding, released = threading.Event(), threading.Event()

    @subscribe(happened)
    def consumer(event: Any) -> None:
        heard.append(event.number)
        if event.number == 1:
            holding.set()
            released.wait(10)

    with transaction.atomic():
        publish(happened(about="a", number=1))

    def second_worker() -> Any:
        holding.wait(10)
        with transaction.atomic():
            publish(happened(about="a", number=2))
        retry = deliver_pending()
        heard_meanwhile = list(heard)
        released.set()
        return retry, heard_meanwhile

    before = timezone.now()
    _none, (retry, heard_meanwhile) = at_once(deliver_pending, second_worker)
    assert heard_meanwhile == [1]
    assert 10 <= (retry - before).total_seconds() < 20
    deliver_pending()
    assert heard == [1, 2]


class SlowBackend(EmailBackend):
    """A mail server that takes its time, so that two senders meet."""

    def send_messages(self, messages: Any) -> int:
        time.sleep(0.02)
        return int(super().send_messages(messages))


def test_two_senders_at_once_send_each_mail_once(mailoutbox: list[Any], settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    together = threading.Barrier(2)

    def send() -> None:
        together.wait(10)
        send_pending()

    wanted = [f"reader-{number}@courriel.example" for number in range(10)]
    for address in wanted:
        post(Letter(subject="Bonjour", paragraphs=("Texte",)), to=address, language="fr")
    at_once(send, send)
    assert sorted(message.to[0] for message in mailoutbox) == sorted(wanted)
    assert OutgoingMail.objects.filter(sent_at=None).count() == 0
