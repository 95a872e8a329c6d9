"""Where applications stand, for an organisation's own systems; never what was handed in."""

from typing import Any, get_args

import pytest

from acquis.assessing.api import Status
from acquis.assessing.enums import ApplicationStatus, Decision
from acquis.assessing.models import Application
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from tests import factories
from tests.asking import ask, cost, every_page, problem

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
PATH = "organizations/institut/applications"


@pytest.fixture
def place() -> Organization:
    return factories.organization("institut")


@pytest.fixture
def token(place: Organization) -> str:
    return factories.token(place, by=factories.member(place, Role.ASSESSOR))


def as_said(application: Application, status: str) -> dict[str, Any]:
    application.refresh_from_db()

    def moment(value: Any) -> str | None:
        return value and value.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    return {
        "id": str(application.pk),
        "achievement": {"id": str(application.version_id), "name": "Chair a useful meeting"},
        "candidate": application.candidate_name,
        "status": status,
        "submitted_at": moment(application.submitted_at),
        "decided_at": moment(application.decided_at),
    }


def test_the_whole_of_it_is_said_and_nothing_of_the_evidence(
    place: Organization, token: str
) -> None:
    version = factories.published(place)
    waiting, refused = (factories.application(version) for _ in range(2))
    factories.awarded(refused, decision=Decision.REFUSE)
    factories.application(version, candidate=factories.person(verified=False))  # not confirmed
    factories.application(factories.published(factories.organization()))

    answer = ask(PATH, token)

    assert answer.json() == {
        "items": [as_said(waiting, "submitted"), as_said(refused, "refused")],
        "next": None,
    }
    assert as_said(refused, "refused")["decided_at"] is not None
    narrowed = ask(PATH, token, status="refused").json()["items"]
    assert [item["id"] for item in narrowed] == [str(refused.pk)]
    later = ask(PATH, token, since=refused.submitted_at.isoformat()).json()["items"]
    assert [item["id"] for item in later] == [str(refused.pk)]


def test_every_status_that_an_organisation_sees_may_be_asked_for() -> None:
    assert set(get_args(Status)) == set(ApplicationStatus) - {ApplicationStatus.UNCONFIRMED}


def test_a_status_that_is_none_is_named(place: Organization, token: str) -> None:
    answer = ask(PATH, token, status="lost", language="fr")
    assert answer.status_code == 422
    assert [entry["field"] for entry in problem(answer)["errors"]] == ["status"]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OWNER, 200),
        (Role.COORDINATOR, 200),
        (Role.ASSESSOR, 200),
        (Role.DESIGNER, 403),
        (Role.INTEGRATOR, 403),
        (Role.VIEWER, 403),
    ],
)
def test_roles_that_follow_applications_read_them(
    place: Organization, role: Role, status: int
) -> None:
    token = factories.token(place, by=factories.member(place, role))
    assert ask(PATH, token).status_code == status


def test_another_organisation_s_do_not_exist(place: Organization) -> None:
    other = factories.organization()
    token = factories.token(other, by=factories.member(other, Role.OWNER))
    assert ask(PATH, token).status_code == 404


def test_all_pages_together_are_the_list(place: Organization, token: str) -> None:
    version = factories.published(place)
    wanted = [factories.application(version) for _ in range(5)]
    found = [item["id"] for item in every_page(PATH, token, limit=2)]
    assert found == [str(item.pk) for item in wanted]


@pytest.mark.parametrize("rows", [1, 30])
def test_it_costs_the_same_however_long_it_is(place: Organization, token: str, rows: int) -> None:
    version = factories.published(place)
    for _ in range(rows):
        factories.application(version)
    assert cost(PATH, token, limit=100) == 4
