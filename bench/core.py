"""The credential core against the raw rates of PyNaCl: R signs 64 bytes, V verifies them."""

from datetime import UTC, datetime
from itertools import count

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair

from acquis.credentials import (
    Achievement,
    AchievementSubject,
    Alignment,
    Credential,
    Evidence,
    IdentityObject,
    LocalSigner,
    Profile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    examine,
    issue,
)
from acquis.credentials.did import did_key
from bench.harness import Line, rate_line, rates

SEED = bytes(range(32))
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
_numbers = count()


def figures() -> list[Line]:
    public, secret = crypto_sign_seed_keypair(SEED)
    data = bytes(64)
    signed = crypto_sign(data, secret)
    did = did_key(public)
    signer = LocalSigner(SEED, f"{did}#{did.removeprefix('did:key:')}")
    document = issue(credential(did), signer, created=NOW)
    found = rates({
        "R": lambda: crypto_sign(data, secret),
        "V": lambda: crypto_sign_open(signed, public),
        "issue_eddsa_rdfc_2022": lambda: issue(credential(did), signer, created=NOW),
        "verify_warm": lambda: examine(document, now=NOW),
    })  # fmt: skip
    return [
        rate_line("issue_eddsa_rdfc_2022", found, "R"),
        rate_line("verify_warm", found, "V"),
    ]


FIGURES = ((("issue_eddsa_rdfc_2022", "verify_warm"), figures),)


def credential(did: str) -> Credential:
    """What the system issues: two skills with levels, evidence, a hashed identity."""
    number = next(_numbers)
    skills = [f"urn:uuid:00000000-0000-4000-8000-{index:012d}" for index in range(2)]
    levels = tuple(
        RubricCriterionLevel(id=f"urn:uuid:00000000-0000-4000-9000-{rank:012d}", name=f"N{rank}")
        for rank in range(4)
    )
    achievement = Achievement(
        id="https://badges.example.org/achievements/1",
        name="Animer une réunion qui décide",
        description="Préparer et conduire une réunion jusqu’à une décision claire.",
        criteria_narrative="- L’ordre du jour énonce la décision.\n- Le compte rendu dit qui.",
        achievement_type="MicroCredential",
        in_language="fr",
        alignment=tuple(
            Alignment(target_name=f"compétence {index}", target_url=f"https://esco.example/{index}")
            for index in range(2)
        ),
        result_descriptions=tuple(
            ResultDescription(
                id=skill, name=f"compétence {index}", levels=levels, required_level=levels[1].id
            )
            for index, skill in enumerate(skills)
        ),
    )
    return Credential(
        id=f"urn:uuid:00000000-0000-4000-a000-{number:012d}",
        issuer=Profile(id=did, name="Institut Boréal", url="https://institut-boreal.example"),
        subject=AchievementSubject(
            id=f"urn:uuid:00000000-0000-4000-b000-{number:012d}",
            identifier=(IdentityObject.of_email(f"p{number}@courriel.example", salt="0" * 32),),
            achievement=achievement,
            results=tuple(
                Result(result_description=skill, achieved_level=levels[2].id) for skill in skills
            ),
        ),
        evidence=(Evidence(name="Preuve 1", genre="file"),),
        valid_from=NOW,
    )
