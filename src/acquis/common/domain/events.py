"""Domain events: published in the transaction of the act, delivered after its commit.

Delivery is at least once and, for one subject, in the order of publication. Each consumer runs in
a transaction of its own together with the mark that it ran, so that its effects on the database
happen once even when a worker is killed.
"""

import dataclasses
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from acquis.common.domain import retries
from acquis.common.events import EVENT_TYPES, Event
from acquis.common.models import EventRecord

logger = logging.getLogger(__name__)

E = TypeVar("E", bound=Event)
_consumers: dict[str, dict[str, Callable[[Any], None]]] = {}

FIRST_RETRY = timedelta(seconds=10)
LAST_RETRY = timedelta(hours=1)


def subscribe(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Let a function hear every event of this type. It must bear to hear one twice."""

    def register(consumer: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{consumer.__module__}.{consumer.__qualname__}"
        _consumers.setdefault(event_type.name, {})[name] = consumer
        return consumer

    return register


def publish(event: Event) -> None:
    """Write the event beside the act that caused it: rolled back with it, delivered after it.

    Raises:
        TransactionManagementError: outside a transaction, where the act and its event could part.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            f"{event.name} must be published inside the transaction of its cause."
        )
    payload = {
        key: str(value) if isinstance(value, UUID) else value
        for key, value in dataclasses.asdict(event).items()
    }
    EventRecord.objects.create(name=event.name, subject=event.subject, payload=payload)


def pending(now: datetime) -> "QuerySet[EventRecord]":
    return EventRecord.objects.filter(delivered_at=None, next_attempt_at__lte=now)


def deliver_pending() -> datetime | None:
    """Deliver what is due, oldest first.

    An event whose consumer fails is kept, with the error, and holds back only the later events of
    its own subject. Returns when to come back for the first of those that failed in this run, or
    that waited for an event in another worker's hands.
    """
    now = timezone.now()
    due = pending(now).order_by("id")
    failed = [
        retry
        for record_id in list(due.values_list("id", flat=True))
        if (retry := _deliver(record_id, now)) is not None
    ]
    return min(failed, default=None)


def _deliver(record_id: int, now: datetime) -> datetime | None:
    with transaction.atomic():
        record = _lock(record_id)
        if record is None:
            return None
        earlier = EventRecord.objects.filter(
            subject=record.subject, id__lt=record.id, delivered_at=None
        )
        first = earlier.order_by("id").first()
        if first is not None:
            # If it is due, another worker has it in hand; if not, its retry is ours too.
            return now + FIRST_RETRY if first.next_attempt_at <= now else None
        try:
            event = _read(record)
        except (KeyError, TypeError, ValueError) as error:
            logger.exception("event %s cannot be read: written by another release?", record)
            return _postpone(record, f"unreadable: {error!r}", now)
        for name, consumer in _consumers.get(record.name, {}).items():
            if name not in record.delivered_to and not _consume(record, name, consumer, event, now):
                return record.next_attempt_at
        record.delivered_at = now
        record.save()
        return None


def _lock(record_id: int) -> EventRecord | None:
    """The event, held for this transaction; None if another worker has it (SQLite locks whole)."""
    rows = EventRecord.objects.filter(id=record_id, delivered_at=None)
    return rows.select_for_update(skip_locked=True).first()


def _consume(
    record: EventRecord,
    name: str,
    consumer: Callable[[Any], None],
    event: Event,
    now: datetime,
) -> bool:
    try:
        with transaction.atomic():
            consumer(event)
    except Exception as error:
        logger.exception("event %s: consumer %s failed", record, name)
        _postpone(record, f"{name}: {error!r}", now)
        return False
    record.delivered_to = [*record.delivered_to, name]
    return True


def _postpone(record: EventRecord, error: str, now: datetime) -> datetime:
    record.attempts += 1
    record.last_error = error
    record.next_attempt_at = now + retries.delay(
        record.attempts, first=FIRST_RETRY, last=LAST_RETRY
    )
    record.save()
    return record.next_attempt_at


def _read(record: EventRecord) -> Event:
    event_type = EVENT_TYPES[record.name]
    values: dict[str, Any] = {}
    for field in dataclasses.fields(event_type):
        value = record.payload[field.name]
        values[field.name] = UUID(value) if field.type is UUID else value
    return event_type(**values)
