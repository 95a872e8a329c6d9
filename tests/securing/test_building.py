"""The whole credential, as it is signed, in French and in English."""

import json
from typing import Any
from uuid import uuid5

import pytest
from django.conf import settings

from acquis.assessing.models import Award
from acquis.modelling.models import AchievementVersion
from acquis.organizations.enums import Role
from acquis.securing.domain.issuing import issue_award
from acquis.securing.models import Credential
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
]
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
WORDS: dict[str, dict[str, Any]] = {
    "fr": {
        "name": "Animer une réunion utile",
        "description": "Prépare, anime et conclut.",
        "criteria": "- L’ordre du jour est une question.\n- La décision est écrite.",
        "skills": ["animer une réunion", "écouter"],
        "level": "Niveau {rank}",
        "image": "Badge « Animer une réunion utile » décerné par Organisation boreal",
        "issuer": "Un organisme.",
        "evidence": ["Preuve 1", "Preuve 2"],
    },
    "en": {
        "name": "Chair a useful meeting",
        "description": "Prepares, chairs, concludes.",
        # A text that has no English is taken in the language it has.
        "criteria": "- The agenda is a question.\n- La décision est écrite.",
        "skills": ["chair a meeting", "listen"],
        "level": "Level {rank}",
        "image": "Badge “Chair a useful meeting” awarded by Organisation boreal",
        "issuer": "An organisation.",
        "evidence": ["Evidence 1", "Evidence 2"],
    },
}


def two_skills() -> AchievementVersion:
    organization = factories.organization(
        "boreal", description={"fr": "Un organisme.", "en": "An organisation."}
    )
    return factories.published(
        organization,
        skills=[
            (factories.skill(), factories.level(2)),
            (factories.skill("écouter", english="listen"), factories.level(1)),
        ],
    )


def issued(version: AchievementVersion, language: str) -> Credential:
    candidate = factories.person(f"lea-{language}@courriel.example", language=language)
    application = factories.application(version, candidate=candidate)
    [first, second] = version.skills.all()
    levels = {first.pk: factories.level(4).pk, second.pk: factories.level(1).pk}
    return issue_award(factories.awarded(application, levels=levels).award.pk)


class Placeholders:
    """Names in place of what differs from one run to the next."""

    def __init__(self, credential: Credential) -> None:
        version = credential.award.version
        self.names = {
            str(credential.pk): "<credential>",
            str(uuid5(credential.person_id, str(version.organization.pk))): "<subject>",
            str(version.pk): "<version>",
            credential.created_at.strftime("%Y-%m-%dT%H"): "<now>",
            **{str(row.pk): f"<level {row.rank}>" for row in factories.scale().levels.all()},
            **{
                str(row.skill_id): f"<skill {number}>"
                for number, row in enumerate(version.skills.all(), 1)
            },
        }

    def put(self, document: bytes) -> dict[str, Any]:
        text = document.decode()
        for value, name in self.names.items():
            text = text.replace(value, name)
        found: dict[str, Any] = json.loads(text)
        return found


def expected(language: str, given: dict[str, Any]) -> dict[str, Any]:
    words = WORDS[language]
    address = f"{settings.BASE_URL}/achievements/<version>/"
    subject = given["credentialSubject"]
    descriptions = [f"{address}#skill-<skill {number}>" for number in (1, 2)]
    rubric = [
        {
            "id": f"{address}#level-<level {rank}>",
            "type": ["RubricCriterionLevel"],
            "name": words["level"].format(rank=rank),
            "level": str(rank),
            "description": f"Attendu {rank}",
        }
        for rank in range(1, 5)
    ]
    return {
        "@context": CONTEXTS,
        "id": "urn:uuid:<credential>",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": words["name"],
        "credentialSubject": {
            "id": "urn:uuid:<subject>",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": subject["identifier"][0]["identityHash"],
                    "identityType": "name",
                },
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": subject["identifier"][1]["identityHash"],
                    "identityType": "emailAddress",
                    "salt": subject["identifier"][1]["salt"],
                },
            ],
            "achievement": {
                "id": address,
                "type": ["Achievement"],
                "name": words["name"],
                "description": words["description"],
                "achievementType": "MicroCredential",
                "inLanguage": language,
                "version": "1",
                "criteria": {"id": address, "narrative": words["criteria"]},
                "image": {
                    "id": f"{address}image.png",
                    "type": "Image",
                    "caption": words["image"],
                },
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": skill,
                        "targetUrl": f"https://skills.example/{slug}",
                        "targetFramework": "Compétences d’essai",
                        "targetType": "ceasn:Competency",
                    }
                    for skill, slug in zip(
                        words["skills"], ["animer-une-réunion", "écouter"], strict=True
                    )
                ],
                "resultDescription": [
                    {
                        "id": identifier,
                        "type": ["ResultDescription"],
                        "name": skill,
                        "resultType": "RubricCriterionLevel",
                        "rubricCriterionLevel": rubric,
                        "requiredLevel": f"{address}#level-<level {rank}>",
                    }
                    for identifier, skill, rank in zip(
                        descriptions, words["skills"], [2, 1], strict=True
                    )
                ],
            },
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": identifier,
                    "achievedLevel": f"{address}#level-<level {rank}>",
                }
                for identifier, rank in zip(descriptions, [4, 1], strict=True)
            ],
        },
        "evidence": [
            {"type": ["Evidence"], "name": name, "genre": kind}
            for name, kind in zip(words["evidence"], ["file", "link"], strict=True)
        ],
        "issuer": {
            "id": "did:web:localhost%3A8000:issuers:boreal",
            "type": ["Profile"],
            "name": "Organisation boreal",
            "url": "https://boreal.example",
            "email": "contact@boreal.example",
            "description": words["issuer"],
        },
        "validFrom": given["validFrom"],
        "validUntil": given["validUntil"],
        "awardedDate": given["validFrom"],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "proof": [
            {
                "type": "DataIntegrityProof",
                "cryptosuite": "eddsa-rdfc-2022",
                "created": given["proof"][0]["created"],
                "verificationMethod": "did:web:localhost%3A8000:issuers:boreal#key-1",
                "proofPurpose": "assertionMethod",
                "proofValue": given["proof"][0]["proofValue"],
            }
        ],
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_whole_credential_says_what_was_awarded_in_the_holder_s_language(
    language: str,
) -> None:
    credential = issued(two_skills(), language)

    given = Placeholders(credential).put(bytes(credential.document))

    assert given == expected(language, given)


def test_its_dates_are_those_of_the_award() -> None:
    credential = issued(two_skills(), "fr")
    award = Award.objects.get()

    document = json.loads(bytes(credential.document))

    stamp = "%Y-%m-%dT%H:%M:%SZ"
    assert credential.valid_until is not None
    assert (document["validFrom"], document["awardedDate"], document["validUntil"]) == (
        award.created_at.strftime(stamp),
        award.created_at.strftime(stamp),
        credential.valid_until.strftime(stamp),
    )


def test_a_credential_without_end_says_no_end() -> None:
    version = factories.published(factories.organization(), validity_months=None)

    credential = factories.credential(version)

    assert credential.valid_until is None
    assert "validUntil" not in json.loads(bytes(credential.document))


def test_two_credentials_of_one_person_hash_her_address_differently() -> None:
    holder = factories.person()
    organization = factories.organization()

    hashes = [
        json.loads(
            bytes(factories.credential(factories.published(organization), holder=holder).document)
        )["credentialSubject"]["identifier"][1]["identityHash"]
        for _ in range(2)
    ]

    assert hashes[0] != hashes[1]


def test_the_holder_is_named_as_she_asked_and_numbered_by_organisation() -> None:
    holder = factories.person(name="Léa Dubois")
    first, second = factories.organization(), factories.organization()
    subjects = [
        json.loads(
            bytes(
                issue_award(
                    factories.awarded(
                        factories.application(
                            factories.published(place), candidate=holder, name="L. Dubois"
                        )
                    ).award.pk
                ).document
            )
        )["credentialSubject"]
        for place in (first, first, second)
    ]

    assert [subject["identifier"][0]["identityHash"] for subject in subjects] == ["L. Dubois"] * 3
    assert subjects[0]["id"] == subjects[1]["id"] != subjects[2]["id"]


def test_nothing_of_the_evidence_nor_of_the_application_is_in_the_credential() -> None:
    version = two_skills()
    candidate = factories.person("lea@courriel.example", name="Léa Dubois")
    assessor = factories.member(version.organization, Role.ASSESSOR, name="Hugo Marchal")
    application = factories.application(
        version, candidate=candidate, statement="Le secret de mon employeur."
    )

    credential = issue_award(
        factories.awarded(application, by=assessor, comment="Un comité secret.").award.pk
    )

    text = json.dumps(json.loads(bytes(credential.document)), ensure_ascii=False)
    private = [
        "lea@courriel.example",
        str(candidate.pk),
        "Le secret de mon employeur.",
        "Un comité secret.",
        "Hugo",
        "compte-rendu",
        "portfolio.example",
        "/evidence/",
        str(application.pk),
        *[str(item.pk) for item in application.evidence.all()],
        *[item.file.name for item in application.evidence.filter(kind="file")],
    ]
    assert [word for word in private if word in text] == []
