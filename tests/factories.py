"""Whole, valid things to test with, made through the domain as real use makes them.

Each function fills in what a test does not care about; keyword arguments say what it does.
"""

from datetime import timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from acquis.assessing.domain.applications import Request, answer, apply
from acquis.assessing.domain.evidence import NewEvidence
from acquis.assessing.domain.judging import Judgement, judge
from acquis.assessing.enums import Decision
from acquis.assessing.models import Application, Assessment
from acquis.modelling.domain.achievements import Content, create_draft, publish
from acquis.modelling.domain.frameworks import SkillEntry, install_framework, install_scale
from acquis.modelling.domain.images import default_choices
from acquis.modelling.models import AchievementVersion, Level, Scale, Skill
from acquis.organizations.domain.organizations import found_organization, join
from acquis.organizations.domain.tokens import make_token
from acquis.organizations.enums import OrganizationKind, Role
from acquis.organizations.models import Organization
from acquis.passport.domain import holding
from acquis.passport.models import HeldCredential
from acquis.people.domain import addresses
from acquis.people.models import Person
from acquis.securing.domain.issuing import issue_award
from acquis.securing.models import Credential

_numbers = count(1)


def organization(
    slug: str = "", *, name: str = "", parent: Organization | None = None, **more: Any
) -> Organization:
    slug = slug or f"org-{next(_numbers)}"
    return found_organization(
        name=name or f"Organisation {slug}",
        slug=slug,
        kind=more.pop("kind", OrganizationKind.TRAINING),
        parent=parent,
        url=f"https://{slug}.example",
        email=f"contact@{slug}.example",
        **more,
    )


def person(
    email: str = "", *, name: str = "", language: str = "fr", verified: bool = True
) -> Person:
    """Somebody who can sign in, unless `verified` says that nobody knows whether she reads it."""
    email = email or f"personne-{next(_numbers)}@courriel.example"
    found = addresses.find_or_create_person(
        email=email, name=name or email.partition("@")[0].title(), language=language
    )
    if verified:
        addresses.verify_address(found, email)
    return found


def member(organization: Organization, *roles: Role, **more: Any) -> Person:
    """A person with these roles in the organisation."""
    found = person(**more)
    join(found, organization, roles=roles)
    return found


def token(organization: Organization, *, by: Person, days: int = 30) -> str:
    """The text of a new API token of this person in the organisation."""
    made = make_token(organization, name="SIRH", lasts=timedelta(days=days), by=by)
    return made.text


def skill(label: str = "animer une réunion", *, english: str = "chair a meeting") -> Skill:
    """A skill that everybody may use."""
    uri = f"https://skills.example/{label.replace(' ', '-')}"
    framework = install_framework(
        uri="https://skills.example/",
        name="Compétences d’essai",
        version="1",
        attribution="Invented for the tests.",
        skills=[SkillEntry(uri, {"fr": label, "en": english})],
    )
    return framework.skills.get(uri=uri)


def scale() -> Scale:
    """Four levels, for everybody; the same one again within a test."""
    found = Scale.objects.first()
    return found or install_scale(
        name={"fr": "Quatre niveaux", "en": "Four levels"},
        levels=[
            ({"fr": f"Niveau {rank}", "en": f"Level {rank}"}, {"fr": f"Attendu {rank}"})
            for rank in range(1, 5)
        ],
    )


def level(rank: int = 2) -> Level:
    return scale().levels.get(rank=rank)


def content(organization: Organization, **changes: Any) -> Content:
    """What a complete version says: one skill at level 2, two criteria."""
    values: dict[str, Any] = {
        "name": {"fr": "Animer une réunion utile", "en": "Chair a useful meeting"},
        "description": {"fr": "Prépare, anime et conclut.", "en": "Prepares, chairs, concludes."},
        "criteria": [
            {"fr": "L’ordre du jour est une question.", "en": "The agenda is a question."},
            {"fr": "La décision est écrite."},
        ],
        "skills": [(skill(), level(2))],
        "validity_months": 24,
        "design": default_choices(organization, about="réunion"),
    }
    return Content(**(values | changes))


def draft(
    organization: Organization, *, by: Person | None = None, **changes: Any
) -> AchievementVersion:
    author = by or member(organization, Role.DESIGNER)
    return create_draft(organization, content(organization, **changes), by=author)


def published(
    organization: Organization, *, by: Person | None = None, **changes: Any
) -> AchievementVersion:
    """A version open to applications."""
    author = by or member(organization, Role.DESIGNER)
    return publish(draft(organization, by=author, **changes), by=author)


def text_file(name: str = "compte-rendu.txt", text: str = "Décision : oui.") -> ContentFile[bytes]:
    return ContentFile(text.encode(), name=name)


def application(
    version: AchievementVersion, *, candidate: Person | None = None, **changes: Any
) -> Application:
    """An application handed in by somebody whose address is verified, with a file and a link."""
    applicant = candidate or person()
    values: dict[str, Any] = {
        "name": applicant.name,
        "email": applicant.email,
        "statement": "J’anime le point hebdomadaire depuis janvier.",
        "evidence": [
            NewEvidence(file=text_file()),
            NewEvidence(url="https://portfolio.example/reunion"),
        ],
    }
    return apply(
        version, Request(**(values | changes)), language=applicant.language, applicant=applicant
    )


def judgement(application: Application, **changes: Any) -> Judgement:
    """A judgement that awards: every criterion met, every level just reached."""
    version = application.version
    values: dict[str, Any] = {
        "decision": Decision.AWARD,
        "comment": "Clair et complet.",
        "criteria_met": {criterion.pk: True for criterion in version.criteria.all()},
        "levels": {row.pk: row.level_id for row in version.skills.all()},
    }
    return Judgement(**(values | changes))


def awarded(application: Application, *, by: Person | None = None, **changes: Any) -> Assessment:
    """The award is decided; nothing is signed until its event is delivered."""
    assessor = by or member(application.organization, Role.ASSESSOR)
    return judge(application, judgement(application, **changes), by=assessor)


def credential(
    version: AchievementVersion | None = None, *, holder: Person | None = None
) -> Credential:
    """Signed and offered by mail, not yet claimed."""
    wanted = version or published(organization())
    return issue_award(awarded(application(wanted, candidate=holder)).award.pk)


def held(
    version: AchievementVersion | None = None, *, holder: Person | None = None
) -> HeldCredential:
    """In its holder's passport."""
    issued = credential(version, holder=holder)
    return holding.receive(issued.person, issued.delivery.pk)


def answered(asked: Application) -> Application:
    """An application with a question of an assessor and the candidate's answer."""
    awarded(asked, decision=Decision.QUESTION, comment="Quand ?")
    return answer(asked, by=asked.candidate, text="En mars.")
