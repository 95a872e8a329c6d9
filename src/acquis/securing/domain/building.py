"""From an award to the Open Badge 3.0 that says it, before it is signed."""

from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from acquis import credentials as ob
from acquis.assessing.models import Award
from acquis.modelling.domain.images import image_alternative
from acquis.modelling.models import AchievementSkill, AchievementVersion, Level
from acquis.organizations.models import Profile


def build_credential(
    award: Award, *, credential_id: UUID, language: str, valid_until: datetime | None
) -> ob.Credential:
    """The unsigned credential, in one language; call it inside `translation.override(language)`."""
    version = award.version
    application = award.application
    return ob.Credential(
        id=f"urn:uuid:{credential_id}",
        issuer=_profile(award.organization.profile),
        name=str(version.name),
        subject=ob.AchievementSubject(
            id=_subject_id(award),
            identifier=(
                ob.IdentityObject.of_name(application.candidate_name),
                ob.IdentityObject.of_email(application.email),
            ),
            achievement=_achievement(version, language),
            results=tuple(
                ob.Result(
                    result_description=_description_id(version, judged.skill_id),
                    achieved_level=_level_id(version, judged.level),
                )
                for judged in award.assessment.skill_judgements.select_related("level").order_by(
                    "created_at"
                )
            ),
        ),
        evidence=tuple(
            # Evidence is hers and private to the assessors: the credential says that it exists.
            ob.Evidence(name=_("Evidence %(number)s") % {"number": number}, genre=item.kind)
            for number, item in enumerate(application.evidence.all(), start=1)
        ),
        valid_from=award.created_at,
        valid_until=valid_until,
        awarded=award.created_at,
    )


def _subject_id(award: Award) -> str:
    """The same for all that one organisation awards her, another for each organisation: whoever
    collects badges cannot tell by it whose they are together."""
    return f"urn:uuid:{uuid5(award.person_id, str(award.organization_id))}"


def _profile(profile: Profile) -> ob.Profile:
    return ob.Profile(
        id=profile.did,
        name=profile.name,
        url=profile.url,
        email=profile.email,
        description=str(profile.description),
    )


def _achievement(version: AchievementVersion, language: str) -> ob.Achievement:
    address = _address(version)
    image = settings.BASE_URL + reverse("modelling:image_png", args=[version.pk])
    skills = list(version.skills.select_related("skill__framework", "level__scale"))
    return ob.Achievement(
        id=address,
        name=str(version.name),
        description=str(version.description),
        criteria_id=address,
        criteria_narrative="\n".join(f"- {row.text}" for row in version.criteria.all()),
        achievement_type=version.achievement_type,
        in_language=language,
        version=str(version.number),
        image=ob.Image(id=image, caption=image_alternative(version)),
        alignment=tuple(_alignment(row) for row in skills),
        result_descriptions=tuple(_result_description(version, row) for row in skills),
    )


def _alignment(row: AchievementSkill) -> ob.Alignment:
    return ob.Alignment(
        target_name=str(row.skill.label),
        target_url=row.skill.uri,
        target_framework=row.skill.framework.name,
        target_type="ceasn:Competency",
    )


def _result_description(version: AchievementVersion, row: AchievementSkill) -> ob.ResultDescription:
    return ob.ResultDescription(
        id=_description_id(version, row.skill_id),
        name=str(row.skill.label),
        levels=tuple(
            ob.RubricCriterionLevel(
                id=_level_id(version, level),
                name=str(level.name),
                level=str(level.rank),
                description=str(level.description),
            )
            for level in row.level.scale.levels.all()
        ),
        required_level=_level_id(version, row.level),
    )


def _address(version: AchievementVersion) -> str:
    """Of the page that says what the achievement is."""
    return settings.BASE_URL + reverse("modelling:version", args=[version.pk])


def _description_id(version: AchievementVersion, skill_id: UUID) -> str:
    """A place on that page, where a reader finds the skill."""
    return f"{_address(version)}#skill-{skill_id}"


def _level_id(version: AchievementVersion, level: Level) -> str:
    return f"{_address(version)}#level-{level.pk}"
