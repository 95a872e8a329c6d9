"""What a credential says, in the shape that pages show."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime


@dataclass(frozen=True, slots=True)
class SkillProven:
    """A skill the credential is aligned to, the level reached, and what the scale says of it."""

    name: str
    framework: str
    url: str
    level: str
    level_description: str
    level_rank: int
    level_count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The parts of a credential that people read. Texts are the document's own, never trusted
    as mark-up."""

    id: str
    name: str
    holder: str
    description: str
    criteria: str
    achievement_id: str
    image: str
    issuer_name: str
    issuer_id: str
    issuer_url: str
    valid_from: datetime | None
    valid_until: datetime | None
    skills: tuple[SkillProven, ...]
    evidence: tuple[str, ...]


def summarise(document: bytes | Mapping[str, Any]) -> Summary:
    """Read a credential whose structure was already checked; what is missing becomes empty."""
    data = json.loads(document) if isinstance(document, bytes) else document
    achievement = _object(_object(data.get("credentialSubject")).get("achievement"))
    issuer = data.get("issuer")
    profile = issuer if isinstance(issuer, dict) else {"id": issuer}
    criteria = _object(achievement.get("criteria"))
    image = achievement.get("image")
    return Summary(
        id=_text(data.get("id")),
        name=_text(achievement.get("name")),
        holder=_holder(_object(data.get("credentialSubject"))),
        description=_text(achievement.get("description")),
        criteria=_text(criteria.get("narrative")),
        achievement_id=_web(achievement.get("id")),
        image=_text(image.get("id") if isinstance(image, dict) else image),
        issuer_name=_text(profile.get("name")) or _text(profile.get("id")),
        issuer_id=_text(profile.get("id")),
        issuer_url=_web(profile.get("url")),
        valid_from=_time(data.get("validFrom")),
        valid_until=_time(data.get("validUntil")),
        skills=tuple(_skills(data, achievement)),
        evidence=tuple(_text(_object(item).get("name")) for item in _list(data.get("evidence"))),
    )


def _holder(subject: Mapping[str, Any]) -> str:
    """The name that the credential gives its holder, if it does so in the clear."""
    for entry in map(_object, _list(subject.get("identifier"))):
        if entry.get("identityType") == "name" and entry.get("hashed") is False:
            return _text(entry.get("identityHash"))
    return ""


def _skills(data: Mapping[str, Any], achievement: Mapping[str, Any]) -> list[SkillProven]:
    results = {
        _text(_object(result).get("resultDescription")): _text(_object(result).get("achievedLevel"))
        for result in _list(_object(data.get("credentialSubject")).get("result"))
    }
    reached: dict[str, tuple[str, str, int, int]] = {}
    for entry in _list(achievement.get("resultDescription")):
        description = _object(entry)
        levels = [_object(level) for level in _list(description.get("rubricCriterionLevel"))]
        achieved = results.get(_text(description.get("id")), "")
        for rank, level in enumerate(levels, start=1):
            if achieved and level.get("id") == achieved:
                reached[_text(description.get("name"))] = (
                    _text(level.get("name")),
                    _text(level.get("description")),
                    rank,
                    len(levels),
                )
    return [
        SkillProven(
            _text(alignment.get("targetName")),
            _text(alignment.get("targetFramework")),
            _web(alignment.get("targetUrl")),
            *reached.get(_text(alignment.get("targetName")), ("", "", 0, 0)),
        )
        for alignment in map(_object, _list(achievement.get("alignment")))
    ]


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _web(value: Any) -> str:
    """An address that may stand behind a link; anything else could be a script."""
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else ""


def _time(value: Any) -> datetime | None:
    try:
        return parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
