"""Points in time as credentials write them: XML Schema `dateTimeStamp`, always with a zone."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

_STAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)


@lru_cache(maxsize=1024)
def format_time(moment: datetime) -> str:
    """UTC, to the second: `2026-01-31T09:00:00Z`.

    Raises:
        ValueError: the moment has no time zone, so that nobody can tell when it is.
    """
    if moment.tzinfo is None:
        raise ValueError("A point in time needs a time zone.")
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='seconds')}Z"


def parse_time(value: Any) -> datetime | None:
    """The moment in UTC, or None if the value is not a `dateTimeStamp` within years 1 to 9999."""
    return _parse(value) if isinstance(value, str) else None


@lru_cache(maxsize=1024)
def _parse(value: str) -> datetime | None:
    match = _STAMP.match(value)
    if match is None:
        return None
    fraction = (match[2] or "")[:7]
    zone = "+00:00" if match[3] == "Z" else match[3]
    try:
        return datetime.fromisoformat(
            f"{match[1]}{fraction.ljust(7, '0') if fraction else ''}{zone}"
        ).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
