"""Leafing through rows that come and go meanwhile: after the last row seen, never by number."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field

from acquis.common.api.problems import FieldRefused

M = TypeVar("M", bound=Model)
MOST = 100
# What every database can hold and every zone can express.
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def _sensible(moment: datetime) -> datetime:
    if not _EARLIEST <= moment <= _LATEST:
        raise ValueError("out of range")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_sensible)]


class Paging(Schema):
    limit: int = Field(25, ge=1, le=MOST, description=gettext_noop("How many at most."))
    cursor: str = Field(
        "", max_length=200, description=gettext_noop("`next` of the page before; none at first.")
    )


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """`next` asks for what follows; None at the end."""

    rows: list[M]
    next: str | None


def cut(rows: QuerySet[M], asked: Paging, *, by: str, newest_first: bool = False) -> Page[M]:
    """The page after the cursor, in the order of the moment `by` and then of the id.

    Every row that is there from the first page to the last is on exactly one page, whatever is
    added meanwhile. `by` must be set once and never change.

    Raises:
        FieldRefused: the cursor is none of ours.
    """
    found = rows
    if asked.cursor:
        at, last = _read(asked.cursor)
        side = "lt" if newest_first else "gt"
        # The first condition says no more than the second; an index can begin with it.
        found = rows.filter(
            Q(**{f"{by}__{side}e": at}),
            Q(**{f"{by}__{side}": at}) | Q(**{by: at, f"pk__{side}": last}),
        )
    sign = "-" if newest_first else ""
    several = list(found.order_by(f"{sign}{by}", f"{sign}pk")[: asked.limit + 1])
    page = several[: asked.limit]
    more = len(several) > asked.limit
    return Page(page, _write(getattr(page[-1], by), page[-1].pk) if more else None)


def _write(at: datetime, last: UUID) -> str:
    text = f"{at.astimezone(UTC).isoformat(timespec='microseconds')} {last.hex}"
    return base64.urlsafe_b64encode(text.encode("ascii")).decode("ascii").rstrip("=")


def _read(cursor: str) -> tuple[datetime, UUID]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
        at, _blank, last = text.partition(" ")
        return _sensible(datetime.fromisoformat(at).astimezone(UTC)), UUID(hex=last)
    except (ValueError, OverflowError, binascii.Error) as error:
        raise FieldRefused("cursor", _("This cursor is none. Begin again without it.")) from error
