"""Judging an application: criterion by criterion, skill by skill, with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from acquis.assessing.domain import letters
from acquis.assessing.domain.lifecycle import move
from acquis.assessing.enums import ApplicationStatus, AssessingAct, Decision
from acquis.assessing.errors import AssessingError, ConflictOfInterest, JudgementIncomplete
from acquis.assessing.events import AwardDecided
from acquis.assessing.models import (
    Application,
    Assessment,
    Award,
    CriterionJudgement,
    SkillJudgement,
)
from acquis.common.domain.events import publish
from acquis.modelling.models import AchievementSkill, Criterion, Level
from acquis.organizations.domain import audit
from acquis.people.models import Person

_NEXT = {
    Decision.AWARD: ApplicationStatus.AWARDED,
    Decision.QUESTION: ApplicationStatus.QUESTIONED,
    Decision.REFUSE: ApplicationStatus.REFUSED,
}
_ACTS = {
    Decision.AWARD: AssessingAct.AWARDED,
    Decision.QUESTION: AssessingAct.QUESTIONED,
    Decision.REFUSE: AssessingAct.REFUSED,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """What the assessor found. Keys are ids of the version's criteria and skills."""

    decision: Decision
    comment: str
    criteria_met: Mapping[UUID, bool]
    levels: Mapping[UUID, UUID]


@transaction.atomic
def judge(application: Application, judgement: Judgement, *, by: Person) -> Assessment:
    """Record the judgement and let the application take the step that it decides.

    An award is written together with the event that has it signed. A question or a refusal
    reaches the candidate with the comment as its reason. What was handed in before its version was
    retired is judged like any other: the version still says what is to be shown.

    Raises:
        ConflictOfInterest: the assessor is the candidate.
        NotAllowedNow: the application waits for no assessor (any more).
        JudgementIncomplete: the comment lacks, or an award lacks a criterion or a level.
    """
    if application.candidate_id == by.pk:
        raise ConflictOfInterest(_("Nobody judges her own application. A colleague must do it."))
    if judgement.decision != Decision.AWARD and not judgement.comment.strip():
        raise JudgementIncomplete(
            _("Say what you need to know.")
            if judgement.decision == Decision.QUESTION
            else _("Give the candidate the reason.")
        )
    moved = move(application.pk, _NEXT[judgement.decision])
    criteria = list(moved.version.criteria.all())
    skills = list(moved.version.skills.select_related("level", "skill"))
    levels = _levels(skills, judgement.levels)
    if judgement.decision == Decision.AWARD:
        _demand_everything(criteria, skills, judgement, levels)
    assessment = Assessment.objects.create(
        application=moved,
        assessor=by,
        decision=judgement.decision,
        comment=judgement.comment.strip(),
    )
    for criterion in criteria:
        if criterion.pk in judgement.criteria_met:
            CriterionJudgement.objects.create(
                assessment=assessment,
                criterion=criterion,
                met=judgement.criteria_met[criterion.pk],
            )
    for wanted in skills:
        if wanted.pk in levels:
            SkillJudgement.objects.create(
                assessment=assessment, skill=wanted.skill, level=levels[wanted.pk]
            )
    _conclude(moved, assessment)
    audit.record(
        moved.organization, _ACTS[judgement.decision], moved, by=by, assessment=str(assessment.pk)
    )
    return assessment


def _conclude(application: Application, assessment: Assessment) -> None:
    if assessment.decision == Decision.QUESTION:
        application.save()
        letters.questioned(application, assessment.comment)
        return
    application.decided_at = timezone.now()
    application.save()
    if assessment.decision == Decision.REFUSE:
        letters.refused(application, assessment.comment)
        return
    award = Award.objects.create(
        assessment=assessment,
        application=application,
        organization=application.organization,
        version=application.version,
        person=application.candidate,
    )
    publish(AwardDecided(award_id=award.pk))


def _levels(skills: list[AchievementSkill], chosen: Mapping[UUID, UUID]) -> dict[UUID, Level]:
    """The levels judged, each from the scale that its skill is measured on."""
    known = {level.pk: level for level in Level.objects.filter(pk__in=set(chosen.values()))}
    found = {}
    for wanted in skills:
        level = known.get(chosen[wanted.pk]) if wanted.pk in chosen else None
        if level is None:
            continue
        if level.scale_id != wanted.level.scale_id:
            raise AssessingError(
                _("“%(level)s” is not a level of the scale that “%(skill)s” is measured on.")
                % {"level": level, "skill": wanted.skill}
            )
        found[wanted.pk] = level
    return found


def _demand_everything(
    criteria: list[Criterion],
    skills: list[AchievementSkill],
    judgement: Judgement,
    levels: dict[UUID, Level],
) -> None:
    unmet = [c for c in criteria if not judgement.criteria_met.get(c.pk)]
    if unmet:
        raise JudgementIncomplete(
            _("To award, every criterion must be met. Not met: “%(criterion)s”.")
            % {"criterion": unmet[0]}
        )
    for wanted in skills:
        level = levels.get(wanted.pk)
        if level is None or level.rank < wanted.level.rank:
            raise JudgementIncomplete(
                _("To award, “%(skill)s” must reach the level “%(level)s”.")
                % {"skill": wanted.skill, "level": wanted.level}
            )
