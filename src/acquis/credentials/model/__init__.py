from acquis.credentials.model.credential import Credential
from acquis.credentials.model.parts import (
    Achievement,
    AchievementSubject,
    Alignment,
    Evidence,
    IdentityObject,
    Image,
    Profile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    hash_identity,
)

__all__ = [
    "Achievement",
    "AchievementSubject",
    "Alignment",
    "Credential",
    "Evidence",
    "IdentityObject",
    "Image",
    "Profile",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
    "hash_identity",
]
