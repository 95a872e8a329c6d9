"""What the issuer's status lists say of a credential (VC Data Model 2.0, section 4.10).

Bitstring Status List v1.0 (revocation, suspension, refresh, message) and 1EdTech's revocation list
(VCRL 1.0). What the credential itself says of its status was signed: if that makes no sense, the
check fails. If the list makes none, or cannot be had, the check is undecided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from acquis.credentials.errors import StatusListProblem
from acquis.credentials.reasons import mark as _n
from acquis.credentials.report import Check, CheckName, Outcome
from acquis.credentials.status.bitstring import MIN_ENTRIES, status_at
from acquis.credentials.status.lists import StatusLists, StatusUnavailable
from acquis.credentials.structure import as_list, issuer_id

# Each entry costs a document from elsewhere.
MAX_ENTRIES = 4
MAX_STATUS_BITS = 8
_MAX_DIGITS = 10

# Of several entries, the gravest speaks: the first of these.
_GRAVEST_FIRST = (
    (Outcome.FAILED, "revoked"),
    (Outcome.FAILED, "suspended"),
    (Outcome.FAILED, "status_malformed"),
    (Outcome.UNDECIDED, ""),
    (Outcome.PASSED, "status_message"),
    (Outcome.PASSED, "status_refresh"),
    (Outcome.PASSED, "status_good"),
)


_NO_STATUS = Check(CheckName.STATUS, Outcome.NOT_APPLICABLE, "no_status")


def check_status(
    credential: Mapping[str, Any], *, now: datetime, lists: StatusLists | None
) -> Check:
    """`lists` is None where no further list may be followed: in a list's own credential."""
    entries = as_list(credential.get("credentialStatus"))
    if not entries:
        return _NO_STATUS
    if lists is None:
        return _status(Outcome.UNDECIDED, "status_too_deep")
    if len(entries) > MAX_ENTRIES:
        return _malformed(_n("it has more entries than any honest credential."))
    return min((_judge(credential, entry, now, lists) for entry in entries), key=_gravity)


def _gravity(check: Check) -> int:
    reason = "" if check.outcome == Outcome.UNDECIDED else check.reason
    return _GRAVEST_FIRST.index((check.outcome, reason))


def _judge(credential: Mapping[str, Any], entry: Any, now: datetime, lists: StatusLists) -> Check:
    kinds = as_list(entry.get("type")) if isinstance(entry, dict) else [entry]
    try:
        if "BitstringStatusListEntry" in kinds:
            return _judge_bits(issuer_id(credential), entry, now, lists)
        if "1EdTechRevocationList" in kinds:
            return _judge_listing(credential, entry, lists)
    except StatusUnavailable as error:
        outcome = Outcome.UNDECIDED
        return Check(CheckName.STATUS, outcome, error.reason, error.parameters, error.cause)
    except _Nonsense as error:
        return _malformed(str(error))
    named = ", ".join(str(kind) for kind in kinds)
    return _status(Outcome.UNDECIDED, "status_unsupported", type=named)


def _judge_listing(
    credential: Mapping[str, Any], entry: Mapping[str, Any], lists: StatusLists
) -> Check:
    url, identifier = entry.get("id"), credential.get("id")
    if not isinstance(url, str):
        raise _Nonsense(_n("it does not say where the list is."))
    if not isinstance(identifier, str):
        raise _Nonsense(_n("the credential has no id under which it could be listed."))
    if identifier in lists.revoked_ids(url, issuer=issuer_id(credential)):
        return _status(Outcome.FAILED, "revoked")
    return _status(Outcome.PASSED, "status_good")


def _judge_bits(issuer: str, entry: Mapping[str, Any], now: datetime, lists: StatusLists) -> Check:
    place = _read(entry)
    if place.purpose not in _PURPOSES:
        named = f"BitstringStatusListEntry, {place.purpose}"
        return _status(Outcome.UNDECIDED, "status_unsupported", type=named)
    known = lists.find(place.url, issuer=issuer, now=now)
    if place.purpose not in known.purposes:
        return _unfit(_n("it is kept for another purpose."))
    if len(known.bits) * 8 // place.size < MIN_ENTRIES:
        return _unfit(_n("it is so short that looking a status up tells whose it is."))
    try:
        value = status_at(known.bits, place.index, size=place.size)
    except StatusListProblem:
        return _unfit(_n("it has no entry for this credential."))
    return _meaning(place, value)


def _meaning(place: "_Place", value: int) -> Check:
    if place.purpose == "message":
        message = place.messages.get(value, hex(value))
        return _status(Outcome.PASSED, "status_message", message=message)
    if value == 0:
        return _status(Outcome.PASSED, "status_good")
    outcome, reason = _PURPOSES[place.purpose]
    return _status(outcome, reason)


_PURPOSES = {
    "revocation": (Outcome.FAILED, "revoked"),
    "suspension": (Outcome.FAILED, "suspended"),
    "refresh": (Outcome.PASSED, "status_refresh"),
    "message": (Outcome.PASSED, "status_message"),
}


class _Nonsense(Exception):
    """The credential's own status entry cannot be meant."""


@dataclass(frozen=True, slots=True)
class _Place:
    url: str
    index: int
    purpose: str
    size: int
    messages: Mapping[int, str]


def _read(entry: Mapping[str, Any]) -> _Place:
    """Bitstring Status List v1.0, 2.1."""
    url, purpose = entry.get("statusListCredential"), entry.get("statusPurpose")
    if not isinstance(url, str):
        raise _Nonsense(_n("it does not say where the list is."))
    if not isinstance(purpose, str):
        raise _Nonsense(_n("it has no purpose."))
    size = entry.get("statusSize", 1)
    if not _is_integer(size) or not 1 <= size <= MAX_STATUS_BITS:
        raise _Nonsense(_n("its size is not a small number of bits."))
    messages = _messages(entry)
    if purpose == "message" and len(messages) != 1 << size:
        raise _Nonsense(_n("it does not say what each message is."))
    return _Place(url, _index(entry.get("statusListIndex")), purpose, size, messages)


def _index(value: Any) -> int:
    """A text of digits; a plain integer is met too, and has one meaning."""
    text = str(value) if _is_integer(value) else value
    if not isinstance(text, str) or not (text.isascii() and text.isdigit()):
        raise _Nonsense(_n("its index is not a number."))
    if len(text) > _MAX_DIGITS:
        raise _Nonsense(_n("its index is beyond every list."))
    return int(text)


def _messages(entry: Mapping[str, Any]) -> dict[int, str]:
    found = {}
    for item in as_list(entry.get("statusMessage")):
        try:
            found[int(item["status"], 16)] = str(item["message"])
        except (KeyError, TypeError, ValueError) as error:
            raise _Nonsense(_n("it does not say what each message is.")) from error
    return found


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _malformed(detail: str) -> Check:
    return _status(Outcome.FAILED, "status_malformed", detail=detail)


def _unfit(detail: str) -> Check:
    return _status(Outcome.UNDECIDED, "status_list_unfit", detail=detail)


def _status(outcome: Outcome, reason: str, **parameters: str) -> Check:
    return Check(CheckName.STATUS, outcome, reason, parameters)
