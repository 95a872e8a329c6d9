"""The kinds of credentials that are told apart, by what their `type` says."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a document is. Of those that are `OTHER`, only the envelope is known."""

    OPEN_BADGE = "open_badge"
    ENDORSEMENT = "endorsement"
    PROFILE = "profile"
    LEARNER_RECORD = "learner_record"
    STATUS_LIST = "status_list"
    OTHER = "other"
    OPEN_BADGE_2 = "open_badge_2"


_BY_TYPE = {
    "OpenBadgeCredential": Kind.OPEN_BADGE,
    "AchievementCredential": Kind.OPEN_BADGE,
    "EndorsementCredential": Kind.ENDORSEMENT,
    "ProfileCredential": Kind.PROFILE,
    "ClrCredential": Kind.LEARNER_RECORD,
    "BitstringStatusListCredential": Kind.STATUS_LIST,
}


def kind_of(credential: Mapping[str, Any]) -> Kind | None:
    """The kind that the types name, `OTHER` if they name none of these; None if they name several,
    because readers would take such a credential for different things."""
    kinds = {_BY_TYPE[name] for name in _types(credential) if name in _BY_TYPE}
    if len(kinds) > 1:
        return None
    if not kinds and "Profile" in _types(credential.get("credentialSubject")):
        return Kind.PROFILE  # Open Badges 3.0 defines no type for such a credential
    return kinds.pop() if kinds else Kind.OTHER


def _types(value: Any) -> list[str]:
    types = value.get("type") if isinstance(value, Mapping) else None
    return [one for one in (types if isinstance(types, list) else [types]) if isinstance(one, str)]
