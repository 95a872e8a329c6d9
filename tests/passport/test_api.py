"""Verifying for programs: the verify page's checks, its refusals and its limits."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from acquis.credentials import bake_png
from acquis.passport.domain.verification import examine_document
from acquis.passport.domain.wording import sentence
from acquis.securing.models import Credential
from tests import factories
from tests.asking import problem

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
URL = "/api/v1/verify"
JSON = "application/json"


@pytest.fixture
def credential() -> Credential:
    holder = factories.person(name="Léa Dubois")
    return factories.credential(
        factories.published(factories.organization("boreal", name="Boréal")), holder=holder
    )


def verify(body: bytes, kind: str = JSON, language: str = "en") -> HttpResponse:
    return Client().post(URL, body, content_type=kind, headers={"Accept-Language": language})


def upload(name: str = "file", content: bytes = b"x") -> HttpResponse:
    file = SimpleUploadedFile("badge.png", content)
    return Client().post(URL, {name: file}, headers={"Accept-Language": "en"})


def worded(document: bytes, language: str = "en") -> dict[str, Any]:
    """The report, its checks in the reader's words."""
    report = examine_document(document)
    with translation.override(language):
        texts = [{"text": sentence(check)} for check in report.checks]
    said = report.to_json()
    return said | {
        "endorsements": [],
        "credentials": [],
        "checks": [check | text for check, text in zip(said["checks"], texts, strict=True)],
    }


def expected(credential: Credential) -> dict[str, Any]:
    document = json.loads(bytes(credential.document))
    achievement = document["credentialSubject"]["achievement"]
    return worded(bytes(credential.document)) | {
        "summary": {
            "id": f"urn:uuid:{credential.pk}",
            "achievement": "Animer une réunion utile",
            "achievement_id": achievement["id"],
            "holder": "Léa Dubois",
            "issuer": "Boréal",
            "issuer_id": document["issuer"]["id"],
            "valid_from": document["validFrom"],
            "valid_until": document["validUntil"],
            "skills": [
                {
                    "name": "animer une réunion",
                    "framework": "Compétences d’essai",
                    "uri": "https://skills.example/animer-une-réunion",
                    "level": "Niveau 2",
                    "rank": 2,
                    "of": 4,
                }
            ],
        }
    }


@pytest.mark.parametrize("kind", [JSON, "application/vc+ld+json", f"{JSON}; charset=utf-8"])
def test_a_credential_s_json_is_examined(credential: Credential, kind: str) -> None:
    answer = verify(bytes(credential.document), kind)
    assert (answer.status_code, answer.json()) == (200, expected(credential))
    assert answer.json()["verdict"] == "valid"


def test_a_picture_that_carries_it_is_examined_too(credential: Credential) -> None:
    baked = bake_png(bytes(credential.image_png), bytes(credential.document))
    answer = upload(content=baked)
    assert (answer.status_code, answer.json()) == (200, expected(credential))


def test_a_credential_that_was_changed_is_invalid(credential: Credential) -> None:
    forged = bytes(credential.document).replace(b"Niveau 2", b"Niveau 4")
    answer = verify(forged)
    assert answer.status_code == 200
    assert answer.json() == worded(forged) | {"summary": answer.json()["summary"]}
    assert answer.json()["verdict"] == "invalid"


@pytest.mark.parametrize(
    ("language", "structure", "dates"),
    [
        ("fr", "Le document est un Open Badge 3.0 complet.", "Valable depuis le "),
        ("en", "The document is a complete Open Badge 3.0.", "Valid since "),
        ("de", "Le document est un Open Badge 3.0 complet.", "Valable depuis le "),
    ],
)
def test_the_checks_are_worded_in_the_reader_s_language(
    credential: Credential, language: str, structure: str, dates: str
) -> None:
    answer = verify(bytes(credential.document), language=language)
    texts = {check["check"]: check["text"] for check in answer.json()["checks"]}
    assert texts["structure"] == structure
    assert texts["dates"].startswith(dates)
    assert "T00:" not in texts["dates"]


@pytest.mark.parametrize("body", [b"{", b"[" * 100_000, b'{"a": 1, "a": 2}'])
def test_json_that_is_no_credential_has_its_verdict(body: bytes) -> None:
    answer = verify(body)
    assert answer.status_code == 200
    assert answer.json() == worded(body) | {"summary": None}
    assert answer.json()["verdict"] == "invalid"


@pytest.mark.parametrize("body", [b" ", b"\x00\xff", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_what_carries_no_badge_is_refused_with_the_reason(body: bytes) -> None:
    answer = verify(body)
    assert answer.status_code == 422
    said = problem(answer)
    assert [entry["field"] for entry in said["errors"]] == ["body"]
    assert said["errors"][0]["message"].startswith("This file carries no badge: ")


def test_a_picture_without_a_badge_is_refused_in_the_reader_s_language(
    credential: Credential,
) -> None:
    file = SimpleUploadedFile("image.png", bytes(credential.image_png))
    answer = Client().post(URL, {"file": file}, headers={"Accept-Language": "fr"})
    assert answer.status_code == 422
    assert [entry["field"] for entry in problem(answer)["errors"]] == ["file"]
    assert answer.json()["detail"].startswith("file: Ce fichier ne porte pas de badge")


def test_a_form_without_its_file_names_the_field() -> None:
    answer = upload("other")
    assert answer.status_code == 422
    assert problem(answer)["errors"] == [{"field": "file", "message": "This is needed."}]


@pytest.mark.parametrize("kind", ["text/plain", "image/png", "", "multipart/mixed; boundary=x"])
def test_other_kinds_are_not_taken(kind: str) -> None:
    answer = verify(b"{}", kind)
    assert answer.status_code == 415
    assert problem(answer) == {
        "title": "This kind of content is not taken",
        "detail": "Send application/json, application/vc+ld+json, multipart/form-data.",
    }


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_a_form_that_is_none_is_refused(kind: str) -> None:
    assert verify(b"\xff" * 20, kind).status_code in {400, 422}


def test_it_takes_no_more_than_the_page_does(settings: Any, credential: Credential) -> None:
    settings.VERIFY_MAX_BYTES = 100
    for answer in (verify(b" " * 101), upload(content=b"x" * 101)):
        assert answer.status_code == 413
        assert problem(answer)["detail"] == (
            "This file is too large to be a badge: at most 100\xa0bytes."
        )
    assert verify(b" " * 100).status_code == 422


def test_it_may_be_larger_than_what_a_form_may_have_in_memory(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert verify(b" " * 101).status_code == 422


def test_it_has_the_page_s_limit_together_with_the_page(settings: Any) -> None:
    settings.RATE_LIMITS = {"verify": "2/m/ip"}
    client = Client()
    assert client.post("/verify/", {"text": "{"}).status_code == 200
    assert verify(b"{").status_code == 200

    answer = verify(b"{")

    assert answer.status_code == 429
    wait = int(answer["Retry-After"])
    assert 1 <= wait <= 60
    assert problem(answer) == {
        "title": "Too often",
        "detail": f"Come back in {wait} seconds.",
    }
