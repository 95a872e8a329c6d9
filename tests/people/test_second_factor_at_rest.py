"""Who reads the database alone has nobody's second factor."""

import json
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from acquis.people.domain import second_factor
from acquis.people.models import Person
from tests import factories
from tests.people.pages import signed_in
from tests.people.test_second_factor import AUTHENTICATE, by_password, with_app
from tests.people.totp import code

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

migration = import_module("acquis.people.migrations.0003_sealed_second_factors")
OTHER_KEY = "another secret of at least 32 characters"


@pytest.fixture
def lea(settings: Any) -> Person:
    cache.clear()
    person = factories.person("lea@courriel.example", name="Léa")
    person.set_password("une phrase assez longue")
    person.save()
    return person


def row(kind: str) -> Authenticator:
    found: Authenticator = Authenticator.objects.get(type=kind)
    return found


def all_that_lies_in_the_database() -> str:
    rows = [item for model in apps.get_models() for item in model._base_manager.all()]
    sessions = [session.get_decoded() for session in Session.objects.all()]
    return serializers.serialize("json", rows) + json.dumps(sessions)


def lay_open() -> tuple[str, str]:
    """As a release without sealing would have written it. Returns secret and seed."""
    for kind in ("totp", "recovery_codes"):
        found = row(kind)
        found.data = second_factor.with_open_secrets(found.data)
        found.save()
    return row("totp").data["secret"], row("recovery_codes").data["seed"]


def enters_with(person: Person, typed: str) -> bool:
    cache.clear()
    client = by_password(person)
    client.post(AUTHENTICATE, {"code": typed})
    return signed_in(client) == str(person.pk)


def command(*options: str) -> list[str]:
    said = StringIO()
    call_command("second_factors", *options, stdout=said)
    return said.getvalue().splitlines()


def test_the_database_alone_gives_no_second_factor(lea: Person) -> None:
    secret = with_app(lea)
    seed = second_factor.open_secret(row("recovery_codes").data["seed"])
    codes = row("recovery_codes").wrap().generate_codes()
    assert [len(secret), len(seed), len(codes)] == [32, 80, 10]

    everything = all_that_lies_in_the_database()

    assert "lea@courriel.example" in everything
    assert [text for text in (secret, seed, *codes) if text in everything] == []
    lay_open()
    everything = all_that_lies_in_the_database()
    assert (secret in everything, seed in everything) == (True, True)


def test_what_an_earlier_release_wrote_still_opens(lea: Person) -> None:
    secret = with_app(lea)
    assert lay_open()[0] == secret
    spare = row("recovery_codes").wrap().get_unused_codes()[0]
    assert enters_with(lea, code(secret))
    assert enters_with(lea, spare)


def test_the_migration_seals_and_unseals(lea: Person) -> None:
    secret = with_app(lea)
    before = lay_open()
    data = row("recovery_codes").data
    Authenticator.objects.create(
        user=lea, type="webauthn", data={"name": "Clé", "secret": "public"}
    )
    assert len(second_factor.unsealed()) == 2

    migration.seal(apps, None)
    migration.seal(apps, None)

    assert second_factor.unsealed() == []
    assert row("webauthn").data == {"name": "Clé", "secret": "public"}
    assert row("recovery_codes").data.keys() == data.keys()
    assert enters_with(lea, code(secret))
    migration.unseal(apps, None)
    assert (row("totp").data["secret"], row("recovery_codes").data["seed"]) == before


def test_under_another_key_the_form_says_what_is_wrong(lea: Person, settings: Any) -> None:
    secret = with_app(lea)
    settings.KEY_ENCRYPTION_KEY = OTHER_KEY
    client: Client = by_password(lea)
    response = client.post(AUTHENTICATE, {"code": code(secret)})
    assert (response.status_code, signed_in(client)) == (200, None)
    assert response.context["form"].errors == {
        "code": [
            "Un secret conservé ici ne peut pas être ouvert. L’exploitant de ce système doit le "
            "démarrer avec la clé ACQUIS_KEY_ENCRYPTION_KEY sous laquelle il a été scellé."
        ]
    }


def test_the_operator_seals_what_lies_open(lea: Person) -> None:
    secret = with_app(lea)
    lay_open()
    assert command() == ["2 lie open, 0 do not open"]
    assert command("--seal") == ["2 lie open, 0 do not open", "2 sealed"]
    assert command() == ["0 lie open, 0 do not open"]
    assert enters_with(lea, code(secret))


def test_the_operator_removes_what_a_lost_key_has_closed(lea: Person, settings: Any) -> None:
    with_app(lea)
    settings.KEY_ENCRYPTION_KEY = OTHER_KEY
    noa = factories.person("noa@courriel.example")
    kept = Authenticator.objects.create(
        user=noa, type="totp", data={"secret": second_factor.seal_secret("JBSWY3DPEHPK3PXP")}
    )
    assert command("--remove-closed") == ["0 lie open, 2 do not open", "2 removed"]
    assert list(Authenticator.objects.all()) == [kept]
    assert signed_in(by_password(lea)) == str(lea.pk)
