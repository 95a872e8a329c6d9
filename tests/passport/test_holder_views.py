"""The holder's pages: seeing, downloading, sharing; and that they are hers alone."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from acquis.credentials import Verdict, extract
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.passport.models import HeldCredential
from acquis.people.models import Person
from tests import factories
from tests.web.pages import login_before, methods_but, notices, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAGES = {"held": "get", "json": "get", "png": "get", "image": "get", "share": "post"}
every_page = pytest.mark.parametrize("place", PAGES)


@pytest.fixture
def held() -> HeldCredential:
    return factories.held(factories.published(factories.organization("boreal")))


@pytest.fixture
def organization(held: HeldCredential) -> Organization:
    return Organization.objects.get(slug="boreal")


@pytest.fixture
def holder(held: HeldCredential) -> Client:
    return signed_in(held.person)


def url(held: HeldCredential, place: str) -> str:
    return reverse(f"passport:{place}", args=[held.pk])


def answer(client: Client, held: HeldCredential, place: str) -> int:
    status: int = getattr(client, PAGES[place])(url(held, place)).status_code
    return status


@every_page
def test_who_is_not_signed_in_is_sent_to_sign_in(
    client: Client, held: HeldCredential, place: str
) -> None:
    response = getattr(client, PAGES[place])(url(held, place))

    assert (response.status_code, response["Location"]) == (302, login_before(url(held, place)))


@every_page
def test_another_person_finds_nothing(held: HeldCredential, place: str) -> None:
    assert answer(signed_in(factories.held().person), held, place) == 404
    held.refresh_from_db()
    assert held.share.active is True


@every_page
def test_the_issuer_finds_nothing_whatever_its_roles(
    held: HeldCredential, organization: Organization, place: str
) -> None:
    assert answer(signed_in(factories.member(organization, *Role)), held, place) == 404


@every_page
def test_an_unknown_badge_is_not_found(holder: Client, place: str) -> None:
    unknown = reverse(f"passport:{place}", args=["00000000-0000-4000-8000-000000000000"])

    assert getattr(holder, PAGES[place])(unknown).status_code == 404


@pytest.mark.parametrize(
    ("place", "method"),
    [(place, wrong) for place, right in PAGES.items() for wrong in methods_but(right)],
)
def test_wrong_methods_are_refused(
    holder: Client, held: HeldCredential, place: str, method: str
) -> None:
    assert getattr(holder, method)(url(held, place)).status_code == 405


def test_the_passport_asks_for_a_person_and_a_get(client: Client, holder: Client) -> None:
    response = client.get("/passport/")

    assert (response.status_code, response["Location"]) == (302, login_before("/passport/"))
    assert {getattr(holder, method)("/passport/").status_code for method in methods_but("get")} == {
        405
    }


def test_the_badge_s_page_shows_its_verdict_and_where_to_share(
    holder: Client, held: HeldCredential
) -> None:
    page_url = f"http://localhost:8000/s/{held.share.token}/"

    context = holder.get(url(held, "held")).context

    assert (context["report"].verdict, context["summary"].name, context["page_url"]) == (
        Verdict.VALID,
        "Animer une réunion utile",
        page_url,
    )
    assert context["linkedin_post"] == (
        "https://www.linkedin.com/sharing/share-offsite/"
        f"?url=http%3A%2F%2Flocalhost%3A8000%2Fs%2F{held.share.token}%2F"
    )
    assert held.valid_from is not None
    assert held.valid_until is not None
    add = urlsplit(context["linkedin_add"])
    assert add[:3] == ("https", "www.linkedin.com", "/profile/add")
    assert {name: value for name, [value] in parse_qs(add.query).items()} == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Animer une réunion utile",
        "organizationName": "Organisation boreal",
        "certUrl": page_url,
        "certId": held.credential_id.removeprefix("urn:uuid:"),
        "issueYear": str(held.valid_from.year),
        "issueMonth": str(held.valid_from.month),
        "expirationYear": str(held.valid_until.year),
        "expirationMonth": str(held.valid_until.month),
    }


@pytest.mark.parametrize(
    ("place", "media_type", "name"),
    [
        ("json", "application/vc+ld+json", "animer-une-reunion-utile.json"),
        ("png", "image/png", "animer-une-reunion-utile.png"),
    ],
)
def test_downloads_carry_the_very_bytes_that_were_signed(
    holder: Client, held: HeldCredential, place: str, media_type: str, name: str
) -> None:
    response = holder.get(url(held, place))

    assert extract(response.content) == bytes(held.document)
    assert {
        header: response[header]
        for header in ("Content-Type", "Content-Disposition", "Cache-Control")
    } == {
        "Content-Type": media_type,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }


def test_a_badge_whose_name_has_no_letters_is_downloaded_all_the_same(
    holder: Client, held: HeldCredential
) -> None:
    HeldCredential.objects.filter(pk=held.pk).update(name="会议")

    response = holder.get(url(held, "json"))

    assert response["Content-Disposition"] == 'attachment; filename="badge.json"'


def test_the_picture_on_the_page_is_the_bare_one(holder: Client, held: HeldCredential) -> None:
    response = holder.get(url(held, "image"))

    assert (response.content, response["Content-Type"], response["Cache-Control"]) == (
        bytes(held.image_png),
        "image/png",
        "private, max-age=86400",
    )


def test_the_holder_closes_and_opens_the_public_page(holder: Client, held: HeldCredential) -> None:
    shared = reverse("passport:shared", args=[held.share.token])

    closed = holder.post(url(held, "share"), {"active": "no"}, follow=True)
    assert notices(closed) == ["La page publique est fermée à tous."]
    assert Client().get(shared).status_code == 404

    opened = holder.post(url(held, "share"), {"active": "yes"}, follow=True)
    assert opened.redirect_chain == [(url(held, "held"), 302)]
    assert notices(opened) == ["La page publique est ouverte."]
    assert Client().get(shared).status_code == 200


def test_the_passport_is_searched_and_sorted() -> None:
    person = factories.person()
    boreal = factories.organization(name="Institut Boréal")
    names = ["Souder", "Animer", "Former"]
    for name in names:
        version = factories.published(boreal, name={"fr": name}, validity_months=None)
        factories.held(version, holder=person)
    elsewhere = factories.organization(name="Ailleurs")
    factories.held(factories.published(elsewhere, name={"fr": "Zinguer"}), holder=person)
    factories.held(factories.published(boreal, name={"fr": "D’autrui"}))
    client = signed_in(person)

    def found(**asked: str) -> list[str]:
        rows = client.get("/passport/", asked).context["list"].rows
        return [row.name for row in rows]

    assert found() == ["Zinguer", *names[::-1]]
    assert found(q="BOREAL") == names[::-1]
    assert found(q="souder boreal") == ["Souder"]
    assert found(sort="name") == ["Animer", "Former", "Souder", "Zinguer"]
    assert found(sort="issuer") == ["Zinguer", "Animer", "Former", "Souder"]
    assert "Rien ne correspond" in client.get("/passport/", {"q": "x"}).content.decode()


@pytest.fixture
def person() -> Person:
    return factories.person()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_passport_costs_the_same_with_one_row_and_with_thirty(
    person: Person, django_assert_num_queries: Callable[[int], object], rows: int
) -> None:
    organization = factories.organization()
    for _ in range(rows):
        factories.held(factories.published(organization), holder=person)
        factories.credential(factories.published(organization), holder=person)
    client = signed_in(person)

    with django_assert_num_queries(7):
        context = client.get("/passport/").context
        assert (context["list"].total, len(context["waiting"])) == (rows, rows)
