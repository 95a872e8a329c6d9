"""One token may ask so often in a minute; then it is told when to come back."""

from types import SimpleNamespace
from typing import Any

import pytest

from acquis.organizations.domain.tokens import count_request
from acquis.organizations.enums import Role
from acquis.organizations.models import ApiToken, Organization
from tests import factories
from tests.asking import ask, cost, problem
from tests.threads import at_the_same_time

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PATH = "organizations/institut/credentials"


@pytest.fixture
def place() -> Organization:
    return factories.organization("institut")


def at(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """The counter's clock stands still there."""
    clock = SimpleNamespace(time=lambda: seconds)
    monkeypatch.setattr("acquis.organizations.domain.tokens.time", clock)


@pytest.fixture
def _a_minute_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Second 42 of a minute that lasts as long as the test."""
    at(monkeypatch, 60_000_042.5)


def token(place: Organization) -> str:
    return factories.token(place, by=factories.member(place, Role.OWNER))


@pytest.mark.usefixtures("_a_minute_of_its_own")
def test_beyond_the_rate_a_token_is_told_when_to_come_back(
    place: Organization, settings: Any
) -> None:
    settings.API_REQUESTS_PER_MINUTE = 3
    mine, other = token(place), token(place)
    assert [ask(PATH, mine).status_code for _ in range(4)] == [200, 200, 200, 429]

    answer = ask(PATH, mine)

    assert (answer["Retry-After"], answer["Cache-Control"]) == ("18", "no-store")
    assert problem(answer) == {"title": "Too often", "detail": "Come back in 18 seconds."}
    assert ask(PATH, other).status_code == 200
    assert ask("achievements", mine).status_code == 200  # what is public is not the token's


def test_the_next_minute_begins_anew(
    place: Organization, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_REQUESTS_PER_MINUTE = 1
    mine = token(place)
    found = []
    for second in (59.0, 59.5, 60.0, 60.5):
        at(monkeypatch, 6_000_000 + second)
        found.append(ask(PATH, mine).status_code)
    assert found == [200, 429, 200, 429]


def test_without_a_rate_nothing_is_counted_and_with_one_it_costs_one_statement(
    place: Organization, settings: Any
) -> None:
    mine = token(place)
    settings.API_REQUESTS_PER_MINUTE = 0
    before = cost(PATH, mine)
    assert ApiToken.objects.values_list("requests", flat=True).get() == 0
    settings.API_REQUESTS_PER_MINUTE = 600
    assert cost(PATH, mine) == before + 1
    assert ApiToken.objects.values_list("requests", flat=True).get() in {1, 2}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_a_minute_of_its_own")
def test_processes_count_together(place: Organization, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 4
    token(place)
    found = ApiToken.objects.get()
    waits = at_the_same_time(*[lambda: count_request(found)] * 6)
    assert sorted(waits) == [0] * 4 + [18] * 2
