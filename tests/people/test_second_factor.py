"""The second factor: asked for on every way in, replayed never, opened by a recovery code once."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from acquis.common.models import OutgoingMail
from acquis.people.models import Person
from acquis.people.views.entry import enter
from tests import factories
from tests.people.pages import CODE, CODE_CONFIRM, LOGIN, last_code, mails, signed_in
from tests.people.totp import code

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.urls(__name__)]

PASSWORD = "une phrase assez longue"
AUTHENTICATE, ACTIVATE = "/accounts/2fa/authenticate/", "/accounts/2fa/totp/activate/"
DEACTIVATE, RECOVERY = "/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/"


def follow(request: HttpRequest, person_id: Any) -> HttpResponse:
    return enter(request, Person.objects.get(pk=person_id), then="/passport/")


urlpatterns = [path("follow/<uuid:person_id>/", follow), path("", include("acquis.web.urls"))]


@pytest.fixture(autouse=True)
def _from_nothing(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def lea() -> Person:
    person = factories.person("lea@courriel.example", name="Léa")
    person.set_password(PASSWORD)
    person.save()
    return person


def by_password(person: Person) -> Client:
    client = Client()
    client.post(LOGIN, {"login": person.email, "password": PASSWORD})
    return client


def with_app(person: Person) -> str:
    """Sets up the app as she would, and returns the secret that it keeps."""
    client = by_password(person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": ACTIVATE})
    secret: str = client.get(ACTIVATE).context["form"].secret
    response = client.post(ACTIVATE, {"code": code(secret)})
    assert (response.status_code, response.url) == (302, RECOVERY)
    OutgoingMail.objects.all().delete()
    cache.clear()  # the code of the set-up counts as used for the rest of its half minute
    return secret


def kinds(person: Person) -> list[str]:
    rows = Authenticator.objects.filter(user=person).order_by("type")
    return [row.type for row in rows]


def test_the_app_is_set_up_with_recovery_codes(lea: Person) -> None:
    with_app(lea)
    assert kinds(lea) == ["recovery_codes", "totp"]


def test_setting_up_needs_the_password_again(lea: Person) -> None:
    response = by_password(lea).get(ACTIVATE)
    assert response.url.partition("?")[0] == "/accounts/reauthenticate/"


def test_a_wrong_code_sets_up_nothing(lea: Person) -> None:
    client = by_password(lea)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": ACTIVATE})
    secret = client.get(ACTIVATE).context["form"].secret
    wrong = str((int(code(secret)) + 1) % 10**6).zfill(6)
    response = client.post(ACTIVATE, {"code": wrong})
    assert response.context["form"].errors == {"code": ["Code incorrect."]}
    assert kinds(lea) == []


def come_by_password(person: Person) -> Client:
    return by_password(person)


def come_by_code(person: Person) -> Client:
    client = Client()
    client.post(CODE, {"email": person.email})
    client.post(CODE_CONFIRM, {"code": last_code()})
    return client


def come_by_link(person: Person) -> Client:
    client = Client()
    client.get(f"/follow/{person.pk}/")
    return client


WAYS = pytest.mark.parametrize(
    "come", [come_by_password, come_by_code, come_by_link], ids=["password", "code", "link"]
)


@WAYS
def test_every_way_in_asks_for_the_code(lea: Person, come: Any) -> None:
    secret = with_app(lea)
    client = come(lea)
    assert signed_in(client) is None
    assert client.get("/account/").status_code == 302
    assert client.get(AUTHENTICATE).status_code == 200
    response = client.post(AUTHENTICATE, {"code": code(secret)})
    assert response.status_code == 302
    assert signed_in(client) == str(lea.pk)


@WAYS
def test_without_the_code_nobody_enters(lea: Person, come: Any) -> None:
    secret = with_app(lea)
    client = come(lea)
    wrong = str((int(code(secret)) + 1) % 10**6).zfill(6)
    for guess in (wrong, "", "000000 ", code(secret, at=time.time() - 3600)):
        client.post(AUTHENTICATE, {"code": guess})
    assert signed_in(client) is None


def test_a_code_is_not_replayed(lea: Person) -> None:
    secret = with_app(lea)
    seen = code(secret)
    first, second = by_password(lea), by_password(lea)
    first.post(AUTHENTICATE, {"code": seen})
    second.post(AUTHENTICATE, {"code": seen})
    assert (signed_in(first), signed_in(second)) == (str(lea.pk), None)


def test_a_clock_may_be_half_a_minute_wrong(lea: Person) -> None:
    secret = with_app(lea)
    client = by_password(lea)
    client.post(AUTHENTICATE, {"code": code(secret, at=time.time() - 30)})
    assert signed_in(client) == str(lea.pk)


def test_a_recovery_code_opens_once(lea: Person) -> None:
    with_app(lea)
    row = Authenticator.objects.get(user=lea, type="recovery_codes")
    spare = row.wrap().get_unused_codes()[0]
    for expected in (str(lea.pk), None):
        client = by_password(lea)
        client.post(AUTHENTICATE, {"code": spare})
        assert signed_in(client) == expected


def test_recovery_codes_are_shown_to_their_person_alone(lea: Person) -> None:
    secret = with_app(lea)
    client = by_password(lea)
    assert client.get(RECOVERY).status_code == 302
    client.post(AUTHENTICATE, {"code": code(secret)})
    cache.clear()
    response = client.get(RECOVERY + "download/")
    assert response.status_code in {302, 403}
    other = by_password(_person("noa@courriel.example"))
    assert other.get(RECOVERY).status_code == 404


def test_switching_off_needs_the_factor_again_and_is_told_by_mail(lea: Person) -> None:
    secret = with_app(lea)
    client = by_password(lea)
    client.post(AUTHENTICATE, {"code": code(secret)})
    response = client.post(DEACTIVATE)
    assert response.status_code == 302
    assert kinds(lea) == ["recovery_codes", "totp"]
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": DEACTIVATE})
    client.post(DEACTIVATE)
    assert kinds(lea) == []
    assert mails() == [("lea@courriel.example", "Une modification de votre compte")]


# Each is JSON, and none is what an authenticator answers (Web Authentication Level 2, 5.1).
UNREADABLE = [
    "", "{}", "null", "[]", "1", "\"x\"", "not json",
    '{"id": "AA", "type": "public-key"}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
    '{"id": "AA", "rawId": "AB", "type": "public-key", "response": null}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", '
    '"authenticatorData": "AA", "signature": "AA", "userHandle": "AA"}}',
]  # fmt: skip
PASSKEY_LOGIN = "/accounts/2fa/webauthn/login/"


@pytest.mark.parametrize("credential", UNREADABLE)
def test_what_no_authenticator_answers_is_refused(
    lea: Person, client: Client, credential: str
) -> None:
    json = {"accept": "application/json"}
    options = client.get(PASSKEY_LOGIN, headers=json).json()["request_options"]["publicKey"]
    assert (options["rpId"], options.get("allowCredentials", [])) == ("localhost", [])
    response = client.post(PASSKEY_LOGIN, {"credential": credential})
    assert (response.status_code, response.url, signed_in(client)) == (302, LOGIN, None)
    with_app(lea)
    second = by_password(lea)
    assert second.post(AUTHENTICATE, {"credential": credential}).status_code == 200
    assert signed_in(second) is None


@pytest.mark.parametrize("credential", UNREADABLE)
def test_no_passkey_is_made_of_what_no_authenticator_answers(lea: Person, credential: str) -> None:
    client = by_password(lea)
    add = "/accounts/2fa/webauthn/add/"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": add})
    assert client.get(add).status_code == 200
    response = client.post(add, {"name": "Clé", "credential": credential})
    assert (response.status_code, kinds(lea)) == (200, [])


def test_a_passkey_is_offered_to_who_has_one(lea: Person) -> None:
    with_app(lea)
    assert "mfa_webauthn_authenticate" not in by_password(lea).get(AUTHENTICATE).content.decode()


def test_the_authenticator_page_needs_a_sign_in_under_way(client: Client) -> None:
    assert client.get(AUTHENTICATE).url == LOGIN
    assert client.post(AUTHENTICATE, {"code": "123456"}).url == LOGIN


def _person(email: str) -> Person:
    person = factories.person(email)
    person.set_password(PASSWORD)
    person.save()
    return person
