"""The parts of an Open Badges 3.0 credential (specification, appendix B), as frozen values.

Each `to_json` gives the part's JSON-LD in the order of the specification; what is not given is
left out.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Json = dict[str, Any]


def compact(**fields: Any) -> Json:
    """The fields that say something, in their order."""
    return {
        name: value
        for name, value in fields.items()
        if value is not None and value not in ("", [], {})
    }


def json_list(parts: Sequence[Any]) -> list[Json]:
    return [part.to_json() for part in parts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """`id` is an address or a `data:` URI; `caption` says in words what the image shows."""

    id: str
    caption: str = ""

    def to_json(self) -> Json:
        return compact(id=self.id, type="Image", caption=self.caption)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An issuer or another party (OB 3.0, B.1.22). `id` is a DID for whoever signs."""

    id: str
    name: str
    url: str = ""
    email: str = ""
    description: str = ""
    image: Image | None = None

    def to_json(self) -> Json:
        return compact(
            id=self.id,
            type=["Profile"],
            name=self.name,
            url=self.url,
            email=self.email,
            description=self.description,
            image=self.image.to_json() if self.image else None,
        )


class Issuable(Protocol):
    """Whatever can be signed as a credential: a badge, an endorsement, a status list, ..."""

    @property
    def issuer(self) -> Profile:
        """Who signs; its id is the DID whose key does."""

    def to_json(self) -> Json:
        """The document to sign, with its contexts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A skill of a framework that the achievement is aligned to (B.1.3)."""

    target_name: str
    target_url: str
    target_framework: str = ""
    target_code: str = ""
    target_description: str = ""
    target_type: str = ""

    def to_json(self) -> Json:
        return compact(
            type=["Alignment"],
            targetCode=self.target_code,
            targetDescription=self.target_description,
            targetName=self.target_name,
            targetFramework=self.target_framework,
            targetType=self.target_type,
            targetUrl=self.target_url,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricCriterionLevel:
    """A rung that a result can reach (B.1.27). `id` is an absolute IRI."""

    id: str
    name: str
    level: str = ""
    description: str = ""

    def to_json(self) -> Json:
        return compact(
            id=self.id,
            type=["RubricCriterionLevel"],
            description=self.description,
            level=self.level,
            name=self.name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDescription:
    """What a result can be (B.1.26); `required_level` is the id of one of the levels."""

    id: str
    name: str
    levels: tuple[RubricCriterionLevel, ...] = ()
    required_level: str = ""
    result_type: str = "RubricCriterionLevel"
    alignment: tuple[Alignment, ...] = ()

    def to_json(self) -> Json:
        return compact(
            id=self.id,
            type=["ResultDescription"],
            alignment=json_list(self.alignment),
            name=self.name,
            requiredLevel=self.required_level,
            resultType=self.result_type,
            rubricCriterionLevel=json_list(self.levels),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was reached (B.1.25); both fields are ids from the achievement's descriptions."""

    result_description: str
    achieved_level: str

    def to_json(self) -> Json:
        return compact(
            type=["Result"],
            achievedLevel=self.achieved_level,
            resultDescription=self.result_description,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What supports the claim (B.1.13). Without `id` it is only described."""

    name: str
    id: str = ""
    narrative: str = ""
    genre: str = ""

    def to_json(self) -> Json:
        return compact(
            id=self.id,
            type=["Evidence"],
            narrative=self.narrative,
            name=self.name,
            genre=self.genre,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """What was earned (B.1.1). `criteria_narrative` is Markdown."""

    id: str
    name: str
    description: str
    criteria_narrative: str
    criteria_id: str = ""
    achievement_type: str = ""
    in_language: str = ""
    version: str = ""
    image: Image | None = None
    creator: Profile | None = None
    alignment: tuple[Alignment, ...] = ()
    result_descriptions: tuple[ResultDescription, ...] = ()
    tags: tuple[str, ...] = ()

    def to_json(self) -> Json:
        return compact(
            id=self.id,
            type=["Achievement"],
            alignment=json_list(self.alignment),
            achievementType=self.achievement_type,
            creator=self.creator.to_json() if self.creator else None,
            criteria=compact(id=self.criteria_id, narrative=self.criteria_narrative),
            description=self.description,
            image=self.image.to_json() if self.image else None,
            inLanguage=self.in_language,
            name=self.name,
            resultDescription=json_list(self.result_descriptions),
            tag=list(self.tags),
            version=self.version,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityObject:
    """A holder's identity (B.1.18): plain, or hashed for those only who know it already."""

    identity_hash: str
    identity_type: str = "emailAddress"
    hashed: bool = True
    salt: str = ""

    @classmethod
    def of_email(cls, address: str, *, salt: str | None = None) -> "IdentityObject":
        """Of an e-mail address, lower case; the salt is random unless given."""
        chosen = salt if salt is not None else secrets.token_hex(16)
        return cls(identity_hash=hash_identity(address.strip().lower(), chosen), salt=chosen)

    @classmethod
    def of_name(cls, name: str) -> "IdentityObject":
        """The name for everybody to read, as it stands on the badge."""
        return cls(identity_hash=name, identity_type="name", hashed=False)

    def to_json(self) -> Json:
        return compact(
            type="IdentityObject",
            hashed=self.hashed,
            identityHash=self.identity_hash,
            identityType=self.identity_type,
            salt=self.salt,
        )


def hash_identity(identity: str, salt: str) -> str:
    """`sha256$` and the hexadecimal SHA-256 of identity and salt (OB 3.0, B.4.3)."""
    return "sha256$" + hashlib.sha256(f"{identity}{salt}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementSubject:
    """Who earned what (B.1.2): known by `id` (a DID or `urn:uuid:`), hashed identity, or both."""

    achievement: Achievement
    id: str = ""
    identifier: tuple[IdentityObject, ...] = ()
    results: tuple[Result, ...] = ()

    def to_json(self) -> Json:
        return compact(
            id=self.id,
            type=["AchievementSubject"],
            achievement=self.achievement.to_json(),
            identifier=json_list(self.identifier),
            result=json_list(self.results),
        )
