"""Every property of Open Badges 3.0, appendix B, where it belongs and under its name."""

import json
from typing import Any

import pytest

from acquis.credentials import Credential, MalformedDocument, Verdict, examine, issue
from acquis.credentials.canon.dataset import to_quads
from acquis.credentials.canon.rdfc10 import canonicalize
from tests.credentials import others, samples
from tests.credentials.lists import URL, published
from tests.credentials.model.everything import (
    ACHIEVEMENT,
    CREDENTIAL,
    endorsement_of,
    everything,
    signed_endorsement,
)
from tests.credentials.samples import DOCUMENTS, ISSUED, NOW, SIGNER, Shelf

pytestmark = pytest.mark.unit

# The properties of each class, as the specification's appendix B lists them. Left out: termsOfUse,
# whose types no published context defines, and endorsementJwt, which has its own test.
PROPERTIES = {
    "OpenBadgeCredential": "@context id type name description image credentialSubject endorsement "
    "evidence issuer validFrom validUntil awardedDate credentialStatus refreshService "
    "credentialSchema",
    "AchievementSubject": "id type activityEndDate activityStartDate creditsEarned achievement "
    "identifier image licenseNumber narrative result role source term",
    "Achievement": "id type alignment achievementType creator creditsAvailable criteria "
    "description endorsement fieldOfStudy humanCode image inLanguage name otherIdentifier related "
    "resultDescription specialization tag version",
    "Profile": "id type name url phone description endorsement image email address "
    "otherIdentifier official parentOrg familyName givenName additionalName patronymicName "
    "honorificPrefix honorificSuffix familyNamePrefix dateOfBirth",
    "ResultDescription": "id type alignment allowedValue name requiredLevel requiredValue "
    "resultType rubricCriterionLevel valueMax valueMin",
    "RubricCriterionLevel": "id type alignment description level name points",
    "Result": "type achievedLevel alignment resultDescription status value",
    "Evidence": "id type narrative name description genre audience",
    "Address": "type addressCountry addressCountryCode addressRegion addressLocality "
    "streetAddress postOfficeBoxNumber postalCode geo",
    "GeoCoordinates": "type latitude longitude",
    "IdentifierEntry": "type identifier identifierType",
    "Related": "id type inLanguage version",
    "EndorsementCredential": "@context id type name description credentialSubject issuer "
    "validFrom validUntil awardedDate credentialSchema proof",
    "EndorsementSubject": "id type endorsementComment",
}


def by_type(document: Any) -> dict[str, set[str]]:
    """The names of the properties that objects of each type have, together."""
    found: dict[str, set[str]] = {}
    todo = [document]
    while todo:
        item = todo.pop()
        if isinstance(item, list):
            todo.extend(item)
        elif isinstance(item, dict):
            types = item.get("type", [])
            for name in [types] if isinstance(types, str) else types:
                found.setdefault(name, set()).update(item)
            todo.extend(item.values())
    return found


def test_every_property_of_the_specification_has_its_place() -> None:
    found = by_type(everything().to_json())
    assert {name: found[name] for name in PROPERTIES} == {
        name: set(properties.split()) for name, properties in PROPERTIES.items()
    }


def test_every_property_is_signed_and_verifies() -> None:
    data = issue(everything(), SIGNER, created=ISSUED)
    report = examine(data, now=NOW, did_documents=DOCUMENTS, fetcher=Shelf({URL: published()}))
    assert report.verdict == Verdict.VALID
    assert [one.verdict for one in report.endorsements] == [Verdict.VALID] * 3


def test_every_property_is_canonicalised_as_others_do_it() -> None:
    document = json.loads(issue(everything(), SIGNER, created=ISSUED))
    assert canonicalize(to_quads(document)) == others.canonical_by_others(document)


def test_numbers_and_dates_are_written_as_the_schema_has_them() -> None:
    document = everything().to_json()
    subject = document["credentialSubject"]
    assert (subject["creditsEarned"], subject["achievement"]["creditsAvailable"]) == (2, 2.5)
    assert (subject["activityStartDate"], subject["source"]["dateOfBirth"]) == (
        "2026-01-05T08:00:00Z",
        "1990-02-03",
    )
    assert document["issuer"]["address"]["geo"] == {
        "type": "GeoCoordinates",
        "latitude": 48.8566,
        "longitude": 2,
    }
    assert subject["achievement"]["resultDescription"][1] == {
        "id": f"{ACHIEVEMENT}/results/2",
        "type": ["ResultDescription"],
        "allowedValue": ["C", "B", "A"],
        "name": "Note",
        "requiredValue": "B",
        "resultType": "LetterGrade",
    }


def test_an_endorsement_is_written_as_the_specification_says() -> None:
    assert endorsement_of(CREDENTIAL).to_json() == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Recommandation",
        "description": "De la fédération",
        "credentialSubject": {
            "id": CREDENTIAL,
            "type": ["EndorsementSubject"],
            "endorsementComment": "Nous **recommandons** ce badge.",
        },
        "issuer": {"id": samples.DID_KEY, "type": ["Profile"], "name": "Fédération des campus"},
        "validFrom": "2026-03-01T09:00:00Z",
        "validUntil": "2028-03-01T09:00:00Z",
        "awardedDate": "2026-03-01T09:00:00Z",
        "credentialSchema": [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
                "ob_v3p0_endorsementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
    }


def endorsed(*documents: bytes) -> Credential:
    return samples.credential(endorsements=documents)


def test_signed_endorsements_are_kept_as_they_are_and_jwts_apart() -> None:
    signed, jwt = signed_endorsement(CREDENTIAL), b"e30.e30.c2ln"
    document = endorsed(jwt, signed).to_json()
    assert document["endorsement"] == [json.loads(signed)]
    assert document["endorsementJwt"] == ["e30.e30.c2ln"]


@pytest.mark.parametrize("document", [b"", b"e30.e30", b"e30.e30.e30.e30", b"[]", "é.é.é".encode()])
def test_what_is_no_endorsement_cannot_be_attached(document: bytes) -> None:
    with pytest.raises(MalformedDocument) as refused:
        endorsed(document).to_json()
    assert str(refused.value) == (
        "What is to be embedded is neither the JSON of a signed credential nor a compact JWT."
    )
