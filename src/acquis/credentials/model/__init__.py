from acquis.credentials.model.credential import Credential
from acquis.credentials.model.parts import (
    Achievement,
    AchievementSubject,
    Alignment,
    Evidence,
    IdentityObject,
    Image,
    Issuable,
    Profile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    hash_identity,
)
from acquis.credentials.model.status import StatusEntry, StatusList, StatusPurpose

__all__ = [
    "Achievement",
    "AchievementSubject",
    "Alignment",
    "Credential",
    "Evidence",
    "IdentityObject",
    "Image",
    "Issuable",
    "Profile",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
    "StatusEntry",
    "StatusList",
    "StatusPurpose",
    "hash_identity",
]
