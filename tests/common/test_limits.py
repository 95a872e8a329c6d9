"""Attempts are counted over all processes; what is too much answers 429 and says how long."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from allauth.core.internal.ratelimit import get_rates, parse_rates
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from acquis.common.limits import WINDOW_SECONDS, limited
from acquis.common.models import OutgoingMail
from acquis.people.models import Person
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _counts_from_zero() -> None:
    cache.clear()


@limited("act")
def act(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


@limited("act", reading=True)
def read(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("read")


def request(method: str = "post", *, address: str = "192.0.2.1", person: Any = None) -> Any:
    found = getattr(RequestFactory(), method)("/", REMOTE_ADDR=address)
    found.user = person or AnonymousUser()
    return found


def statuses(times: int, **more: Any) -> list[int]:
    return [act(request(**more)).status_code for _time in range(times)]


def test_beyond_the_rate_the_answer_is_429(settings: Any) -> None:
    settings.RATE_LIMITS = {"act": "3/m/ip"}
    assert statuses(5) == [200, 200, 200, 429, 429]


def test_each_address_has_its_own_count(settings: Any) -> None:
    settings.RATE_LIMITS = {"act": "1/m/ip"}
    found = [act(request(address=address)).status_code for address in ("192.0.2.1", "192.0.2.2")]
    assert found == [200, 200]


def test_a_network_of_ipv6_addresses_counts_as_one(settings: Any) -> None:
    settings.RATE_LIMITS = {"act": "1/m/ip"}
    found = [act(request(address=f"2001:db8::{n}")).status_code for n in (1, 2)]
    other = act(request(address="2001:db8:0:1::1")).status_code
    assert (found, other) == ([200, 429], 200)


def test_a_person_is_counted_wherever_she_is(settings: Any) -> None:
    settings.RATE_LIMITS = {"act": "1/m/user"}
    lea = factories.person()
    found = [act(request(address=f"192.0.2.{n}", person=lea)).status_code for n in (1, 2)]
    assert found == [200, 429]


def test_without_a_rate_nothing_is_counted(settings: Any) -> None:
    settings.RATE_LIMITS = {}
    assert statuses(50) == [200] * 50


def test_reading_counts_only_where_it_is_said(settings: Any) -> None:
    settings.RATE_LIMITS = {"act": "1/m/ip"}
    assert [act(request("get")).status_code for _n in range(3)] == [200, 200, 200]
    assert [read(request("get")).status_code for _n in range(3)] == [200, 429, 429]


def test_the_answer_says_when_to_come_back(settings: Any) -> None:
    settings.RATE_LIMITS = {"act": "2/2s/ip"}
    statuses(2)
    refused = act(request())
    wait = int(refused["Retry-After"])
    assert (wait in {1, 2}, refused["Cache-Control"]) == (True, "no-store")
    assert f"Réessayez dans {wait} seconde" in refused.content.decode()
    time.sleep(wait)
    assert act(request()).status_code == 200


def test_the_page_names_the_request(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = {"verify": "1/m/ip"}
    client.post("/verify/")
    refused = client.post("/verify/")
    assert refused.status_code == 429
    assert f"<code>{refused['X-Request-ID']}</code>" in refused.content.decode()


def test_the_longest_of_several_waits_is_said(settings: Any) -> None:
    settings.RATE_LIMITS = {"act": "1/s/ip,2/h/ip"}
    act(request())
    time.sleep(1)
    act(request())
    refused = act(request())
    assert 3590 < int(refused["Retry-After"]) <= 3600
    assert "Réessayez dans 60 minutes." in refused.content.decode()


# --- Behind a proxy -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "found"),
    [(0, [200, 429, 429]), (1, [200, 200, 429])],
    ids=["no proxy", "one proxy"],
)
def test_what_a_client_says_of_its_address_is_not_believed(
    settings: Any, proxies: int, found: list[int]
) -> None:
    settings.RATE_LIMITS = {"act": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    said = ["198.51.100.1", "198.51.100.2", "203.0.113.9, 198.51.100.2"]
    asked = []
    for header in said:
        one = request(address="192.0.2.1")
        one.META["HTTP_X_FORWARDED_FOR"] = header
        asked.append(act(one).status_code)
    assert asked == found


# --- Several processes ----------------------------------------------------------------------------

HAMMER = """
import django; django.setup()
from django.contrib.auth.models import AnonymousUser
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from acquis.common.limits import limited
settings.RATE_LIMITS = {"act": "10/h/ip"}
act = limited("act")(lambda request: HttpResponse("done"))
def ask():
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.7")
    request.user = AnonymousUser()
    return act(request).status_code
print(sum(ask() == 200 for _n in range(8)))
"""


@pytest.mark.django_db(transaction=True)
def test_processes_count_together() -> None:
    name = connection.settings_dict["NAME"]
    url = (
        f"sqlite:///{name}"
        if connection.vendor == "sqlite"
        else re.sub(r"/[^/]*$", f"/{name}", os.environ["DATABASE_URL"])
    )
    environment = os.environ | {"DATABASE_URL": url, "ACQUIS_TESTING": "1"}

    def process() -> int:
        result = subprocess.run(
            [sys.executable, "-c", HAMMER],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return int(result.stdout)

    with ThreadPoolExecutor(4) as pool:
        passed = sum(future.result(120) for future in [pool.submit(process) for _n in range(4)])
    assert passed == 10


# --- The pages ------------------------------------------------------------------------------------


def apply_path() -> str:
    version = factories.published(factories.organization())
    return f"/catalog/{version.organization.slug}/{version.achievement.slug}/apply/"


def members_path() -> str:
    return "/o/atelier/members/invite/"


PAGES: list[tuple[str, str, Callable[[], str]]] = [
    ("verify", "post", lambda: "/verify/"),
    ("apply", "post", apply_path),
    ("mail_link", "get", lambda: "/passport/claim/x/"),
    ("mail_link", "post", lambda: "/passport/claim/x/"),
    ("mail_link", "get", lambda: "/passport/claim/x/image.png"),
    ("mail_link", "get", lambda: "/applications/confirm/x/"),
    ("mail_link", "post", lambda: "/applications/confirm/x/"),
    ("mail_link", "get", lambda: "/invitations/x/"),
    ("mail_link", "post", lambda: "/invitations/x/"),
]


@pytest.mark.parametrize(("action", "method", "path"), PAGES)
def test_each_page_that_costs_something_is_limited(
    client: Client, settings: Any, action: str, method: str, path: Callable[[], str]
) -> None:
    settings.RATE_LIMITS = {action: "2/m/ip"}
    where = path()
    found = [getattr(client, method)(where).status_code for _n in range(3)]
    assert found[2] == 429
    assert 429 not in found[:2]


def test_inviting_is_limited(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = {"invite": "2/h/user"}
    organization = factories.organization("atelier")
    from acquis.organizations.enums import Role  # noqa: PLC0415 - the only one that needs it

    client.force_login(factories.member(organization, Role.OWNER))
    asked = [client.post(members_path(), {"people": f"a{n}@x.example"}) for n in range(3)]
    assert [response.status_code for response in asked] == [302, 302, 429]
    assert OutgoingMail.objects.count() == 2


ALLAUTH = [
    ("login", "/accounts/login/", {"login": "a@x.example", "password": "x"}),
    ("signup", "/accounts/signup/", {"email": "a@x.example"}),
    ("reset_password", "/accounts/password/reset/", {"email": "a@x.example"}),
]


@pytest.mark.parametrize(("action", "path", "data"), ALLAUTH)
def test_the_pages_of_the_login_are_limited(
    settings: Any, action: str, path: str, data: dict[str, str]
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {action: "2/m/ip"}
    asked = [Client().post(path, data) for _n in range(3)]
    assert (asked[0].status_code != 429, asked[2].status_code) == (True, 429)
    assert asked[2]["Retry-After"] == str(WINDOW_SECONDS)
    assert "Réessayez dans 60 secondes." in asked[2].content.decode()


def test_codes_are_not_sent_without_end(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "2/m/key"}
    factories.person("a@x.example")
    for email in ("a@x.example", "inconnue@x.example"):
        OutgoingMail.objects.all().delete()
        asked = [Client().post("/accounts/login/code/", {"email": email}) for _n in range(3)]
        assert [response.status_code for response in asked] == [302, 302, 200]
        assert list(asked[2].context["form"].errors) == ["email"]
        assert OutgoingMail.objects.count() == 2


def test_guessing_one_accounts_password_ends_wherever_it_comes_from(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key"}
    lea = factories.person("lea@courriel.example")
    lea.set_password("une phrase assez longue")
    lea.save()
    for number in range(5):
        _guess(lea, "faux", f"192.0.2.{number}")
    right = _guess(lea, "une phrase assez longue", "192.0.2.99")
    assert (right.status_code, list(right.context["form"].errors)) == (200, ["__all__"])
    assert _guess(factories.person("noa@courriel.example"), "faux", "192.0.2.99").status_code == 200


def _guess(person: Person, password: str, address: str) -> Any:
    data = {"login": person.email, "password": password}
    return Client(REMOTE_ADDR=address).post("/accounts/login/", data)


# --- What production runs with --------------------------------------------------------------------


def production(*names: str) -> list[str]:
    """The settings of a production start, as text."""
    secret = "0123456789abcdefghijklmnopqrstuvwxyz-"
    environment = {
        "PATH": os.environ["PATH"],
        "ACQUIS_SECRET_KEY": secret + "a",
        "ACQUIS_KEY_ENCRYPTION_KEY": secret + "b",
        "ACQUIS_BASE_URL": "https://badges.example",
        "EMAIL_URL": "smtp://localhost:25",
        "PYTHONPATH": str(ROOT / "src"),
    }
    code = "import acquis.web.settings as s; print(*(repr(getattr(s, n)) for n in %r), sep='\\n')"
    result = subprocess.run(
        [sys.executable, "-c", code % (names,)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.splitlines()


def test_in_production_every_limited_action_has_a_rate() -> None:
    ours, allauths, cache_of = map(eval, production("RATE_LIMITS", "ACCOUNT_RATE_LIMITS", "CACHES"))
    assert {action for action, _method, _path in PAGES} | {"invite"} == set(ours)
    assert {action for action, _path, _data in ALLAUTH} <= set(allauths)
    assert cache_of["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_no_limit_of_allauth_that_answers_429_looks_back_further_than_the_page_says(
    settings: Any,
) -> None:
    settings.ACCOUNT_RATE_LIMITS, settings.MFA_RATE_LIMITS = map(
        eval, production("ACCOUNT_RATE_LIMITS", "MFA_RATE_LIMITS")
    )
    from allauth.account import app_settings  # noqa: PLC0415 - reads the settings just changed

    # A failed login is told in the form, and verification mails are only held back.
    told_otherwise = {"login_failed", "confirm_email", "verify_phone"}
    rates = {
        name: parse_rates(rate)
        for name, rate in app_settings.RATE_LIMITS.items()
        if name not in told_otherwise
    }
    rates["webauthn_login"] = get_rates(app="allauth.mfa", action="webauthn_login")
    assert max(rate.duration for found in rates.values() for rate in found) <= WINDOW_SECONDS
    assert all(rates.values())
