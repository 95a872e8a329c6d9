"""The credentials that are measured, of the kind that the system issues."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from acquis.credentials import (
    Achievement,
    AchievementSubject,
    Alignment,
    Credential,
    Evidence,
    IdentityObject,
    Image,
    LocalSigner,
    Profile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
)
from acquis.credentials.did import did_key

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SEED = bytes(range(32))
DID = did_key(LocalSigner(SEED, "").public_key)
SIGNER = LocalSigner(SEED, f"{DID}#{DID.removeprefix('did:key:')}")
_ADDRESS = "https://badges.example.org/achievements/0b1c"


@dataclass(frozen=True, slots=True)
class Shape:
    """How much a credential says. Each result and each identity is a blank node to be ordered."""

    name: str
    skills: int
    named: bool
    evidence: int


ONE_SKILL = Shape("one skill, hashed address", skills=1, named=False, evidence=0)
TWO_SKILLS = Shape("two skills, name, hashed address, a file", skills=2, named=True, evidence=1)


def sample(shape: Shape) -> Credential:
    return credential(shape, next(rows(shape)))


def vary(shape: Shape) -> list[str]:
    """What differs from holder to holder."""
    identities = "/credentialSubject/identifier"
    named = [f"{identities}/0/identityHash"] if shape.named else []
    hashed = f"{identities}/{int(shape.named)}"
    return [
        "/id",
        "/credentialSubject/id",
        *named,
        f"{hashed}/identityHash",
        f"{hashed}/salt",
    ]


def rows(shape: Shape) -> Iterator[list[str]]:
    """Holders without end, each time the same."""
    rng = Random(2026)

    def identifier() -> str:
        return f"urn:uuid:{UUID(int=rng.getrandbits(128), version=4)}"

    number = 0
    while True:
        number += 1
        salt = f"{rng.getrandbits(128):032x}"
        hashed = hashlib.sha256(f"p{number}@courriel.example{salt}".encode()).hexdigest()
        name = [f"Zoé Martin-{number}"] if shape.named else []
        yield [identifier(), identifier(), *name, f"sha256${hashed}", salt]


def credential(shape: Shape, row: list[str]) -> Credential:
    identifier, subject, *name, digest, salt = row
    identities = [IdentityObject.of_name(one) for one in name]
    identities.append(IdentityObject(identity_hash=digest, salt=salt))
    levels = tuple(
        RubricCriterionLevel(
            id=f"{_ADDRESS}#level-{rank}",
            name=f"Niveau {rank}",
            level=str(rank),
            description="Le fait en autonomie dans les situations courantes.",
        )
        for rank in range(1, 5)
    )
    skills = [f"{_ADDRESS}#skill-{number}" for number in range(1, shape.skills + 1)]
    return Credential(
        id=identifier,
        issuer=Profile(id=DID, name="Institut Boréal", url="https://institut-boreal.example"),
        name="Animer une réunion qui décide",
        subject=AchievementSubject(
            id=subject,
            identifier=tuple(identities),
            achievement=_achievement(skills, levels),
            results=tuple(
                Result(result_description=skill, achieved_level=levels[2].id) for skill in skills
            ),
        ),
        evidence=tuple(
            Evidence(name=f"Preuve {number}", genre="file")
            for number in range(1, shape.evidence + 1)
        ),
        valid_from=NOW,
        awarded=NOW,
    )


def _achievement(skills: list[str], levels: tuple[RubricCriterionLevel, ...]) -> Achievement:
    return Achievement(
        id=_ADDRESS,
        name="Animer une réunion qui décide",
        description="Préparer et conduire une réunion jusqu’à une décision claire.",
        criteria_id=_ADDRESS,
        criteria_narrative="- L’ordre du jour énonce la décision.\n- Le compte rendu dit qui.",
        achievement_type="MicroCredential",
        in_language="fr",
        version="1",
        image=Image(id=f"{_ADDRESS}/badge.png", caption="Badge bleu, deux chevrons"),
        alignment=tuple(
            Alignment(
                target_name=f"compétence {number}",
                target_url=f"https://skills.example/{number}",
                target_framework="ESCO",
                target_type="ceasn:Competency",
            )
            for number, _ in enumerate(skills, 1)
        ),
        result_descriptions=tuple(
            ResultDescription(
                id=skill,
                name=f"compétence {number}",
                levels=levels,
                required_level=levels[1].id,
            )
            for number, skill in enumerate(skills, 1)
        ),
    )
