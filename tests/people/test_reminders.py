"""The link that ends reminders: without a login, with one click, by POST alone."""

import pytest
from django.test import Client
from django.urls import reverse

from acquis.people.domain import reminders
from acquis.people.errors import PeopleError
from acquis.people.models import Person
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def person() -> Person:
    return factories.person()


@pytest.fixture
def path(person: Person) -> str:
    return reminders.unsubscribe_url(person).removeprefix("http://localhost:8000")


def wanted(person: Person) -> bool:
    return Person.objects.get(pk=person.pk).wants_reminders


def test_opening_the_link_changes_nothing(person: Person, path: str, client: Client) -> None:
    response = client.get(path)
    assert (response.status_code, response.context["wanted"]) == (200, True)
    assert wanted(person)


def test_a_mail_program_ends_reminders_with_one_click(person: Person, path: str) -> None:
    """RFC 8058, 3.1: a POST with this body, without cookies."""
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 302
    assert not wanted(person)
    assert client.get(path).context["wanted"] is False


def test_the_page_brings_them_back(person: Person, path: str, client: Client) -> None:
    client.post(path, {"wanted": "no"})
    assert not wanted(person)
    client.post(path, {"wanted": "yes"})
    assert wanted(person)


@pytest.mark.parametrize("change", ["", "x", "other"])
def test_a_link_that_was_not_sent_changes_nobody(
    person: Person, path: str, client: Client, change: str
) -> None:
    other = factories.person()
    token = path.split("/")[2]
    forged = {
        "": "nonsense",
        "x": token[:-1] + ("a" if token[-1] != "a" else "b"),
        "other": other.pk.hex + token[32:],
    }[change]
    response = client.post(reverse("people:reminders", args=[forged]))
    assert response.status_code == 410
    assert (wanted(person), wanted(other)) == (True, True)
    with pytest.raises(PeopleError):
        reminders.person_of(forged)


def test_a_person_who_is_gone_has_no_link(person: Person, path: str, client: Client) -> None:
    person.delete()
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_only_opened_and_posted(path: str, client: Client, method: str) -> None:
    assert getattr(client, method)(path).status_code == 405
