"""Entering by a mail link, and who is signed in then."""

from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path

from acquis.people.models import Person
from acquis.people.views.current import current_person
from acquis.people.views.entry import enter
from tests import factories
from tests.people.pages import signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.urls(__name__)]


def follow(request: HttpRequest, person_id: UUID) -> HttpResponse:
    return enter(request, Person.objects.get(pk=person_id), then="/passport/")


urlpatterns = [path("follow/<uuid:person_id>/", follow), path("", include("acquis.web.urls"))]


def test_whoever_followed_the_link_is_signed_in_and_goes_on(client: Client) -> None:
    person = factories.person()
    response = client.get(f"/follow/{person.pk}/")
    assert (response.status_code, response.url) == (302, "/passport/")
    assert signed_in(client) == str(person.pk)


def test_whoever_was_signed_in_before_is_signed_out(client: Client) -> None:
    before, person = factories.person(), factories.person()
    client.force_login(before)
    session = client.session
    session["kept"] = "of the one before"
    session.save()
    client.get(f"/follow/{person.pk}/")
    assert signed_in(client) == str(person.pk)
    assert "kept" not in client.session


def test_who_is_signed_in_already_stays_so(client: Client) -> None:
    person = factories.person()
    client.force_login(person)
    response = client.get(f"/follow/{person.pk}/")
    assert (response.url, signed_in(client)) == ("/passport/", str(person.pk))


def test_an_inactive_person_is_not_let_in(client: Client) -> None:
    person = factories.person()
    Person.objects.update(is_active=False)
    response = client.get(f"/follow/{person.pk}/")
    assert (response.url, signed_in(client)) == ("/accounts/inactive/", None)


def test_whoever_was_signed_in_is_out_even_if_the_other_is_not_let_in(client: Client) -> None:
    before, person = factories.person(), factories.person()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    client.force_login(before)
    client.get(f"/follow/{person.pk}/")
    assert signed_in(client) is None


def test_the_current_person_is_whoever_is_signed_in() -> None:
    request = RequestFactory().get("/")
    request.user = factories.person()
    assert current_person(request) == request.user


def test_without_a_gate_there_is_no_current_person() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(TypeError) as caught:
        current_person(request)
    assert str(caught.value) == "This view is behind no gate that asks for a person."
