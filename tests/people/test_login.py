"""Signing in through the real pages: by a code from the mail, or by password."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from acquis.common.models import OutgoingMail
from acquis.people.domain.addresses import verified_addresses, verify_address
from acquis.people.models import Person
from tests import factories
from tests.people.pages import (
    CODE,
    CODE_CONFIRM,
    LOGIN,
    RESET,
    last_code,
    last_link,
    mails,
    seen,
    signed_in,
)

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PASSWORD = "une phrase assez longue"
WRONG = {"__all__": ["L’adresse e-mail ou le mot de passe sont incorrects."]}


@pytest.fixture
def lea() -> Person:
    person = factories.person("lea@courriel.example", name="Léa")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.mark.parametrize("email", ["lea@courriel.example", "LEA@Courriel.example "])
def test_a_code_from_the_mail_signs_in(lea: Person, client: Client, email: str) -> None:
    response = client.post(CODE, {"email": email})
    assert (response.status_code, response.url) == (302, CODE_CONFIRM)
    assert signed_in(client) is None
    assert mails() == [("lea@courriel.example", "Votre code : *")]
    response = client.post(CODE_CONFIRM, {"code": last_code()})
    assert (response.status_code, response.url) == (302, "/home/")
    assert signed_in(client) == str(lea.pk)


def test_after_signing_in_one_is_where_one_wanted_to_go(lea: Person, client: Client) -> None:
    client.post(CODE, {"email": lea.email, "next": "/passport/"})
    response = client.post(CODE_CONFIRM, {"code": last_code(), "next": "/passport/"})
    assert response.url == "/passport/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(lea: Person, client: Client, elsewhere: str) -> None:
    response = client.post(
        f"{LOGIN}?next={elsewhere}",
        {"login": lea.email, "password": PASSWORD, "next": elsewhere},
    )
    assert (response.status_code, response.url) == (302, "/home/")


def test_the_code_mail_is_in_the_language_of_the_page(lea: Person, client: Client) -> None:
    client.post(CODE, {"email": lea.email}, headers={"accept-language": "en"})
    assert mails() == [("lea@courriel.example", "Your code: *")]


def test_any_verified_address_opens_the_account(lea: Person, client: Client) -> None:
    verify_address(lea, "lea@travail.example")
    client.post(CODE, {"email": "lea@travail.example"})
    assert mails() == [("lea@travail.example", "Votre code : *")]
    client.post(CODE_CONFIRM, {"code": last_code()})
    assert signed_in(client) == str(lea.pk)


def test_a_code_shows_that_the_address_is_read(client: Client) -> None:
    person = factories.person("noa@courriel.example", verified=False)
    client.post(CODE, {"email": person.email})
    client.post(CODE_CONFIRM, {"code": last_code()})
    assert signed_in(client) == str(person.pk)
    assert verified_addresses(person) == ["noa@courriel.example"]


def test_a_code_serves_once(lea: Person, client: Client) -> None:
    client.post(CODE, {"email": lea.email})
    code = last_code()
    client.post(CODE_CONFIRM, {"code": code})
    client.post("/accounts/logout/")
    assert signed_in(client) is None
    client.post(CODE_CONFIRM, {"code": code})
    assert signed_in(client) is None


def test_a_code_serves_only_where_it_was_asked_for(lea: Person, client: Client) -> None:
    client.post(CODE, {"email": lea.email})
    other = Client()
    other.post(CODE, {"email": "noa@courriel.example"})
    OutgoingMail.objects.filter(to="noa@courriel.example").delete()
    other.post(CODE_CONFIRM, {"code": last_code()})
    assert signed_in(other) is None


def test_guessing_a_code_ends_after_three_attempts(lea: Person, client: Client) -> None:
    client.post(CODE, {"email": lea.email})
    code = last_code()
    answers = [client.post(CODE_CONFIRM, {"code": "AAAA-AAAA"}) for _number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert answers[0].context["form"].errors == {"code": ["Code incorrect."]}
    client.post(CODE_CONFIRM, {"code": code})
    assert signed_in(client) is None


def test_the_password_signs_in(lea: Person, client: Client) -> None:
    response = client.post(LOGIN, {"login": "Lea@Courriel.example", "password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/home/")
    assert signed_in(client) == str(lea.pk)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("lea@courriel.example", "autre chose"),
        ("personne@courriel.example", PASSWORD),
        ("sans@courriel.example", ""),
        ("sans@courriel.example", "!"),
    ],
    ids=["wrong", "unknown", "without, empty", "without, marker"],
)
def test_a_wrong_password_signs_nobody_in(
    lea: Person, client: Client, login: str, password: str
) -> None:
    factories.person("sans@courriel.example")
    response = client.post(LOGIN, {"login": login, "password": password})
    errors = WRONG if password else {"password": ["Ce champ est obligatoire."]}
    assert (response.status_code, response.context["form"].errors) == (200, errors)
    assert signed_in(client) is None


def test_an_unverified_address_with_a_password_opens_nothing(client: Client) -> None:
    person = factories.person("noa@courriel.example", verified=False)
    person.set_password(PASSWORD)
    person.save()
    response = client.post(LOGIN, {"login": person.email, "password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/accounts/confirm-email/")
    assert signed_in(client) is None


def test_an_address_that_is_not_verified_does_not_open_the_account(
    lea: Person, client: Client
) -> None:
    EmailAddress.objects.create(user=lea, email="chef@travail.example", verified=False)
    client.post(LOGIN, {"login": "chef@travail.example", "password": PASSWORD})
    assert signed_in(client) is None


def test_an_inactive_account_is_not_entered(lea: Person, client: Client) -> None:
    Person.objects.update(is_active=False)
    client.post(LOGIN, {"login": lea.email, "password": PASSWORD})
    assert signed_in(client) is None
    client.post(CODE, {"email": lea.email})
    assert signed_in(client) is None


def test_whoever_is_made_inactive_is_out_at_once(lea: Person, client: Client) -> None:
    client.post(LOGIN, {"login": lea.email, "password": PASSWORD})
    assert client.get("/home/").status_code == 200
    Person.objects.update(is_active=False)
    response = client.get("/home/")
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/home/")


def test_signing_out_takes_a_post(lea: Person, client: Client) -> None:
    client.force_login(lea)
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client) == str(lea.pk)
    response = client.post("/accounts/logout/")
    assert (response.url, signed_in(client)) == ("/", None)


def test_a_new_password_is_chosen_through_a_link_in_a_mail(lea: Person, client: Client) -> None:
    client.post(RESET, {"email": lea.email})
    assert mails() == [("lea@courriel.example", "Choisir un nouveau mot de passe")]
    form = client.get(last_link(), follow=True)
    address = form.redirect_chain[-1][0]
    new = "une autre phrase"
    assert client.post(address, {"password1": new, "password2": new}).status_code == 302
    lea.refresh_from_db()
    assert lea.check_password(new)


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        (CODE, lambda email: {"email": email}),
        (RESET, lambda email: {"email": email}),
        (LOGIN, lambda email: {"login": email, "password": "autre chose"}),
    ],
    ids=["code", "reset", "password"],
)
def test_the_answer_does_not_tell_whether_an_address_is_known(
    lea: Person, address: str, fields: Any
) -> None:
    answers = []
    for email in (lea.email, "inconnue@courriel.example"):
        visitor = Client()
        response = visitor.post(address, fields(email))
        answers.append([seen(response, email)])
        if response.status_code == 302:
            answers[-1].append(seen(visitor.get(response.url), email))
            answers[-1].append(seen(visitor.post(response.url, {"code": "AAAA-AAAA"}), email))
    assert answers[0] == answers[1]


def test_a_stranger_learns_by_mail_that_there_is_no_account(lea: Person, client: Client) -> None:
    client.post(CODE, {"email": "inconnue@courriel.example"})
    assert mails() == [("inconnue@courriel.example", "Aucun compte à cette adresse")]
    assert Person.objects.count() == 1
