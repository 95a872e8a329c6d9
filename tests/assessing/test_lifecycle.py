"""The states of an application: every step, those that exist and those that do not."""

from itertools import product

import pytest
from django.db import transaction

from acquis.assessing.domain.lifecycle import move
from acquis.assessing.enums import ApplicationStatus as Status
from acquis.assessing.errors import NotAllowedNow
from acquis.assessing.models import Application
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

STEPS = {
    ("unconfirmed", "submitted"),
    ("submitted", "questioned"),
    ("submitted", "awarded"),
    ("submitted", "refused"),
    ("submitted", "withdrawn"),
    ("questioned", "submitted"),
    ("questioned", "withdrawn"),
}
NAMES = {
    "unconfirmed": "adresse à confirmer",
    "submitted": "en attente d’évaluation",
    "questioned": "en attente de la réponse du candidat",
    "awarded": "attribuée",
    "refused": "non attribuée",
    "withdrawn": "retirée",
}
PAIRS = list(product(NAMES, NAMES))


def application_in(status: str) -> Application:
    found = factories.application(factories.published(factories.organization()), evidence=[])
    found.status = status
    found.save(update_fields=["status"])
    return found


@pytest.mark.parametrize(("status", "to"), [pair for pair in PAIRS if pair in STEPS])
def test_a_step_of_the_lifecycle_is_taken_and_left_to_the_caller_to_save(
    status: str, to: str
) -> None:
    application = application_in(status)

    with transaction.atomic():
        moved = move(application.pk, Status(to))

    application.refresh_from_db()
    assert (moved.status, application.status) == (to, status)


@pytest.mark.parametrize(("status", "to"), [pair for pair in PAIRS if pair not in STEPS])
def test_every_other_step_is_refused(status: str, to: str) -> None:
    application = application_in(status)

    with pytest.raises(NotAllowedNow) as refusal, transaction.atomic():
        move(application.pk, Status(to))

    application.refresh_from_db()
    assert application.status == status
    assert str(refusal.value) == (
        f"Ce n’est plus possible : l’état de la demande est « {NAMES[status]} »."
    )
