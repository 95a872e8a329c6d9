"""The demonstration: a training organisation, and a group with two subsidiaries.

Everything in it is invented but the skills, which are ESCO's. It is built through the same domain
functions as real use, so that its badges are signed and verify.
"""

import json
from importlib.resources import files

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from acquis.assessing.domain.applications import Request, apply
from acquis.assessing.domain.evidence import NewEvidence
from acquis.assessing.domain.judging import Judgement, judge
from acquis.assessing.enums import Decision
from acquis.assessing.models import Application
from acquis.common.domain import events, mail
from acquis.modelling.domain.achievements import Content, create_draft, publish
from acquis.modelling.domain.frameworks import SkillEntry, install_framework, install_scale
from acquis.modelling.domain.images import default_choices
from acquis.modelling.models import AchievementVersion, Level, Scale, Skill
from acquis.organizations.domain.organizations import found_organization, join
from acquis.organizations.enums import OrganizationKind, Role
from acquis.organizations.models import Organization
from acquis.passport.domain import holding
from acquis.people.domain import addresses
from acquis.people.models import Person
from acquis.securing.domain.delivery import waiting_for
from acquis.web.demo import content

PASSWORD = "acquis-demo"  # noqa: S105 - printed at the start; the demonstration is nobody's


@transaction.atomic
def build() -> bool:
    """Build the demonstration unless it is there already; returns whether it was built."""
    if Organization.objects.exists():
        return False
    skills = _install_skills()
    scale = install_scale(name=content.SCALE_NAME, levels=content.LEVELS)
    organizations = _found_organizations()
    people = _gather_people(organizations)
    versions = _write_achievements(organizations, people, skills, scale)
    _live_a_little(versions, people)
    return True


def welcome() -> str:
    """What to print once the demonstration is ready: where it is, and who can sign in."""
    lines = [
        "",
        f"  Acquis: {settings.BASE_URL}",
        f"  Mail of the demonstration: {settings.BASE_URL}/mailbox/",
        "",
        f"  Sign in with a code by e-mail, or with the password {PASSWORD!r}, as:",
    ]
    lines += [
        f"    {entry.email:<42} {entry.name:<18} {entry.introduction}" for entry in content.PEOPLE
    ]
    return "\n".join([*lines, "", "  Stop with Ctrl+C.", ""])


def _install_skills() -> dict[str, Skill]:
    data = json.loads(
        files("acquis.web.demo").joinpath("data", "esco-excerpt.json").read_text(encoding="utf-8")
    )
    framework = install_framework(
        uri=data["uri"],
        name=data["name"],
        version=data["version"],
        attribution=data["attribution"],
        skills=[
            SkillEntry(entry["uri"], {"fr": entry["fr"], "en": entry["en"]})
            for entry in data["skills"]
        ],
    )
    return {str(skill.label.data["fr"]): skill for skill in framework.skills.all()}


def _found_organizations() -> dict[str, Organization]:
    found: dict[str, Organization] = {}
    for entry in content.ORGANIZATIONS:
        parent = Organization.objects.get(slug=entry.parent) if entry.parent else None
        found[entry.slug] = found_organization(
            name=entry.name,
            slug=entry.slug,
            kind=OrganizationKind(entry.kind),
            parent=parent,
            colours=entry.colours,
            url=f"https://{entry.slug}.example",
            email=f"contact@{entry.slug}.example",
            description=dict(entry.description),
        )
    return found


def _gather_people(organizations: dict[str, Organization]) -> dict[str, Person]:
    found = {}
    for entry in content.PEOPLE:
        person = addresses.find_or_create_person(
            email=entry.email, name=entry.name, language=entry.language
        )
        person.set_password(PASSWORD)
        person.save()
        addresses.verify_address(person, entry.email)
        if entry.organization:
            join(
                person,
                organizations[entry.organization],
                roles=[Role(role) for role in entry.roles],
                unit=entry.unit,
                job=entry.job,
            )
        found[entry.email.partition("@")[0]] = person
    return found


def _write_achievements(
    organizations: dict[str, Organization],
    people: dict[str, Person],
    skills: dict[str, Skill],
    scale: Scale,
) -> dict[str, AchievementVersion]:
    levels = {level.rank: level for level in Level.objects.filter(scale=scale)}
    found = {}
    for entry in content.ACHIEVEMENTS:
        organization = organizations[entry.organization]
        about = " ".join([entry.name["fr"], *(name for name, _rank in entry.skills)])
        version = create_draft(
            organization,
            Content(
                name=entry.name,
                description=dict(entry.description),
                criteria=entry.criteria,
                skills=[(skills[name], levels[rank]) for name, rank in entry.skills],
                validity_months=entry.validity_months,
                design={
                    **default_choices(organization, about=about),
                    "shape": entry.shape,
                    **({"pictogram": entry.pictogram} if entry.pictogram else {}),
                },
            ),
            by=people[entry.author],
        )
        if not entry.draft:
            version = publish(version, by=people[entry.author])
        found[entry.key] = version
    return found


def _live_a_little(versions: dict[str, AchievementVersion], people: dict[str, Person]) -> None:
    """Some applications, of which some are awarded and claimed and others still wait."""
    for entry in content.APPLICATIONS:
        candidate = people[entry.candidate]
        application = apply(
            versions[entry.achievement],
            Request(
                name=candidate.name,
                email=candidate.email,
                statement=entry.statement,
                evidence=[
                    NewEvidence(
                        name=entry.evidence_name,
                        file=ContentFile(entry.evidence.encode(), name=entry.evidence_name),
                    ),
                    *([NewEvidence(url=entry.link)] if entry.link else []),
                ],
            ),
            language=candidate.language,
            applicant=candidate,
        )
        if entry.comment:
            _award(application, people[entry.assessor], entry.comment)
    events.deliver_pending()
    for candidate in people.values():
        for delivery in waiting_for(candidate):
            holding.receive(candidate, delivery.pk)
    mail.send_pending()


def _award(application: Application, assessor: Person, comment: str) -> None:
    version = application.version
    judge(
        application,
        Judgement(
            decision=Decision.AWARD,
            comment=comment,
            criteria_met={criterion.pk: True for criterion in version.criteria.all()},
            levels={wanted.pk: wanted.level_id for wanted in version.skills.all()},
        ),
        by=assessor,
    )
