"""Whether the present lies within the credential's dates (VC Data Model 2.0, section 4.9)."""

from collections.abc import Mapping
from datetime import datetime
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
    texts = {
        "since": format_time(since) if since else "",
        "until": format_time(until) if until else "",
    }
    if since is not None and since > now:
        return _dates(Outcome.FAILED, "not_yet_valid", **texts)
    if until is not None and until <= now:
        return _dates(Outcome.FAILED, "expired", **texts)
    if since is None:  # needs not be there but in badges
        return _dates(
            Outcome.PASSED, "dates_open" if until is None else "dates_only_until", **texts
        )
    return _dates(Outcome.PASSED, "dates_current" if until is None else "dates_until", **texts)


def _dates(outcome: Outcome, reason: str, **parameters: str) -> Check:
    return Check(CheckName.DATES, outcome, reason, parameters)
