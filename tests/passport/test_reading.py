"""Reading a credential for people: what is missing is empty, what is odd is never trusted."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from acquis.passport.domain.reading import SkillProven, Summary, summarise

pytestmark = pytest.mark.unit

EMPTY = Summary(
    id="",
    name="",
    holder="",
    description="",
    criteria="",
    achievement_id="",
    image="",
    issuer_name="",
    issuer_id="",
    issuer_url="",
    valid_from=None,
    valid_until=None,
    skills=(),
    evidence=(),
)
RUBRIC = [
    {"id": "urn:1", "name": "Découverte", "description": "Avec de l’aide."},
    {"id": "urn:2", "name": "Pratique", "description": "En autonomie."},
]
WHOLE: dict[str, Any] = {
    "id": "urn:uuid:1",
    "issuer": {"id": "did:web:boreal", "name": "Boréal", "url": "https://boreal.example"},
    "validFrom": "2026-03-09T12:00:00Z",
    "validUntil": "2028-03-09T12:00:00Z",
    "evidence": [{"name": "Preuve 1"}, {"name": "Preuve 2"}],
    "credentialSubject": {
        "achievement": {
            "id": "https://boreal.example/a",
            "name": "Animer",
            "description": "Anime.",
            "criteria": {"narrative": "- Écrit."},
            "image": {"id": "https://boreal.example/a.png"},
            "alignment": [
                {
                    "targetName": "présider",
                    "targetFramework": "ESCO",
                    "targetUrl": "http://data.europa.eu/esco/skill/1",
                },
                {"targetName": "écouter", "targetUrl": "https://skills.example/2"},
            ],
            "resultDescription": [
                {"id": "urn:r1", "name": "présider", "rubricCriterionLevel": RUBRIC},
                {"id": "urn:r2", "name": "écouter", "rubricCriterionLevel": RUBRIC},
            ],
        },
        "result": [{"resultDescription": "urn:r1", "achievedLevel": "urn:2"}],
    },
}


def test_the_whole_of_a_credential_is_read() -> None:
    summary = summarise(json.dumps(WHOLE).encode())

    assert summary == summarise(WHOLE)
    assert summary == Summary(
        id="urn:uuid:1",
        name="Animer",
        holder="",
        description="Anime.",
        criteria="- Écrit.",
        achievement_id="https://boreal.example/a",
        image="https://boreal.example/a.png",
        issuer_name="Boréal",
        issuer_id="did:web:boreal",
        issuer_url="https://boreal.example",
        valid_from=datetime(2026, 3, 9, 12, tzinfo=UTC),
        valid_until=datetime(2028, 3, 9, 12, tzinfo=UTC),
        skills=(
            SkillProven(
                name="présider",
                framework="ESCO",
                url="http://data.europa.eu/esco/skill/1",
                level="Pratique",
                level_description="En autonomie.",
                level_rank=2,
                level_count=2,
            ),
            SkillProven("écouter", "", "https://skills.example/2", "", "", 0, 0),
        ),
        evidence=("Preuve 1", "Preuve 2"),
    )


def test_nothing_is_read_from_nothing() -> None:
    assert summarise(b"{}") == EMPTY


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(
            {"issuer": "did:web:boreal"},
            {"issuer_id": "did:web:boreal", "issuer_name": "did:web:boreal"},
            id="issuer-by-its-identifier",
        ),
        pytest.param(
            {"issuer": {"id": "did:web:boreal", "url": "javascript:alert(1)"}},
            {"issuer_id": "did:web:boreal", "issuer_name": "did:web:boreal"},
            id="issuer-with-a-script",
        ),
        pytest.param(
            {"credentialSubject": {"achievement": {"image": "https://a.example/a.png"}}},
            {"image": "https://a.example/a.png"},
            id="image-by-its-address",
        ),
        pytest.param(
            {"credentialSubject": {"achievement": {"id": "javascript:alert(1)"}}},
            {},
            id="achievement-with-a-script",
        ),
        pytest.param({"evidence": {"name": "Une"}}, {"evidence": ("Une",)}, id="one-evidence"),
        pytest.param({"evidence": ["Une"]}, {"evidence": ("",)}, id="evidence-as-text"),
        pytest.param({"validFrom": "2026-13-45T00:00:00Z"}, {}, id="no-such-date"),
        pytest.param({"validFrom": "yesterday"}, {}, id="no-date"),
        pytest.param({"validFrom": 2026, "validUntil": ["x"]}, {}, id="dates-of-other-kinds"),
        pytest.param({"id": ["urn:1"], "credentialSubject": []}, {}, id="other-kinds"),
    ],
)
def test_odd_documents_are_read_as_far_as_they_go(
    document: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = summarise(document)

    assert {name: getattr(found, name) for name in Summary.__slots__} == (
        {name: getattr(EMPTY, name) for name in Summary.__slots__} | expected
    )


def changed(**subject: Any) -> dict[str, Any]:
    return WHOLE | {"credentialSubject": WHOLE["credentialSubject"] | subject}


@pytest.mark.parametrize(
    "result",
    [
        pytest.param(None, id="none"),
        pytest.param("urn:2", id="text"),
        pytest.param([{"resultDescription": "urn:r1"}], id="no-level"),
        pytest.param([{"achievedLevel": "urn:2"}], id="no-description"),
        pytest.param(
            [{"resultDescription": "urn:r1", "achievedLevel": "urn:9"}], id="unknown-level"
        ),
    ],
)
def test_a_result_that_cannot_be_read_gives_no_level(result: Any) -> None:
    skills = summarise(changed(result=result)).skills

    assert [(skill.name, skill.level) for skill in skills] == [("présider", ""), ("écouter", "")]


def test_one_result_and_one_alignment_need_no_array() -> None:
    achievement = WHOLE["credentialSubject"]["achievement"]
    document = changed(
        result=WHOLE["credentialSubject"]["result"][0],
        achievement=achievement
        | {
            "alignment": achievement["alignment"][0],
            "resultDescription": achievement["resultDescription"][0],
        },
    )

    assert [(skill.name, skill.level) for skill in summarise(document).skills] == [
        ("présider", "Pratique")
    ]


@pytest.mark.parametrize(
    ("identifier", "holder"),
    [
        ([{"identityType": "name", "hashed": False, "identityHash": "Léa Dubois"}], "Léa Dubois"),
        ({"identityType": "name", "hashed": False, "identityHash": "Léa"}, "Léa"),
        ([{"identityType": "name", "hashed": True, "identityHash": "sha256$0"}], ""),
        ([{"identityType": "emailAddress", "hashed": False, "identityHash": "a@b.example"}], ""),
        ([{"identityType": "name", "hashed": False, "identityHash": 7}], ""),
        ("Léa", ""),
    ],
    ids=["plain", "alone", "hashed", "address", "number", "text"],
)
def test_the_holder_s_name_is_read_where_it_stands_in_the_clear(
    identifier: object, holder: str
) -> None:
    assert summarise({"credentialSubject": {"identifier": identifier}}).holder == holder
