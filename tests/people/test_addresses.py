"""A person and her addresses: several, each hers alone once it is verified."""

import pytest
from allauth.account.models import EmailAddress

from acquis.people.domain import addresses
from acquis.people.domain.addresses import (
    find_or_create_person,
    find_person,
    normalise,
    verified_addresses,
    verify_address,
)
from acquis.people.models import Person
from tests import factories
from tests.threads import at_the_same_time

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def rows(person: Person) -> list[tuple[str, bool, bool]]:
    found = EmailAddress.objects.filter(user=person).order_by("email")
    return [(row.email, row.primary, row.verified) for row in found]


def test_addresses_are_compared_in_lower_case_without_blanks() -> None:
    assert normalise(" Léa@Courriel.Example\n") == "léa@courriel.example"


def test_nobody_is_found_by_an_unknown_address() -> None:
    factories.person()
    assert find_person("inconnue@courriel.example") is None


def test_a_new_person_has_an_unverified_address_and_no_password() -> None:
    person = find_or_create_person(email=" Lea@Courriel.example", name=" Léa ", language="en")
    assert (person.email, person.name, person.language) == ("lea@courriel.example", "Léa", "en")
    assert not person.has_usable_password()
    assert rows(person) == [("lea@courriel.example", True, False)]
    assert verified_addresses(person) == []


def test_a_person_is_made_once() -> None:
    first = find_or_create_person(email="lea@courriel.example", name="Léa", language="fr")
    again = find_or_create_person(email="LEA@courriel.example ", name="Une autre", language="en")
    assert again == first
    assert (again.name, again.language) == ("Léa", "fr")
    assert Person.objects.count() == EmailAddress.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_her_at_the_same_time_one_does_and_both_find_her() -> None:
    def make() -> Person:
        return find_or_create_person(email="lea@courriel.example", name="Léa", language="fr")

    made = at_the_same_time(*[make] * 4)
    assert len({person.pk for person in made}) == 1
    assert Person.objects.count() == EmailAddress.objects.count() == 1


def test_who_is_made_between_looking_and_writing_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = factories.person("lea@courriel.example", name="Léa")
    monkeypatch.setattr(addresses, "find_person", lambda _email: None)
    found = find_or_create_person(email="Lea@courriel.example", name="Autre", language="en")
    assert (found, found.name) == (other, "Léa")


def test_the_same_person_is_found_by_any_of_her_verified_addresses() -> None:
    person = factories.person("lea@courriel.example")
    verify_address(person, "Lea@Travail.example")
    for address in ("lea@courriel.example", "lea@travail.example", " LEA@TRAVAIL.EXAMPLE"):
        assert find_person(address) == person
        assert find_or_create_person(email=address, name="", language="fr") == person
    assert verified_addresses(person) == ["lea@courriel.example", "lea@travail.example"]


def test_a_second_address_that_is_not_verified_finds_nobody() -> None:
    person = factories.person("lea@courriel.example")
    EmailAddress.objects.create(user=person, email="chef@travail.example", verified=False)
    assert find_person("chef@travail.example") is None


def test_an_address_goes_to_who_verified_it_not_to_who_registered_with_it() -> None:
    registered = factories.person("commune@courriel.example", verified=False)
    reader = factories.person("lea@courriel.example")
    assert find_person("commune@courriel.example") == registered
    verify_address(reader, "commune@courriel.example")
    assert find_person("commune@courriel.example") == reader


def test_verifying_keeps_the_primary_address() -> None:
    person = factories.person("lea@courriel.example", verified=False)
    verify_address(person, "lea@courriel.example")
    verify_address(person, "lea@travail.example")
    verify_address(person, "lea@travail.example")
    assert rows(person) == [
        ("lea@courriel.example", True, True),
        ("lea@travail.example", False, True),
    ]
    person.refresh_from_db()
    assert person.email == "lea@courriel.example"


def test_an_address_that_somebody_verified_cannot_be_verified_by_another() -> None:
    first = factories.person("lea@courriel.example")
    second = factories.person("noa@courriel.example")
    verify_address(second, "lea@courriel.example")
    assert verified_addresses(second) == ["noa@courriel.example"]
    assert find_person("lea@courriel.example") == first
