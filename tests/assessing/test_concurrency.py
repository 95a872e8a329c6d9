"""Two at the same time, each in a thread with a database connection of its own."""

from collections.abc import Callable

import pytest

from acquis.assessing.domain.applications import apply, confirm
from acquis.assessing.enums import Decision
from acquis.assessing.errors import AlreadyApplied, NotAllowedNow
from acquis.assessing.models import Application, Assessment, Award
from acquis.common.models import EventRecord
from acquis.organizations.enums import Role
from tests import factories
from tests.assessing.requests import request
from tests.assessing.test_applications import stranger_applies
from tests.threads import at_the_same_time

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def outcome(act: Callable[[], object]) -> Callable[[], str]:
    def tried() -> str:
        try:
            act()
        except (AlreadyApplied, NotAllowedNow) as refusal:
            return type(refusal).__name__
        return "done"

    return tried


@pytest.mark.parametrize("decision", [Decision.AWARD, Decision.REFUSE])
def test_of_two_assessors_who_decide_at_the_same_time_exactly_one_wins(
    decision: Decision,
) -> None:
    application = factories.application(factories.published(factories.organization()))
    first, second = (factories.member(application.organization, Role.ASSESSOR) for _ in range(2))

    results = at_the_same_time(
        outcome(lambda: factories.awarded(application, by=first)),
        outcome(lambda: factories.awarded(application, by=second, decision=decision)),
    )

    assert sorted(results) == ["NotAllowedNow", "done"]
    [assessment] = Assessment.objects.all()
    winner = (first, "award") if results[0] == "done" else (second, decision)
    assert (assessment.assessor, assessment.decision) == winner
    awarded = int(assessment.decision == "award")
    assert (Award.objects.count(), EventRecord.objects.count()) == (awarded, awarded)


def test_of_two_clicks_on_the_same_form_exactly_one_hands_in() -> None:
    version = factories.published(factories.organization())
    candidate = factories.person()
    hand_in = outcome(
        lambda: apply(version, request(candidate), language="fr", applicant=candidate)
    )

    assert sorted(at_the_same_time(hand_in, hand_in)) == ["AlreadyApplied", "done"]

    assert [found.status for found in Application.objects.all()] == ["submitted"]


def test_of_two_confirmations_for_the_same_achievement_exactly_one_hands_in() -> None:
    version = factories.published(factories.organization())
    first, second = stranger_applies(version), stranger_applies(version)

    results = at_the_same_time(outcome(lambda: confirm(first)), outcome(lambda: confirm(second)))

    assert sorted(results) == ["AlreadyApplied", "done"]
    statuses = Application.objects.order_by("status").values_list("status", flat=True)
    assert list(statuses) == ["submitted", "unconfirmed"]
