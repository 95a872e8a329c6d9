"""A person's own account pages: profile, language, addresses, password, devices, notifications."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from acquis.common.models import OutgoingMail
from acquis.people.domain.addresses import verified_addresses, verify_address
from acquis.people.models import Person
from tests import factories
from tests.people.pages import LOGIN, last_code, mails, signed_in
from tests.web.pages import notices

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PROFILE, NOTIFICATIONS, EMAIL = "/account/", "/account/notifications/", "/accounts/email/"
CHANGE, SET, SESSIONS = (
    "/accounts/password/change/",
    "/accounts/password/set/",
    "/accounts/sessions/",
)
PASSWORD, NEW = "une phrase assez longue", "une autre phrase longue"
PAGES = [
    PROFILE,
    NOTIFICATIONS,
    EMAIL,
    CHANGE,
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    SESSIONS,
]


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def lea() -> Person:
    person = factories.person("lea@courriel.example", name="Léa")
    person.set_password(PASSWORD)
    person.save()
    return person


def device(person: Person, agent: str = "Mozilla/5.0 (X11; Linux) Firefox/130.0") -> Client:
    """A browser in which she has just signed in by password."""
    client = Client(headers={"user-agent": agent})
    response = client.post(LOGIN, {"login": person.email, "password": PASSWORD})
    assert (response.status_code, signed_in(client)) == (302, str(person.pk))
    return client


@pytest.mark.parametrize("path", PAGES)
def test_account_pages_are_for_whoever_is_signed_in(path: str, client: Client) -> None:
    response = client.get(path)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={path}")


@pytest.mark.parametrize("path", PAGES)
def test_each_page_shows_where_it_belongs(path: str, lea: Person) -> None:
    response = device(lea).get(path)
    assert response.status_code == 200
    tabs = response.context["tabs"]
    assert [tab.url for tab in tabs] == [*PAGES[:1], EMAIL, CHANGE, *PAGES[4:], NOTIFICATIONS]
    assert [tab.url for tab in tabs if tab.current] == [path]


def test_name_and_language_are_changed(lea: Person) -> None:
    client = device(lea)
    response = client.post(PROFILE, {"name": " Léa Dubois ", "language": "en"}, follow=True)
    assert response.redirect_chain == [(PROFILE, 302)]
    assert 'lang="en"' in response.content.decode()
    lea.refresh_from_db()
    assert (lea.name, lea.language) == ("Léa Dubois", "en")
    assert lea.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"name": "", "language": "fr"}, ["name"]),
        ({"name": "Léa", "language": "xx"}, ["language"]),
        ({"name": "L" * 151, "language": "fr"}, ["name"]),
    ],
)
def test_a_profile_needs_a_name_and_a_language_of_ours(
    lea: Person, data: dict[str, str], errors: list[str]
) -> None:
    response = device(lea).post(PROFILE, data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, errors)
    lea.refresh_from_db()
    assert (lea.name, lea.language) == ("Léa", "fr")


def test_a_profile_changes_nothing_else(lea: Person) -> None:
    client = device(lea)
    data = {"name": "Léa", "language": "fr", "email": "x@y.example", "is_staff": "on"}
    client.post(PROFILE, data)
    lea.refresh_from_db()
    assert (lea.email, lea.is_staff) == ("lea@courriel.example", False)


# --- Language -------------------------------------------------------------------------------------


def page_language(client: Client, **headers: str) -> str:
    text = client.get("/account/notifications/", headers=headers).content.decode()
    return text.split('<html lang="')[1][:2]


def test_pages_speak_the_persons_language_whatever_the_browser_asks_for(lea: Person) -> None:
    client = device(lea)
    assert page_language(client, accept_language="en") == "fr"
    Person.objects.update(language="en")
    assert page_language(client, accept_language="fr") == "en"


def test_the_language_switch_is_kept_by_the_account_and_by_the_browser(lea: Person) -> None:
    client = device(lea)
    response = client.post("/language/", {"language": "en", "next": "/account/"})
    assert (response.url, response.cookies["acquis_language"].value) == ("/account/", "en")
    lea.refresh_from_db()
    assert lea.language == "en"
    assert page_language(device(lea)) == "en"


def test_a_visitors_language_is_kept_by_her_browser_alone(client: Client) -> None:
    person = factories.person()
    client.post("/language/", {"language": "en", "next": "/"})
    assert 'lang="en"' in client.get("/").content.decode()
    person.refresh_from_db()
    assert person.language == "fr"


@pytest.mark.parametrize("language", ["xx", "", "fr\x00", "../en"])
def test_a_language_that_we_do_not_have_changes_nothing(lea: Person, language: str) -> None:
    response = device(lea).post("/language/", {"language": language, "next": "/account/"})
    assert "acquis_language" not in response.cookies
    lea.refresh_from_db()
    assert lea.language == "fr"


def test_the_language_switch_takes_a_post(client: Client) -> None:
    assert client.get("/language/").status_code == 405


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"]
)
def test_the_language_switch_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    assert client.post("/language/", {"language": "en", "next": elsewhere}).url == "/"


# --- Notifications --------------------------------------------------------------------------------


def test_reminders_are_chosen(lea: Person) -> None:
    client = device(lea)
    for data, wanted in [({}, False), ({"wants_reminders": "on"}, True)]:
        response = client.post(NOTIFICATIONS, data)
        assert (response.status_code, response.url) == (302, NOTIFICATIONS)
        lea.refresh_from_db()
        assert lea.wants_reminders is wanted


# --- Addresses ------------------------------------------------------------------------------------


def rows(person: Person) -> list[tuple[str, bool, bool]]:
    found = EmailAddress.objects.filter(user=person).order_by("email")
    return [(row.email, row.primary, row.verified) for row in found]


def sure(client: Client) -> Client:
    """She has just typed her password again, as changes of addresses ask for."""
    response = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": EMAIL})
    assert (response.status_code, response.url) == (302, EMAIL)
    return client


def test_addresses_are_changed_only_after_the_password_again(lea: Person) -> None:
    response = device(lea).post(EMAIL, {"action_add": "1", "email": "lea@travail.example"})
    assert (response.status_code, response.url.partition("?")[0]) == (
        302,
        "/accounts/reauthenticate/",
    )
    assert rows(lea) == [("lea@courriel.example", True, True)]
    assert mails() == []


def test_an_address_is_added_verified_and_made_the_main_one(lea: Person) -> None:
    client = sure(device(lea))
    client.post(EMAIL, {"action_add": "1", "email": "lea@travail.example"})
    assert verified_addresses(lea) == ["lea@courriel.example"]
    response = client.post("/accounts/confirm-email/", {"code": last_code()})
    assert response.status_code == 302
    assert verified_addresses(lea) == ["lea@courriel.example", "lea@travail.example"]
    client.post(EMAIL, {"action_primary": "1", "email": "lea@travail.example"})
    lea.refresh_from_db()
    assert lea.email == "lea@travail.example"
    client.post(EMAIL, {"action_remove": "1", "email": "lea@courriel.example"})
    assert rows(lea) == [("lea@travail.example", True, True)]


def test_the_main_address_cannot_be_removed(lea: Person) -> None:
    verify_address(lea, "lea@travail.example")
    sure(device(lea)).post(EMAIL, {"action_remove": "1", "email": lea.email})
    assert rows(lea) == [
        ("lea@courriel.example", True, True),
        ("lea@travail.example", False, True),
    ]


@pytest.mark.parametrize("action", ["action_primary", "action_remove", "action_send"])
def test_nobody_touches_anothers_address(lea: Person, action: str) -> None:
    other = factories.person("noa@courriel.example")
    verify_address(other, "noa@travail.example")
    before = rows(other)
    sure(device(lea)).post(EMAIL, {action: "1", "email": "noa@travail.example"})
    assert rows(other) == before
    assert rows(lea) == [("lea@courriel.example", True, True)]


def test_adding_an_address_of_somebody_else_tells_nothing_and_takes_nothing(lea: Person) -> None:
    other = factories.person("noa@courriel.example")
    client = sure(device(lea))
    answers = []
    for address in ("noa@courriel.example", "inconnue@courriel.example"):
        OutgoingMail.objects.all().delete()
        response = client.post(EMAIL, {"action_add": "1", "email": address})
        answers.append((response.status_code, response.headers.get("Location"), len(mails())))
    assert answers[0] == answers[1]
    assert verified_addresses(other) == ["noa@courriel.example"]
    assert verified_addresses(lea) == ["lea@courriel.example"]


def test_an_account_has_at_most_ten_addresses(lea: Person) -> None:
    for number in range(9):
        verify_address(lea, f"lea{number}@courriel.example")
    client = sure(device(lea))
    assert client.get(EMAIL).context["can_add_email"] is False
    client.post(EMAIL, {"action_add": "1", "email": "une@detrop.example"})
    assert len(rows(lea)) == 10


# --- Password and devices -------------------------------------------------------------------------


def devices(person: Person) -> list[str]:
    return sorted(UserSession.objects.filter(user=person).values_list("user_agent", flat=True))


def test_devices_are_listed(lea: Person) -> None:
    phone = device(lea, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1")
    laptop = device(lea)
    page = laptop.get(SESSIONS)
    listed = re.findall(
        r'class="font-semibold">([^<]*)(?:<|$)|(cet appareil)', page.content.decode()
    )
    assert ["".join(found).strip() for found in listed if "".join(found).strip()] == [
        "Safari sur iPhone",
        "Firefox sur Linux",
        "cet appareil",
    ]
    assert signed_in(phone) == str(lea.pk)


def _end(person: Person, how: str) -> None:
    line = UserSession.objects.get(user=person, user_agent="ended")
    session = Session.objects.get(session_key=line.session_key)
    if how == "gone":
        session.delete()
        return
    store = SessionStore(line.session_key)
    if how == "older password":
        store[HASH_SESSION_KEY] = "0" * 64
        store.save()
    elif how == "of another person":
        store[SESSION_KEY] = str(factories.person().pk)
        store.save()
    else:
        Session.objects.filter(pk=session.pk).update(expire_date=timezone.now())


@pytest.mark.parametrize("how", ["gone", "older password", "of another person", "expired"])
def test_a_device_whose_session_has_ended_leaves_the_list(lea: Person, how: str) -> None:
    device(lea, "ended")
    laptop = device(lea, "laptop")
    _end(lea, how)

    found = laptop.get(SESSIONS).context["sessions"]

    assert [line.user_agent for line in found] == ["laptop"]
    assert devices(lea) == ["laptop"]


def test_the_other_devices_are_ended_and_this_one_stays(lea: Person) -> None:
    phone, laptop = device(lea), device(lea)
    stranger = device(_with_password("noa@courriel.example"))
    response = laptop.post(SESSIONS)
    assert (response.status_code, response.url) == (302, SESSIONS)
    assert phone.get(PROFILE).status_code == 302
    assert laptop.get(PROFILE).status_code == stranger.get(PROFILE).status_code == 200
    assert len(devices(lea)) == 1


def end(client: Client, person: Person, agent: str) -> Any:
    """Press the button beside the device."""
    row = UserSession.objects.get(user=person, user_agent=agent)
    return client.post(f"/account/devices/{row.pk}/end/", follow=True)


def test_one_device_is_ended_and_the_others_stay(lea: Person) -> None:
    phone, tablet, laptop = device(lea, "phone"), device(lea, "tablet"), device(lea, "laptop")
    page = laptop.get(SESSIONS).content.decode()
    offered = re.findall(r'action="(/account/devices/\d+/end/)"', page)
    others = UserSession.objects.filter(user=lea).exclude(user_agent="laptop")
    assert sorted(offered) == sorted(f"/account/devices/{row.pk}/end/" for row in others)

    answer = end(laptop, lea, "phone")

    assert notices(answer) == ["Cet appareil est déconnecté."]
    assert phone.get(PROFILE).status_code == 302
    assert tablet.get(PROFILE).status_code == laptop.get(PROFILE).status_code == 200
    assert devices(lea) == ["laptop", "tablet"]


def test_neither_this_device_nor_another_s_nor_one_that_is_gone_is_ended(lea: Person) -> None:
    laptop = device(lea, "laptop")
    noa = _with_password("noa@courriel.example")
    hers = device(noa, "hers")
    gone = "Votre session sur cet appareil est déjà fermée."

    assert notices(end(laptop, lea, "laptop")) == [
        "C’est l’appareil que vous utilisez en ce moment. Pour fermer cette session, "
        "déconnectez-vous."
    ]
    assert notices(end(laptop, noa, "hers")) == [gone]
    assert notices(laptop.post("/account/devices/999999/end/", follow=True)) == [gone]
    assert laptop.get(PROFILE).status_code == hers.get(PROFILE).status_code == 200
    assert laptop.get("/account/devices/1/end/").status_code == 405
    assert Client().post("/account/devices/1/end/").url.startswith(LOGIN)


@pytest.mark.parametrize("way", ["change", "reset"])
def test_a_new_password_signs_the_other_devices_out(lea: Person, way: str) -> None:
    phone, laptop = device(lea), device(lea)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    if way == "change":
        assert laptop.post(CHANGE, data).status_code == 302
        assert laptop.get(PROFILE).status_code == 200
    else:
        lea.set_password(NEW)  # as the page behind the link in the mail does
        lea.save()
        assert laptop.get(PROFILE).status_code == 302
    assert phone.get(PROFILE).status_code == 302


def test_the_first_password_signs_the_other_devices_out() -> None:
    person = factories.person("noa@courriel.example")
    phone, laptop = Client(), Client()
    for client in (phone, laptop):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert laptop.post(SET, {"password1": NEW, "password2": NEW}).status_code == 302
    assert phone.get(PROFILE).status_code == 302
    assert laptop.get(PROFILE).status_code == 200


def test_a_change_is_told_by_mail(lea: Person) -> None:
    client = device(lea)
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert mails() == [("lea@courriel.example", "Une modification de votre compte")]
    assert "Votre mot de passe a été changé." in OutgoingMail.objects.get().text


def test_a_password_needs_the_old_one(lea: Person) -> None:
    response = device(lea).post(
        CHANGE, {"oldpassword": "autre chose", "password1": NEW, "password2": NEW}
    )
    assert list(response.context["form"].errors) == ["oldpassword"]
    lea.refresh_from_db()
    assert lea.check_password(PASSWORD)


def test_when_a_device_was_last_used_is_noted_once_an_hour(
    lea: Person,
) -> None:
    client = device(lea)
    session = client.session
    session["acquis_seen_at"] -= 3601
    session.save()
    before = UserSession.objects.get().last_seen_at
    client.get(PROFILE)
    noted = UserSession.objects.get().last_seen_at
    assert noted > before
    client.get(PROFILE)
    assert UserSession.objects.get().last_seen_at == noted


def _with_password(email: str) -> Person:
    person = factories.person(email)
    person.set_password(PASSWORD)
    person.save()
    return person
