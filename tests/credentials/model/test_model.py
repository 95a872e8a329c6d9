import dataclasses
import hashlib

import pytest

from acquis.credentials import (
    Achievement,
    AchievementSubject,
    Credential,
    Evidence,
    IdentityObject,
    Profile,
)
from tests.credentials import samples
from tests.credentials.samples import ISSUED

pytestmark = pytest.mark.unit


def smallest() -> Credential:
    return Credential(
        id="urn:uuid:1",
        issuer=Profile(id=samples.DID, name="Campus"),
        subject=AchievementSubject(
            achievement=Achievement(
                id="urn:uuid:2", name="Nom", description="Texte", criteria_narrative="Critère"
            )
        ),
        valid_from=ISSUED,
    )


def test_the_smallest_credential_says_nothing_that_was_not_given() -> None:
    assert smallest().to_json() == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:2",
                "type": ["Achievement"],
                "criteria": {"narrative": "Critère"},
                "description": "Texte",
                "name": "Nom",
            },
        },
        "issuer": {"id": "did:web:campus.example", "type": ["Profile"], "name": "Campus"},
        "validFrom": "2026-03-01T09:00:00Z",
        "credentialSchema": [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
                "ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
    }


def test_the_parts_of_a_rich_credential_are_where_the_specification_has_them() -> None:
    document = samples.credential().to_json()
    subject = document["credentialSubject"]
    assert subject["result"] == [
        {
            "type": ["Result"],
            "achievedLevel": "https://campus.example/levels/3",
            "resultDescription": "https://campus.example/achievements/7/results/1",
        }
    ]
    assert subject["achievement"]["alignment"] == [
        {
            "type": ["Alignment"],
            "targetCode": "S1",
            "targetDescription": "Préparer et conduire.",
            "targetName": "animer une réunion",
            "targetFramework": "Compétences d’essai",
            "targetType": "CFItem",
            "targetUrl": "https://skills.example/animer-une-reunion",
        }
    ]
    assert subject["achievement"]["image"] == {
        "id": "https://campus.example/7.svg",
        "type": "Image",
        "caption": "Un badge bleu",
    }
    assert document["evidence"][1] == {
        "type": ["Evidence"],
        "narrative": "Observée en mars",
        "name": "Décrite seulement",
    }
    assert (document["validUntil"], document["awardedDate"]) == (
        "2028-03-01T09:00:00Z",
        "2026-03-01T09:00:00Z",
    )


def test_an_address_is_hashed_in_lower_case_with_its_salt() -> None:
    found = IdentityObject.of_email(" Zoe@Courriel.EXAMPLE ", salt="5eed5a17")
    digest = hashlib.sha256(b"zoe@courriel.example5eed5a17").hexdigest()
    assert found.to_json() == {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": "5eed5a17",
    }


def test_every_address_gets_a_salt_of_its_own() -> None:
    found = {IdentityObject.of_email(samples.EMAIL) for _ in range(20)}
    assert len({identity.salt for identity in found}) == 20
    assert len({identity.identity_hash for identity in found}) == 20


def test_values_cannot_be_changed() -> None:
    evidence = Evidence(name="Compte rendu")
    with pytest.raises(dataclasses.FrozenInstanceError):
        evidence.name = "x"  # type: ignore[misc] # the point of the test


def test_a_time_without_a_zone_is_refused() -> None:
    naive = dataclasses.replace(smallest(), valid_from=ISSUED.replace(tzinfo=None))
    with pytest.raises(ValueError, match=r"^A point in time needs a time zone\.$"):
        naive.to_json()
