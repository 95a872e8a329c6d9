"""What an organisation has issued, for its own systems."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.passport.domain import holding
from acquis.securing.models import Credential
from tests import factories
from tests.asking import ask, cost, every_page, problem
from tests.thawing import thaw

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
PATH = "organizations/institut/credentials"


@pytest.fixture
def place() -> Organization:
    return factories.organization("institut")


@pytest.fixture
def token(place: Organization) -> str:
    return factories.token(place, by=factories.member(place, Role.COORDINATOR))


def issued(place: Organization, number: int = 1) -> list[Credential]:
    version = factories.published(place)
    return [factories.credential(version) for _ in range(number)]


def moment(value: datetime | None) -> str | None:
    if value is None:
        return None
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_said(credential: Credential) -> dict[str, Any]:
    version = credential.award.version
    credential.delivery.refresh_from_db()
    return {
        "id": str(credential.pk),
        "achievement": {"id": str(version.pk), "name": "Chair a useful meeting"},
        "holder": credential.award.application.candidate_name,
        "issued_at": moment(credential.created_at),
        "valid_until": moment(credential.valid_until),
        "claimed_at": moment(credential.delivery.claimed_at),
    }


def test_the_whole_of_it_is_said_the_oldest_first(place: Organization, token: str) -> None:
    waiting, claimed = issued(place, 2)
    holding.receive(claimed.person, claimed.delivery.pk)
    issued(factories.organization())

    assert as_said(claimed)["claimed_at"] is not None
    assert ask(PATH, token).json() == {"items": [as_said(waiting), as_said(claimed)], "next": None}
    assert ask(f"{PATH}/{claimed.pk}", token).json() == as_said(claimed)
    listed = ask(PATH, token, claimed="true").json()["items"]
    assert [item["id"] for item in listed] == [str(claimed.pk)]
    listed = ask(PATH, token, claimed="false").json()["items"]
    assert [item["id"] for item in listed] == [str(waiting.pk)]


def test_an_integrator_s_systems_fetch_what_her_subtree_has_issued(place: Organization) -> None:
    above = factories.organization("groupe")
    below = factories.organization("filiale", parent=place)
    mine, deeper, theirs = (issued(node)[0] for node in (place, below, above))
    token = factories.token(place, by=factories.member(place, Role.INTEGRATOR))

    assert ask(PATH, token).json()["items"] == [as_said(mine)]
    assert ask("organizations/filiale/credentials", token).json()["items"] == [as_said(deeper)]
    document = ask(f"{PATH}/{mine.pk}/document", token)
    assert (document.status_code, document.content) == (200, bytes(mine.document))
    for path in ("groupe/credentials", f"groupe/credentials/{theirs.pk}/document"):
        assert ask(f"organizations/{path}", token).status_code == 404


def test_the_document_is_the_very_bytes_that_were_signed(place: Organization, token: str) -> None:
    (credential,) = issued(place)

    answer = ask(f"{PATH}/{credential.pk}/document", token)

    assert answer.content == bytes(credential.document)
    assert {name: answer[name] for name in ("Content-Type", "Cache-Control")} == {
        "Content-Type": "application/vc+ld+json",
        "Cache-Control": "private, no-store",
    }


def test_since_takes_what_was_signed_then_or_later(place: Organization, token: str) -> None:
    first, second = issued(place, 2)

    def since(value: datetime) -> list[str]:
        return [item["id"] for item in ask(PATH, token, since=value.isoformat()).json()["items"]]

    assert since(first.created_at) == [str(first.pk), str(second.pk)]
    assert since(second.created_at) == [str(second.pk)]
    assert since(second.created_at + timedelta(microseconds=1)) == []


@pytest.mark.parametrize(
    "value",
    ["yesterday", "2026-01-31T09:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"],
)
def test_a_moment_that_is_none_is_named(place: Organization, token: str, value: str) -> None:
    answer = ask(PATH, token, since=value)
    assert answer.status_code == 422
    assert [entry["field"] for entry in problem(answer)["errors"]] == ["since"]


def test_another_organisation_s_credential_does_not_exist(place: Organization, token: str) -> None:
    (theirs,) = issued(factories.organization("autre"))
    unknown = ask(f"{PATH}/6f1b0c0e-6f0f-4c0c-8e5a-000000000000", token)
    for path in (
        f"{PATH}/{theirs.pk}",
        f"{PATH}/{theirs.pk}/document",
        f"organizations/autre/credentials/{theirs.pk}",
        f"organizations/autre/credentials/{theirs.pk}/document",
    ):
        answer = ask(path, token)
        assert answer.status_code == 404
        assert problem(answer) == problem(unknown)


def test_a_holder_s_own_credential_elsewhere_stays_out_of_her_token_s_reach(
    place: Organization,
) -> None:
    author = factories.member(place, Role.COORDINATOR)
    other = factories.organization("autre")
    hers = factories.credential(factories.published(other), holder=author)

    answer = ask(f"organizations/autre/credentials/{hers.pk}", factories.token(place, by=author))
    assert answer.status_code == 404


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_nothing_is_lost_or_repeated_while_rows_are_added(
    place: Organization, token: str, limit: int
) -> None:
    before = issued(place, 5)
    thaw(Credential)
    Credential.objects.filter(pk__in=[row.pk for row in before[:3]]).update(
        created_at=before[0].created_at  # equal moments are told apart by the id
    )
    first = ask(PATH, token, limit=limit).json()
    added = issued(place, 2)
    rest = every_page(PATH, token, limit=limit, cursor=first["next"]) if first["next"] else []

    found = [item["id"] for item in [*first["items"], *rest]]
    assert len(found) == len(set(found))
    expected = {str(row.pk) for row in before}
    assert set(found) == (expected if limit == 100 else expected | {str(row.pk) for row in added})


@pytest.mark.parametrize("rows", [1, 30])
def test_it_costs_the_same_however_long_it_is(place: Organization, token: str, rows: int) -> None:
    issued(place, rows)
    assert cost(PATH, token, limit=100) == 4
