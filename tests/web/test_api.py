"""The API as a whole: its description, its page, its refusals, and what a fuzzer finds in it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import Phase, given, settings
from hypothesis.strategies import booleans
from jsonschema import Draft202012Validator
from schemathesis.checks import load_all_checks

from acquis.modelling.domain.queries import catalogue
from acquis.organizations.enums import Role
from acquis.web.api import operations, schema
from acquis.web.wsgi import application
from tests import factories
from tests.asking import ask, problem

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_the_description_is_for_everybody_and_names_what_is_offered(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")

    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")
    said = answer.json()
    assert said == json.loads(json.dumps(schema(), default=str))
    assert said["openapi"] == "3.1.0"
    assert {
        f"{method.upper()} {path}": sorted(operation["responses"])
        for path, methods in said["paths"].items()
        for method, operation in methods.items()
    } == {
        "GET /api/v1/achievements": ["200", "422"],
        "GET /api/v1/achievements/{achievement_id}": ["200", "404"],
        "POST /api/v1/verify": ["200", "400", "413", "415", "422", "429"],
        "GET /api/v1/organizations/{slug}/credentials": [
            "200", "401", "403", "404", "422", "429",
        ],
        "GET /api/v1/organizations/{slug}/credentials/{credential_id}": [
            "200", "401", "403", "404", "429",
        ],
        "GET /api/v1/organizations/{slug}/credentials/{credential_id}/document": [
            "200", "401", "403", "404", "429",
        ],
        "GET /api/v1/organizations/{slug}/applications": [
            "200", "401", "403", "404", "422", "429",
        ],
    }  # fmt: skip


def test_the_description_s_schemas_are_schemas() -> None:
    for part in schema()["components"]["schemas"].values():
        Draft202012Validator.check_schema(part)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_lists_every_operation_and_loads_nothing_from_elsewhere(language: str) -> None:
    answer = Client().get("/api/v1/docs", headers={"Accept-Language": language})

    assert answer.status_code == 200
    endpoints = answer.context["endpoints"]
    assert [(entry.method, entry.path) for entry in endpoints] == [
        (method.upper(), path) for path, methods in schema()["paths"].items() for method in methods
    ]
    assert {entry.permission for entry in endpoints} == {
        "", "securing.fetch_credentials", "assessing.view_applications",
    }  # fmt: skip
    french = "Les micro-certifications publiées, les plus récentes d’abord"
    assert (endpoints[0].summary == french) == (language == "fr")
    page = answer.content.decode()
    assert 'src="http' not in page
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["", "x", "organizations/x", "achievements/", "verify/", "docs/", "a%0Ab"]
)
def test_an_address_that_is_none_is_answered_as_a_problem(path: str) -> None:
    for method in ("get", "post", "delete"):
        answer = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{path}")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
    assert problem(ask(path)) == {
        "title": "There is nothing here",
        "detail": "It does not exist, or your token does not reach it.",
    }


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [("post", "achievements", "GET"), ("get", "verify", "POST"), ("delete", "verify", "POST")],
)
def test_a_method_that_is_not_offered_is_answered_as_a_problem(
    method: str, path: str, allow: str
) -> None:
    answer = getattr(Client(), method)(f"/api/v1/{path}", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer["Allow"]) == (405, allow)
    assert problem(answer) == {
        "title": "This method is not offered here",
        "detail": f"Offered here: {allow}.",
    }


def test_no_session_opens_the_api_so_no_other_site_can_use_one() -> None:
    place = factories.organization("institut")
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.member(place, Role.OWNER))
    factories.draft(place)

    for path in ("organizations/institut/credentials", "organizations/institut/applications"):
        assert client.get(f"/api/v1/{path}").status_code == 401
    assert client.get("/api/v1/achievements").json() == {"items": [], "next": None}
    assert client.post("/api/v1/verify", b"{", content_type="application/json").status_code == 200


def test_what_fails_is_recorded_and_tells_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("the password is 1234")

    monkeypatch.setattr(catalogue, "published", broken)
    answer = ask("achievements")

    assert answer.status_code == 500
    assert problem(answer) == {
        "title": "Something failed here",
        "detail": "It is recorded. Tell us the request's number if it lasts.",
    }
    assert "the password is 1234" in caplog.text


load_all_checks()
PHASES = [Phase.explicit, Phase.generate]
CHECKS = [
    schemathesis.checks.CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    )
]


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The application would close the connection, and with it the transaction of the test."""
    signals = [request_started, request_finished]
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def known(_one_connection: None) -> dict[str, str]:
    """Something of everything, by the name that paths give it; and the token that reads it."""
    place = factories.organization("institut")
    version = factories.published(place)
    held = factories.held(version)
    factories.application(version)
    return {
        "slug": "institut",
        "achievement_id": str(version.pk),
        "credential_id": held.credential_id.removeprefix("urn:uuid:"),
        "token": factories.token(place, by=factories.member(place, Role.OWNER)),
    }


def fuzz(operation: Any, known: dict[str, str], headers: dict[str, str]) -> set[int]:
    """Calls the operation in many ways; in every second one what the path names exists."""
    answers: set[int] = set()

    @settings(max_examples=15, deadline=None, database=None, derandomize=True, phases=PHASES)
    @given(case=operation.as_strategy(), there=booleans())
    def call(case: Any, there: bool) -> None:
        if there:
            case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
        response = case.call(headers=headers)
        answers.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    call()
    return answers


@pytest.mark.parametrize("with_token", [True, False], ids=["token", "stranger"])
def test_a_fuzzer_finds_no_failure_and_no_answer_outside_the_description(
    known: dict[str, str], with_token: bool
) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    headers = {"Authorization": f"Bearer {known['token']}"} if with_token else {}

    seen = {
        found.ok().label: fuzz(found.ok(), known, headers)
        for found in described.get_all_operations()
    }

    assert len(seen) == len(list(operations()))
    opened = {label for label, answers in seen.items() if 200 in answers}
    assert opened == (set(seen) if with_token else {label for label in seen if "slug" not in label})
