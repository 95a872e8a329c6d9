"""A verification's checks in the reader's language."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from acquis.credentials import Check, Report
from acquis.credentials.times import parse_time


def sentence(check: Check) -> str:
    """What the check says, its points in time written as the reader's language writes dates."""
    return check.sentence(gettext, _value)


def worded(report: Report) -> dict[str, Any]:
    """The report as JSON, with those on the credentials inside, in the reader's language."""
    return {
        "verdict": report.verdict.value,
        "kind": report.kind.value if report.kind else None,
        "checks": [check.to_json() | {"text": sentence(check)} for check in report.checks],
        "endorsements": [worded(inner) for inner in report.endorsements],
        "credentials": [worded(inner) for inner in report.credentials],
    }


def _value(value: str) -> str:
    """A moment as a date, an explanation in the reader's language; identifiers as they are."""
    moment = parse_time(value)
    if moment:
        return date_format(localtime(moment), "DATE_FORMAT")
    return gettext(value) if value else value
