from acquis.modelling.models.achievement import (
    Achievement,
    AchievementSkill,
    AchievementVersion,
    Criterion,
)
from acquis.modelling.models.framework import Level, Scale, Skill, SkillFramework

__all__ = [
    "Achievement",
    "AchievementSkill",
    "AchievementVersion",
    "Criterion",
    "Level",
    "Scale",
    "Skill",
    "SkillFramework",
]
