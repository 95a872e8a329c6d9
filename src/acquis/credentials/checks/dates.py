"""Whether the present lies within the credential's dates (VC Data Model 2.0, section 4.9)."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from acquis.credentials.report import Check, CheckName, Outcome
from acquis.credentials.times import format_time, parse_time


def check_dates(
    credential: Mapping[str, Any],
    *,
    now: datetime,
    names: tuple[str, str] = ("validFrom", "validUntil"),
) -> Check:
    """`names` are those of the first moment and of the end."""
    since, until = (parse_time(credential.get(name)) for name in names)
    for name, value in zip(names, (since, until), strict=True):
        if value is None and name in credential:
            return _dates(Outcome.FAILED, "dates_malformed", detail=f"{name}: {credential[name]!r}")
    if since is not None and since > now:
        return _told(Outcome.FAILED, "not_yet_valid", since, until)
    if until is not None and until <= now:
        return _told(Outcome.FAILED, "expired", since, until)
    if since is None:  # needs not be there but in badges
        reason = "dates_open" if until is None else "dates_only_until"
    else:
        reason = "dates_current" if until is None else "dates_until"
    return _told(Outcome.PASSED, reason, since, until)


@lru_cache(maxsize=1024)
def _told(outcome: Outcome, reason: str, since: datetime | None, until: datetime | None) -> Check:
    texts = {
        "since": format_time(since) if since else "",
        "until": format_time(until) if until else "",
    }
    return _dates(outcome, reason, **texts)


def _dates(outcome: Outcome, reason: str, **parameters: str) -> Check:
    return Check(CheckName.DATES, outcome, reason, parameters)
