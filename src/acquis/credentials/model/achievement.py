"""What was earned, how it is measured, and by whom (Open Badges 3.0, appendix B)."""

from dataclasses import dataclass
from datetime import datetime

from acquis.credentials.model.identity import IdentityObject
from acquis.credentials.model.parts import (
    IdentifierEntry,
    Image,
    Json,
    Profile,
    compact,
    endorsed_by,
    json_list,
    json_of,
    time_of,
)


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
    points: str = ""
    description: str = ""
    alignment: tuple[Alignment, ...] = ()

    def to_json(self) -> Json:
        return compact(
            id=self.id,
            type=["RubricCriterionLevel"],
            alignment=json_list(self.alignment),
            description=self.description,
            level=self.level,
            name=self.name,
            points=self.points,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDescription:
    """What a result can be (B.1.26).

    `required_level` is the id of one of the levels; `required_value` is one of `allowed_values`,
    which run from low to high, or lies between `value_min` and `value_max`.
    """

    id: str
    name: str
    levels: tuple[RubricCriterionLevel, ...] = ()
    required_level: str = ""
    result_type: str = "RubricCriterionLevel"
    alignment: tuple[Alignment, ...] = ()
    allowed_values: tuple[str, ...] = ()
    required_value: str = ""
    value_min: str = ""
    value_max: str = ""

    def to_json(self) -> Json:
        return compact(
            id=self.id,
            type=["ResultDescription"],
            alignment=json_list(self.alignment),
            allowedValue=list(self.allowed_values),
            name=self.name,
            requiredLevel=self.required_level,
            requiredValue=self.required_value,
            resultType=self.result_type,
            rubricCriterionLevel=json_list(self.levels),
            valueMax=self.value_max,
            valueMin=self.value_min,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was reached (B.1.25).

    `result_description` and `achieved_level` are ids from the achievement's descriptions. `status`
    is `Completed`, `Enrolled`, `Failed`, `InProgress`, `OnHold`, `Provisional` or `Withdrew`, and
    must be there if the description's type is `Status`.
    """

    result_description: str = ""
    achieved_level: str = ""
    value: str = ""
    status: str = ""
    alignment: tuple[Alignment, ...] = ()

    def to_json(self) -> Json:
        return compact(
            type=["Result"],
            achievedLevel=self.achieved_level,
            alignment=json_list(self.alignment),
            resultDescription=self.result_description,
            status=self.status,
            value=self.value,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another achievement that is the same for most purposes: a translation, an older version."""

    id: str
    in_language: str = ""
    version: str = ""

    def to_json(self) -> Json:
        return compact(
            id=self.id, type=["Related"], inLanguage=self.in_language, version=self.version
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """What can be earned (B.1.1).

    `criteria_narrative` is Markdown; `credits_available` counts in the credits of whoever awards
    them (ECTS in Europe), whose name belongs in the description; `human_code` is what people call
    it by. `endorsements` are signed ones, as `issue` gave them.
    """

    id: str
    name: str
    description: str
    criteria_narrative: str = ""
    criteria_id: str = ""
    achievement_type: str = ""
    in_language: str = ""
    version: str = ""
    image: Image | None = None
    creator: Profile | None = None
    alignment: tuple[Alignment, ...] = ()
    result_descriptions: tuple[ResultDescription, ...] = ()
    tags: tuple[str, ...] = ()
    credits_available: float | None = None
    field_of_study: str = ""
    specialization: str = ""
    human_code: str = ""
    other_identifiers: tuple[IdentifierEntry, ...] = ()
    related: tuple[Related, ...] = ()
    endorsements: tuple[bytes, ...] = ()

    def to_json(self) -> Json:
        return compact(
            id=self.id,
            type=["Achievement"],
            alignment=json_list(self.alignment),
            achievementType=self.achievement_type,
            creator=json_of(self.creator),
            creditsAvailable=self.credits_available,
            criteria=compact(id=self.criteria_id, narrative=self.criteria_narrative),
            description=self.description,
            **endorsed_by(self.endorsements),
            fieldOfStudy=self.field_of_study,
            humanCode=self.human_code,
            image=json_of(self.image),
            inLanguage=self.in_language,
            name=self.name,
            otherIdentifier=json_list(self.other_identifiers),
            related=json_list(self.related),
            resultDescription=json_list(self.result_descriptions),
            specialization=self.specialization,
            tag=list(self.tags),
            version=self.version,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementSubject:
    """Who earned what (B.1.2): known by `id` (a DID or `urn:uuid:`), hashed identity, or both.

    `source` is who assessed on behalf of the issuer; `term` the academic term; `role` what the
    holder was while showing the achievement.
    """

    achievement: Achievement
    id: str = ""
    identifier: tuple[IdentityObject, ...] = ()
    results: tuple[Result, ...] = ()
    activity_start: datetime | None = None
    activity_end: datetime | None = None
    credits_earned: float | None = None
    image: Image | None = None
    license_number: str = ""
    narrative: str = ""
    role: str = ""
    source: Profile | None = None
    term: str = ""

    def to_json(self) -> Json:
        return compact(
            id=self.id,
            type=["AchievementSubject"],
            activityEndDate=time_of(self.activity_end),
            activityStartDate=time_of(self.activity_start),
            creditsEarned=self.credits_earned,
            achievement=self.achievement.to_json(),
            identifier=json_list(self.identifier),
            image=json_of(self.image),
            licenseNumber=self.license_number,
            narrative=self.narrative,
            result=json_list(self.results),
            role=self.role,
            source=json_of(self.source),
            term=self.term,
        )
