"""The demonstration: built once, through the domain, so that everything in it is real."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from acquis.assessing.models import Application
from acquis.common.models import EventRecord, OutgoingMail
from acquis.common.tenancy import SYSTEM, scoped
from acquis.credentials import Verdict
from acquis.modelling.models import Achievement, AchievementVersion
from acquis.organizations.enums import Role
from acquis.organizations.models import MembershipRole, Organization
from acquis.passport.domain.verification import examine_document
from acquis.passport.models import HeldCredential
from acquis.people.models import Person
from acquis.securing.models import Credential
from acquis.web.demo import content, network

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.xdist_group("demonstration"),
]


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Built once for all the tests that look at it, and rolled back after the last."""
    with django_db_blocker.unblock(), scoped(SYSTEM), transaction.atomic():
        assert network.build() is True
        yield
        transaction.set_rollback(True)


def counts() -> dict[str, int]:
    models = (
        Organization,
        Person,
        MembershipRole,
        Achievement,
        Application,
        Credential,
        HeldCredential,
        OutgoingMail,
    )
    return {model.__name__: model._default_manager.count() for model in models}


# First, before the demonstration is there.
def test_where_there_is_an_organisation_already_nothing_is_built() -> None:
    Organization.add_root(name="Déjà là", slug="deja-la")

    assert network.build() is False
    assert Person.objects.count() == 0


@pytest.mark.usefixtures("_built")
def test_everything_that_is_written_down_is_there_and_a_second_time_nothing_more() -> None:
    awarded = [entry for entry in content.APPLICATIONS if entry.comment]
    before = counts()

    assert before == {
        "Organization": len(content.ORGANIZATIONS),
        "Person": len(content.PEOPLE),
        "MembershipRole": sum(len(entry.roles) for entry in content.PEOPLE),
        "Achievement": len(content.ACHIEVEMENTS),
        "Application": len(content.APPLICATIONS),
        "Credential": len(awarded),
        "HeldCredential": len(awarded),
        "OutgoingMail": len(content.APPLICATIONS) + len(awarded),
    }
    assert network.build() is False
    assert counts() == before


@pytest.mark.usefixtures("_built")
def test_nothing_is_left_for_the_worker_to_do() -> None:
    waiting = EventRecord.objects.filter(delivered_at=None).values_list("name", flat=True)
    assert set(waiting) == {"securing.credential_issued"}  # news that nobody has to act on
    assert not OutgoingMail.objects.filter(sent_at=None).exists()


@pytest.mark.usefixtures("_built")
def test_every_badge_verifies() -> None:
    verdicts = {
        held.name: examine_document(bytes(held.document)).verdict
        for held in HeldCredential.objects.all()
    }

    assert verdicts == {
        "Animer une réunion qui décide": Verdict.VALID,
        "Installer et entretenir une centrale photovoltaïque": Verdict.VALID,
        "Train one’s peers": Verdict.VALID,
    }


@pytest.mark.usefixtures("_built")
def test_everybody_signs_in_with_the_password_that_is_printed() -> None:
    arrived = {}
    for entry in content.PEOPLE:
        client = Client()
        client.post("/accounts/login/", {"login": entry.email, "password": network.PASSWORD})
        arrived[entry.email] = client.get("/home/").status_code

    assert arrived == dict.fromkeys([entry.email for entry in content.PEOPLE], 200)


@pytest.mark.usefixtures("_built")
def test_every_role_is_held_by_somebody() -> None:
    assert set(MembershipRole.objects.values_list("role", flat=True)) == set(Role)


@pytest.mark.usefixtures("_built")
def test_what_is_a_draft_stays_a_draft_and_the_rest_is_published() -> None:
    drafts = AchievementVersion.objects.filter(status="draft")

    assert [str(version) for version in drafts] == ["Trier les déchets de l’atelier"]
    assert AchievementVersion.objects.filter(status="published").count() == (
        len(content.ACHIEVEMENTS) - 1
    )


@pytest.mark.usefixtures("_built")
def test_somebody_waits_for_an_assessor() -> None:
    waiting = Application.objects.filter(status="submitted").values_list("email", flat=True)

    assert sorted(waiting) == sorted(
        next(
            person.email
            for person in content.PEOPLE
            if person.email.startswith(f"{entry.candidate}@")
        )
        for entry in content.APPLICATIONS
        if not entry.comment
    )


def test_the_welcome_names_the_address_the_password_and_everybody() -> None:
    lines = network.welcome().splitlines()

    assert lines[1:5] == [
        f"  Acquis: {settings.BASE_URL}",
        f"  Mail of the demonstration: {settings.BASE_URL}/mailbox/",
        "",
        "  Sign in with a code by e-mail, or with the password 'acquis-demo', as:",
    ]
    assert [line.split()[0] for line in lines[5:-2]] == [entry.email for entry in content.PEOPLE]
    assert lines[-2:] == ["", "  Stop with Ctrl+C."]
