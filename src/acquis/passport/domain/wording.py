"""A verification's checks in the reader's language."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from acquis.credentials import Check
from acquis.credentials.times import parse_time


def sentence(check: Check) -> str:
    """What the check says, its points in time written as the reader's language writes dates."""
    return check.sentence(gettext, _value)


def _value(value: str) -> str:
    """A moment as a date, an explanation in the reader's language; identifiers as they are."""
    moment = parse_time(value)
    if moment:
        return date_format(localtime(moment), "DATE_FORMAT")
    return gettext(value) if value else value
