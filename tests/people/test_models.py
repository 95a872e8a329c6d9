from uuid import UUID

import pytest
from django.conf import LazySettings

from acquis.people.models import MailLink, Person
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_a_person_without_a_password_has_an_unusable_one() -> None:
    person = Person.objects.create_user(" Lea@Courriel.example ")
    assert person.email == "lea@courriel.example"
    assert not person.has_usable_password()
    assert (person.is_active, person.is_staff, person.is_superuser) == (True, False, False)


def test_a_password_is_kept_hashed(settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # without the quick one of the tests
    person = Person.objects.create_user("lea@courriel.example", "un bon mot de passe")
    assert person.check_password("un bon mot de passe")
    assert person.password.startswith("scrypt$")


@pytest.mark.parametrize("typed", ["lea@courriel.example", " LEA@courriel.Example "])
def test_a_person_is_found_by_her_address_however_it_is_typed(typed: str) -> None:
    person = factories.person("lea@courriel.example")
    assert Person.objects.get_by_natural_key(typed) == person


def test_no_address_finds_nobody() -> None:
    with pytest.raises(Person.DoesNotExist):
        Person.objects.get_by_natural_key(None)


@pytest.mark.parametrize(("name", "shown"), [("Léa", "Léa"), ("", "lea@courriel.example")])
def test_a_person_is_shown_by_her_name_or_else_her_address(name: str, shown: str) -> None:
    person = Person.objects.create_user("lea@courriel.example", name=name)
    assert (str(person), person.get_full_name()) == (shown, shown)


def test_a_mail_link_is_shown_without_its_secret() -> None:
    assert str(MailLink(purpose="claim", target=UUID(int=1))) == (
        "claim 00000000-0000-0000-0000-000000000001"
    )
