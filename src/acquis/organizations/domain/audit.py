"""The audit trail: who did what and when, in one chain for each organisation.

Each record's digest covers the digest before it, so that a record that is altered, removed or put
in between later breaks the chain where it happened.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from acquis.common.searching import Fold, words
from acquis.common.tenancy import system_scope
from acquis.common.text import fold
from acquis.organizations.acts import known, sentence
from acquis.organizations.errors import AuditBroken
from acquis.organizations.models import AuditChain, AuditRecord, Organization
from acquis.people.models import Person

Detail = str | int | bool | None


def record(
    organization: Organization,
    act: str,
    target: models.Model,
    *,
    by: Person | None,
    **details: Detail,
) -> AuditRecord:
    """Add the act to the organisation's chain; `by` is None for what the system does by itself.

    Details are ids, codes and numbers, never names or texts of people. Call it last: it holds the
    chain until the transaction ends.

    Raises:
        TransactionManagementError: outside a transaction, where the act and its record could part.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            f"{act} must be recorded inside the transaction of the act."
        )
    with system_scope("the chain is the organisation's, whoever acts"):
        return _append(organization, act, target, by, details)


def _append(
    organization: Organization,
    act: str,
    target: models.Model,
    by: Person | None,
    details: dict[str, Detail],
) -> AuditRecord:
    chain = _locked_chain(organization)
    entry = AuditRecord(
        organization=organization,
        number=chain.length + 1,
        at=timezone.now(),
        act=str(act),
        actor=by.pk if by is not None else None,
        target_type=target._meta.label_lower,  # noqa: SLF001 - public API
        target=target.pk,
        details=details,
        previous=chain.digest,
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    chain.length, chain.digest = entry.number, entry.digest
    chain.save(update_fields=["length", "digest"])
    return entry


def digest_of(entry: AuditRecord) -> str:
    """SHA-256, in hexadecimal, of the record's fields and of the digest before it."""
    fields = [
        str(entry.organization_id),
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.act,
        str(entry.actor or ""),
        entry.target_type,
        str(entry.target),
        entry.details,
        entry.previous,
    ]
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check(organization: Organization) -> int:
    """Walk the organisation's chain; returns how many records hold.

    Raises:
        AuditBroken: a record was altered, removed or put in; the error names the first one.
    """
    previous, number = "", 0
    rows = AuditRecord.objects.filter(organization=organization).order_by("number")
    for entry in rows.iterator(chunk_size=1000):
        number += 1
        if entry.number != number:
            raise AuditBroken(organization.slug, number, "a record is missing")
        if entry.previous != previous:
            raise AuditBroken(organization.slug, number, "it does not follow the one before it")
        if entry.digest != digest_of(entry):
            raise AuditBroken(organization.slug, number, "it was altered")
        previous = entry.digest
    if head_of(organization) != (number, previous):
        raise AuditBroken(organization.slug, number + 1, "the end of the chain was cut off")
    return number


def head_of(organization: Organization) -> tuple[int, str]:
    """How long the organisation's chain is, and its last digest."""
    chain = AuditChain.objects.filter(organization=organization).first()
    return (chain.length, chain.digest) if chain is not None else (0, "")


@dataclass(frozen=True, slots=True)
class Moment:
    """A record as people read it. `who` is empty for the system and for who was erased since."""

    number: int
    at: datetime
    what: str
    who: str
    by_system: bool
    target: UUID
    details: dict[str, Detail]


def records_of(organization: Organization) -> QuerySet[AuditRecord]:
    return AuditRecord.objects.filter(organization=organization).order_by("-number")


def search(records: QuerySet[AuditRecord], text: str) -> QuerySet[AuditRecord]:
    """The records in whose act, as the reader reads it, or actor's name every word occurs."""
    acts = {act: fold(label) for act, label in known().items()}
    named = Person.objects.filter(pk__in=records.order_by().values("actor")).alias(
        folded=Fold(Coalesce(NullIf("name", Value("")), "email"))
    )
    found = records
    for word in words(text):
        of_act = [act for act, label in acts.items() if word in label]
        by = named.filter(folded__contains=word).values("pk")
        found = found.filter(models.Q(act__in=of_act) | models.Q(actor__in=by))
    return found


def lately(records: QuerySet[AuditRecord], days: str) -> QuerySet[AuditRecord]:
    return records.filter(at__gte=timezone.now() - timedelta(days=int(days)))


def timeline(records: Iterable[AuditRecord]) -> list[Moment]:
    """These records for people to read, in their order."""
    rows = list(records)
    actors = {row.actor for row in rows if row.actor is not None}
    names = {person.pk: str(person) for person in Person.objects.filter(pk__in=actors)}
    return [
        Moment(
            number=row.number,
            at=row.at,
            what=sentence(row.act),
            who=names.get(row.actor, "") if row.actor is not None else "",
            by_system=row.actor is None,
            target=row.target,
            details=row.details,
        )
        for row in rows
    ]


def chains() -> Iterator[Organization]:
    """Every organisation with a chain or with records, to be checked."""
    with_chain = Organization.objects.filter(
        models.Q(audit_chain__isnull=False) | models.Q(audit_records__isnull=False)
    )
    yield from with_chain.distinct().order_by("path")


def _locked_chain(organization: Organization) -> AuditChain:
    AuditChain.objects.get_or_create(organization=organization)
    return AuditChain.objects.select_for_update().get(organization=organization)
