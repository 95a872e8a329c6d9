"""Making an account: it opens only once the address is shown to be read, and has no password
before."""

import pytest
from django.test import Client

from acquis.people.domain import addresses
from acquis.people.models import Person
from tests import factories
from tests.people.pages import (
    CODE,
    CODE_CONFIRM,
    LOGIN,
    SIGNUP,
    VERIFY,
    last_code,
    mails,
    seen,
    signed_in,
)

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PASSWORD = "une phrase assez longue"
EMAIL = "lea@courriel.example"


def test_an_account_is_made_with_a_code_from_the_mail(client: Client) -> None:
    response = client.post(SIGNUP, {"email": " Lea@Courriel.example"})
    assert (response.status_code, response.url) == (302, VERIFY)
    assert signed_in(client) is None
    assert mails() == [(EMAIL, "Votre code : *")]
    response = client.post(VERIFY, {"code": last_code()})
    person = Person.objects.get()
    assert (response.status_code, response.url) == (302, "/home/")
    assert signed_in(client) == str(person.pk)
    assert (person.email, addresses.verified_addresses(person)) == (EMAIL, [EMAIL])


@pytest.mark.parametrize(
    ("language", "subject"), [("fr", "Votre code : *"), ("en", "Your code: *")]
)
def test_who_signs_up_reads_the_language_of_the_page(
    client: Client, language: str, subject: str
) -> None:
    client.post(SIGNUP, {"email": EMAIL}, headers={"accept-language": language})
    assert mails() == [(EMAIL, subject)]
    assert Person.objects.get().language == language


def test_a_wrong_code_opens_nothing(client: Client) -> None:
    client.post(SIGNUP, {"email": EMAIL})
    response = client.post(VERIFY, {"code": "AAAA-AAAA"})
    assert response.context["form"].errors == {"code": ["Code incorrect."]}
    assert signed_in(client) is None
    assert addresses.verified_addresses(Person.objects.get()) == []


@pytest.mark.parametrize("email", ["", "lea", "lea@", "lea@courriel.example\nBcc: x@y.example"])
def test_no_account_is_made_without_an_address(client: Client, email: str) -> None:
    response = client.post(SIGNUP, {"email": email})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["email"])
    assert Person.objects.count() == 0


@pytest.mark.parametrize("verified", [True, False])
def test_the_page_does_not_tell_whether_an_account_exists(verified: bool) -> None:
    factories.person(EMAIL, verified=verified)
    answers = []
    for email in (EMAIL, "inconnue@courriel.example"):
        visitor = Client()
        response = visitor.post(SIGNUP, {"email": email})
        page = visitor.get(VERIFY)
        guess = visitor.post(VERIFY, {"code": "AAAA-AAAA"})
        answers.append([seen(answer, email) for answer in (response, page, guess)])
    assert answers[0] == answers[1]
    assert mails() == [
        (EMAIL, "Vous avez déjà un compte"),
        ("inconnue@courriel.example", "Votre code : *"),
    ]


def sign_up_for_another() -> Client:
    """A thief who makes an account with an address that she does not read."""
    thief = Client()
    thief.post(SIGNUP, {"email": EMAIL, "password1": PASSWORD, "password2": PASSWORD})
    return thief


def try_everything(thief: Client) -> None:
    thief.get(VERIFY)
    thief.get("/home/")
    thief.post(LOGIN, {"login": EMAIL, "password": PASSWORD})
    thief.get("/home/")


def test_who_signed_up_first_holds_no_key_once_the_reader_enters_by_code(client: Client) -> None:
    thief = sign_up_for_another()
    client.post(CODE, {"email": EMAIL})
    client.post(CODE_CONFIRM, {"code": last_code()})
    person = Person.objects.get()
    assert signed_in(client) == str(person.pk)
    try_everything(thief)
    assert signed_in(thief) is None
    assert not person.has_usable_password()


def test_who_signed_up_first_holds_no_key_once_the_reader_follows_a_link() -> None:
    thief = sign_up_for_another()
    person = addresses.find_or_create_person(email=EMAIL, name="Léa", language="fr")
    addresses.verify_address(person, EMAIL)
    try_everything(thief)
    assert signed_in(thief) is None
    assert Person.objects.count() == 1
