"""Sessions and cookies: nobody's before, nobody else's after; and no way out of the site."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from acquis.common.models import OutgoingMail
from acquis.people.models import Person
from acquis.people.views.entry import enter
from tests import factories
from tests.people.pages import CODE, CODE_CONFIRM, LOGIN, RESET, SIGNUP, last_code, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.urls(__name__)]

PASSWORD = "une phrase assez longue"
ROOT = Path(__file__).resolve().parents[2]


def follow(request: HttpRequest, person_id: Any) -> HttpResponse:
    return enter(request, Person.objects.get(pk=person_id), then="/passport/")


urlpatterns = [path("follow/<uuid:person_id>/", follow), path("", include("acquis.web.urls"))]


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def lea() -> Person:
    person = factories.person("lea@courriel.example", name="Léa")
    person.set_password(PASSWORD)
    person.save()
    return person


# --- Session fixation -----------------------------------------------------------------------------


def by_password(client: Client, person: Person) -> None:
    client.post(LOGIN, {"login": person.email, "password": PASSWORD})


def by_code(client: Client, person: Person) -> None:
    client.post(CODE, {"email": person.email})
    client.post(CODE_CONFIRM, {"code": last_code()})


def by_link(client: Client, person: Person) -> None:
    client.get(f"/follow/{person.pk}/")


@pytest.mark.parametrize("come", [by_password, by_code, by_link])
def test_a_session_known_before_the_sign_in_is_worth_nothing_after(
    lea: Person, client: Client, settings: Any, come: Any
) -> None:
    name = settings.SESSION_COOKIE_NAME
    session = client.session
    session["planted"] = "by a thief"
    session.save()
    planted = client.cookies[name].value
    come(client, lea)
    assert signed_in(client) == str(lea.pk)
    assert client.cookies[name].value != planted
    thief = Client()
    thief.cookies[name] = planted
    assert thief.get("/account/").status_code == 302
    assert not Session.objects.filter(session_key=planted).exists()


def test_signing_out_ends_the_session_for_whoever_copied_it(
    lea: Person, client: Client, settings: Any
) -> None:
    by_password(client, lea)
    copied = Client()
    copied.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[
        settings.SESSION_COOKIE_NAME
    ].value
    assert copied.get("/account/").status_code == 200
    client.post("/accounts/logout/")
    assert copied.get("/account/").status_code == 302


# --- Cookies --------------------------------------------------------------------------------------

COOKIES = """
import django; django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.contrib.sessions.middleware import SessionMiddleware
from django.middleware.csrf import CsrfViewMiddleware, get_token
settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
def view(request):
    request.session["x"] = 1
    get_token(request)
    return HttpResponse()
request = RequestFactory().get("/", secure=True)
response = SessionMiddleware(CsrfViewMiddleware(view))(request)
for morsel in response.cookies.values():
    print(morsel.key, morsel["secure"], morsel["httponly"], morsel["samesite"], morsel["path"],
          repr(morsel["domain"]))
"""


def test_cookies_of_production_are_secure_unreadable_and_bound_to_the_host() -> None:
    secret = "0123456789abcdefghijklmnopqrstuvwxyz-"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "acquis.web.settings",
        "ACQUIS_SECRET_KEY": secret + "a",
        "ACQUIS_KEY_ENCRYPTION_KEY": secret + "b",
        "ACQUIS_BASE_URL": "https://badges.example",
        "ACQUIS_ALLOWED_HOSTS": "testserver",
        "EMAIL_URL": "smtp://localhost:25",
    }
    result = subprocess.run(
        [sys.executable, "-c", COOKIES], env=environment, capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines() == [
        "__Host-acquis_csrf True True Lax / ''",
        "__Host-acquis_session True True Lax / ''",
    ]


# --- No way out of the site -----------------------------------------------------------------------

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "http:///evil.example",
    " https://evil.example",
    "\thttps://evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "data:text/html,x",
]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_next_never_leads_off_the_site(lea: Person, elsewhere: str) -> None:
    found = []
    client = Client()
    data = {"login": lea.email, "password": PASSWORD, "next": elsewhere}
    found.append(client.post(LOGIN, data).url)
    found.append(client.get(LOGIN, {"next": elsewhere}).url)  # signed in already
    found.append(client.post("/accounts/logout/", {"next": elsewhere}).url)
    client = Client()
    client.post(CODE, {"email": lea.email, "next": elsewhere})
    found.append(client.post(CODE_CONFIRM, {"code": last_code(), "next": elsewhere}).url)
    again = {"password": PASSWORD, "next": elsewhere}
    found.append(client.post("/accounts/reauthenticate/", again).url)
    found.append(client.post("/language/", {"language": "fr", "next": elsewhere}).url)
    assert found == ["/home/", "/home/", "/", "/home/", "/home/", "/"]


# --- No account without being asked ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "data"),
    [
        (CODE, {"email": "inconnue@courriel.example"}),
        (RESET, {"email": "inconnue@courriel.example"}),
        (LOGIN, {"login": "inconnue@courriel.example", "password": PASSWORD}),
    ],
)
def test_asking_to_enter_makes_no_account(client: Client, path: str, data: dict[str, str]) -> None:
    client.post(path, data)
    client.post(CODE_CONFIRM, {"code": "AAAA-AAAA"})
    assert (Person.objects.count(), EmailAddress.objects.count()) == (0, 0)
    assert signed_in(client) is None


@pytest.mark.parametrize("path", [CODE, RESET, SIGNUP])
def test_known_and_unknown_addresses_get_as_many_mails_and_pages_as_long(
    lea: Person, path: str
) -> None:
    sizes, mails = [], []
    for email in (lea.email, "lou@courriel.example"):
        OutgoingMail.objects.all().delete()
        visitor = Client()
        response = visitor.post(path, {"email": email}, follow=True)
        text = response.content.decode().replace(email, "")
        sizes.append((response.status_code, len(response.redirect_chain), len(text)))
        mails.append(OutgoingMail.objects.count())
    assert sizes[0] == sizes[1]
    assert mails == [1, 1]
