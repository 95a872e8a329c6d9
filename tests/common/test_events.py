"""Events: written with their cause, delivered after it, retried without doing anything twice."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from acquis.common.domain.events import deliver_pending, publish, subscribe
from acquis.common.events import CredentialIssued, Event
from acquis.common.models import EventRecord

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("consumers")]


def hearing(event_type: type[Event], *, name: str = "ear", failing: bool = False) -> list[Any]:
    """A consumer that remembers what it heard, before it fails if it must."""
    heard: list[Any] = []

    def consumer(event: Any) -> None:
        heard.append(event)
        if failing:
            raise RuntimeError(f"{name} is deaf")

    consumer.__qualname__ = name
    subscribe(event_type)(consumer)
    return heard


def make_due() -> None:
    """As if the back-off were over."""
    EventRecord.objects.filter(delivered_at=None).update(
        next_attempt_at=timezone.now() - timedelta(seconds=1)
    )


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused(happened: Any) -> None:
    with pytest.raises(transaction.TransactionManagementError) as caught:
        publish(happened(about="a"))
    assert str(caught.value) == (
        "tests.happened must be published inside the transaction of its cause."
    )
    assert EventRecord.objects.count() == 0


def test_an_event_is_rolled_back_with_its_cause(happened: Any) -> None:
    heard = hearing(happened)
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the act itself
        publish(happened(about="a"))
        raise ZeroDivisionError
    deliver_pending()
    assert (heard, EventRecord.objects.count()) == ([], 0)


def test_an_event_waits_with_its_identifiers_as_text(happened: Any) -> None:
    publish(happened(about="a", number=3))
    record = EventRecord.objects.get()
    assert str(record) == "tests.happened thing:a"
    assert record.payload == {"about": "a", "number": 3, "thing_id": str(UUID(int=7))}
    assert (record.delivered_at, record.attempts, record.delivered_to) == (None, 0, [])


def test_a_consumer_hears_the_very_event(happened: Any) -> None:
    heard = hearing(happened)
    event = happened(about="a", number=3, thing_id=UUID(int=9))
    publish(event)
    assert heard == []
    assert deliver_pending() is None
    assert heard == [event]


def test_events_of_one_subject_are_delivered_in_the_order_of_publication(happened: Any) -> None:
    heard = hearing(happened)
    sent = [happened(about=about, number=n) for n, about in enumerate("abaab")]
    for event in sent:
        publish(event)
    deliver_pending()
    assert heard == sent


def test_a_delivered_event_is_not_delivered_again(happened: Any) -> None:
    heard = hearing(happened)
    publish(happened(about="a"))
    deliver_pending()
    deliver_pending()
    assert len(heard) == 1
    record = EventRecord.objects.get()
    assert record.delivered_at is not None
    assert record.delivered_to == [f"{__name__}.ear"]


def test_an_event_that_nobody_hears_is_done(happened: Any) -> None:
    publish(happened(about="a"))
    assert deliver_pending() is None
    assert EventRecord.objects.filter(delivered_at=None).count() == 0


def test_a_failure_is_kept_with_its_error_and_the_time_of_the_next_attempt(happened: Any) -> None:
    hearing(happened, failing=True)
    publish(happened(about="a"))
    before = timezone.now()
    retry = deliver_pending()
    record = EventRecord.objects.get()
    assert (record.attempts, record.delivered_at, record.next_attempt_at) == (1, None, retry)
    assert record.last_error == f"{__name__}.ear: RuntimeError('ear is deaf')"
    assert before + timedelta(seconds=10) <= retry <= timezone.now() + timedelta(seconds=10)


def test_a_failed_event_is_left_alone_until_it_is_due(happened: Any) -> None:
    heard = hearing(happened, failing=True)
    publish(happened(about="a"))
    deliver_pending()
    assert deliver_pending() is None
    assert len(heard) == 1


def test_each_failure_doubles_the_wait_up_to_an_hour(happened: Any) -> None:
    hearing(happened, failing=True)
    publish(happened(about="a"))
    waits = []
    for _attempt in range(11):
        make_due()
        before = timezone.now()
        waits.append(round((deliver_pending() - before).total_seconds()))
    assert waits == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]


def test_after_weeks_of_failure_an_event_is_still_tried_and_holds_back_no_other(
    happened: Any,
) -> None:
    heard = hearing(happened, failing=True)
    for about in "ab":
        publish(happened(about=about))
    EventRecord.objects.update(attempts=F("attempts") + 400)
    deliver_pending()
    assert [event.about for event in heard] == ["a", "b"]


def test_what_a_failing_consumer_did_is_undone(happened: Any) -> None:
    @subscribe(happened)
    def consumer(event: Any) -> None:
        publish(CredentialIssued(credential_id=UUID(int=1), person_id=UUID(int=2)))
        raise RuntimeError

    publish(happened(about="a"))
    deliver_pending()
    assert list(EventRecord.objects.values_list("name", flat=True)) == ["tests.happened"]


def test_a_failure_holds_back_only_the_later_events_of_its_subject(happened: Any) -> None:
    heard = []

    @subscribe(happened)
    def consumer(event: Any) -> None:
        heard.append((event.about, event.number))
        if event.about == "bad" and len(heard) == 1:
            raise RuntimeError

    for about, number in [("bad", 1), ("good", 2), ("bad", 3), ("good", 4)]:
        publish(happened(about=about, number=number))
    deliver_pending()
    assert heard == [("bad", 1), ("good", 2), ("good", 4)]
    make_due()
    deliver_pending()
    assert heard[3:] == [("bad", 1), ("bad", 3)]
    assert EventRecord.objects.filter(delivered_at=None).count() == 0


def test_a_consumer_that_succeeded_is_not_run_again_for_one_that_failed(happened: Any) -> None:
    first = hearing(happened, name="first")
    second = hearing(happened, name="second", failing=True)
    third = hearing(happened, name="third")
    publish(happened(about="a"))
    deliver_pending()
    assert (len(first), len(second), len(third)) == (1, 1, 0)
    assert EventRecord.objects.get().delivered_to == [f"{__name__}.first"]
    mended = hearing(happened, name="second")
    make_due()
    deliver_pending()
    assert (len(first), len(mended), len(third)) == (1, 1, 1)
    assert EventRecord.objects.get().delivered_to == [
        f"{__name__}.{name}" for name in ("first", "second", "third")
    ]


def test_the_first_of_several_retries_is_told(happened: Any) -> None:
    hearing(happened, failing=True)
    for about in "ab":
        publish(happened(about=about))
    EventRecord.objects.filter(subject="thing:a").update(attempts=5)
    before = timezone.now()
    assert round((deliver_pending() - before).total_seconds()) == 10


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": "tests.gone"}, "unreadable: KeyError('tests.gone')"),
        ({"payload": {"about": "a"}}, "unreadable: KeyError('number')"),
        (
            {"payload": {"about": "a", "number": 1, "thing_id": "x"}},
            "unreadable: ValueError('badly formed hexadecimal UUID string')",
        ),
    ],
    ids=["unknown name", "missing field", "no UUID"],
)
def test_an_event_of_another_release_is_kept_and_holds_back_no_other_subject(
    happened: Any, changes: dict[str, Any], error: str
) -> None:
    heard = hearing(happened)
    publish(happened(about="a"))
    EventRecord.objects.update(**changes)
    publish(happened(about="b"))
    deliver_pending()
    assert [event.about for event in heard] == ["b"]
    kept = EventRecord.objects.get(delivered_at=None)
    assert (kept.last_error, kept.attempts) == (error, 1)


def test_an_event_delivered_meanwhile_is_passed_over(happened: Any) -> None:
    """The list of what is due is read before; the second event's delivery comes with the first."""
    heard = []

    @subscribe(happened)
    def consumer(event: Any) -> None:
        heard.append(event.about)
        EventRecord.objects.exclude(subject=event.subject).update(delivered_at=timezone.now())

    for about in "ab":
        publish(happened(about=about))
    deliver_pending()
    assert heard == ["a"]


def test_an_event_must_say_what_it_is_about() -> None:
    with pytest.raises(NotImplementedError) as caught:
        _ = Event().subject
    assert str(caught.value) == "Event must say which object it is about"


def test_the_events_of_a_credential_are_in_order_by_credential() -> None:
    event = CredentialIssued(credential_id=UUID(int=1), person_id=UUID(int=2))
    assert event.subject == "credential:00000000-0000-0000-0000-000000000001"
