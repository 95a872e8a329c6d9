from acquis.assessing.models.application import Application, Evidence, Message
from acquis.assessing.models.assessment import (
    Assessment,
    Award,
    CriterionJudgement,
    SkillJudgement,
)

__all__ = [
    "Application",
    "Assessment",
    "Award",
    "CriterionJudgement",
    "Evidence",
    "Message",
    "SkillJudgement",
]
