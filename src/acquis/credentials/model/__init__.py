from acquis.credentials.model.achievement import (
    Achievement,
    AchievementSubject,
    Alignment,
    Related,
    Result,
    ResultDescription,
    RubricCriterionLevel,
)
from acquis.credentials.model.credential import (
    Association,
    Credential,
    Endorsement,
    LearnerRecord,
    ProfileCredential,
)
from acquis.credentials.model.identity import IdentityObject, hash_identity
from acquis.credentials.model.parts import (
    Address,
    Evidence,
    GeoCoordinates,
    IdentifierEntry,
    Image,
    Issuable,
    Profile,
)
from acquis.credentials.model.status import StatusEntry, StatusList, StatusPurpose

__all__ = [
    "Achievement",
    "AchievementSubject",
    "Address",
    "Alignment",
    "Association",
    "Credential",
    "Endorsement",
    "Evidence",
    "GeoCoordinates",
    "IdentifierEntry",
    "IdentityObject",
    "Image",
    "Issuable",
    "LearnerRecord",
    "Profile",
    "ProfileCredential",
    "Related",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
    "StatusEntry",
    "StatusList",
    "StatusPurpose",
    "hash_identity",
]
