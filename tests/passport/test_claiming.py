"""Claiming: two steps from the mail, or one from the passport's own page."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acquis.common.models import OutgoingMail
from acquis.passport.domain import holding
from acquis.passport.errors import PassportError
from acquis.passport.models import HeldCredential
from acquis.people.errors import MailLinkUsed
from acquis.people.models import MailLink, Person
from acquis.securing.models import Credential, Delivery
from tests import factories
from tests.thawing import thaw
from tests.web.pages import login_before, methods_but, notices, signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

BROKEN = "Ce badge ne se vérifie pas ; il n’a donc pas été pris. Signalez-le à son émetteur."
RECEIVED = "Le badge est dans votre passeport, à vie."


@pytest.fixture
def holder() -> Person:
    return factories.person("lea@courriel.example", name="Léa")


@pytest.fixture
def credential(holder: Person) -> Credential:
    return factories.credential(holder=holder)


@pytest.fixture
def token(credential: Credential) -> str:
    mail = OutgoingMail.objects.order_by("-created_at")[0]
    [found] = re.findall(r"/passport/claim/([\w-]+)/", mail.text)
    return str(found)


def spoil(credential: Credential) -> None:
    """As somebody with the database in hand might: the bytes say more than was signed."""
    forged = bytes(credential.document).replace(b"Animer", b"Diriger")
    thaw(Credential)
    Credential.objects.filter(pk=credential.pk).update(document=forged)


def claim_url(token: str, name: str = "claim") -> str:
    return reverse(f"passport:{name}", args=[token])


def test_looking_at_the_link_s_page_claims_nothing(
    client: Client, credential: Credential, token: str
) -> None:
    for _ in range(2):
        response = client.get(claim_url(token))
        assert response.status_code == 200

    assert response.context["summary"].name == "Animer une réunion utile"
    assert response.context["image_url"] == claim_url(token, "claim_image")
    assert response.context["other"] is False
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert not HeldCredential.objects.exists()
    assert not MailLink.objects.exclude(used_at=None).exists()
    assert not response.wsgi_request.user.is_authenticated


def test_the_link_s_page_shows_the_picture(
    client: Client, credential: Credential, token: str
) -> None:
    response = client.get(claim_url(token, "claim_image"))

    assert (response["Content-Type"], response.content) == (
        "image/png",
        bytes(credential.image_png),
    )


def test_the_second_step_takes_the_badge_in_and_signs_the_holder_in(
    client: Client, holder: Person, credential: Credential, token: str
) -> None:
    response = client.post(claim_url(token), follow=True)

    [held] = HeldCredential.objects.all()
    assert response.redirect_chain == [(reverse("passport:held", args=[held.pk]), 302)]
    assert response.wsgi_request.user == holder
    assert notices(response)[0] == RECEIVED
    assert (held.person, bytes(held.document)) == (holder, bytes(credential.document))
    assert Delivery.objects.get().claimed_at is not None


def test_a_used_link_leads_its_holder_to_the_passport_and_anybody_else_to_sign_in(
    client: Client, credential: Credential, token: str
) -> None:
    client.post(claim_url(token))

    for method in (client.get, client.post):
        response = method(claim_url(token))
        assert (response.status_code, response["Location"]) == (302, "/passport/")
    stranger = Client().get(claim_url(token))
    assert (stranger.status_code, stranger.context["message"]) == (
        410,
        "Ce lien a déjà servi. Connectez-vous avec votre adresse e-mail.",
    )
    assert client.get(claim_url(token, "claim_image")).status_code == 404
    assert HeldCredential.objects.count() == 1


@pytest.mark.parametrize("name", ["claim", "claim_image"])
def test_an_unknown_link_claims_nothing(client: Client, name: str) -> None:
    response = client.get(claim_url("unknown", name))

    assert response.status_code == (410 if name == "claim" else 404)


def test_an_expired_link_claims_nothing(client: Client, credential: Credential, token: str) -> None:
    MailLink.objects.update(expires_at=timezone.now())

    response = client.post(claim_url(token))

    assert response.status_code == 410
    assert not HeldCredential.objects.exists()


def test_a_link_made_for_something_else_claims_nothing(
    client: Client, credential: Credential, token: str
) -> None:
    MailLink.objects.update(purpose="assessing.confirm_application")

    assert client.post(claim_url(token)).status_code == 410


def test_somebody_else_who_is_signed_in_is_told_and_signed_out(
    holder: Person, credential: Credential, token: str
) -> None:
    client = signed_in(factories.person("autre@courriel.example"))

    assert client.get(claim_url(token)).context["other"] is True
    response = client.post(claim_url(token), follow=True)

    assert response.wsgi_request.user == holder
    assert [held.person for held in HeldCredential.objects.all()] == [holder]


def test_a_badge_that_does_not_verify_is_not_taken_in_and_the_link_stays(
    client: Client, credential: Credential, token: str
) -> None:
    spoil(credential)

    response = client.post(claim_url(token))

    assert (response.status_code, response.context["message"]) == (410, BROKEN)
    assert not HeldCredential.objects.exists()
    assert Delivery.objects.get().claimed_at is None
    assert not MailLink.objects.exclude(used_at=None).exists()


@pytest.mark.parametrize(("name", "allowed"), [("claim", ("get", "post")), ("claim_image", "get")])
def test_claim_pages_refuse_wrong_methods(
    client: Client, token: str, name: str, allowed: tuple[str, ...]
) -> None:
    wrong = methods_but(*([allowed] if isinstance(allowed, str) else allowed))

    assert {getattr(client, method)(claim_url(token, name)).status_code for method in wrong} == {
        405
    }


@pytest.fixture
def receive_url(credential: Credential) -> str:
    return reverse("passport:receive", args=[credential.delivery.pk])


def test_the_passport_offers_what_waits_and_receives_it(
    holder: Person, credential: Credential, receive_url: str
) -> None:
    client = signed_in(holder)
    assert client.get("/passport/").context["waiting"] == [credential.delivery]

    response = client.post(receive_url, follow=True)

    [held] = HeldCredential.objects.all()
    assert response.redirect_chain == [(reverse("passport:held", args=[held.pk]), 302)]
    assert notices(response) == [RECEIVED]
    page = client.get("/passport/")
    assert (page.context["waiting"], page.context["list"].rows) == ([], [held])


def test_receiving_twice_keeps_one(holder: Person, receive_url: str) -> None:
    client = signed_in(holder)

    first, second = client.post(receive_url), client.post(receive_url)

    assert first["Location"] == second["Location"]
    assert HeldCredential.objects.count() == 1


def test_the_mail_s_link_still_leads_to_what_was_received_from_the_passport(
    client: Client, holder: Person, receive_url: str, token: str
) -> None:
    first = signed_in(holder).post(receive_url)

    response = client.post(claim_url(token))

    assert response["Location"] == first["Location"]
    assert HeldCredential.objects.count() == 1


def test_nobody_receives_another_s_badge(receive_url: str) -> None:
    client = signed_in(factories.person())

    assert client.post(receive_url).status_code == 404
    unknown = reverse("passport:receive", args=[uuid.uuid4()])
    assert client.post(unknown).status_code == 404
    assert not HeldCredential.objects.exists()


def test_receiving_asks_for_a_person_and_a_post(
    client: Client, holder: Person, receive_url: str
) -> None:
    response = client.post(receive_url)

    assert (response.status_code, response["Location"]) == (302, login_before(receive_url))
    signed = signed_in(holder)
    assert {getattr(signed, m)(receive_url).status_code for m in methods_but("post")} == {405}


def test_the_passport_says_why_a_badge_was_not_taken_in(
    holder: Person, credential: Credential, receive_url: str
) -> None:
    spoil(credential)

    response = signed_in(holder).post(receive_url, follow=True)

    assert response.redirect_chain == [("/passport/", 302)]
    assert notices(response) == [BROKEN]
    assert response.context["waiting"] == [credential.delivery]


def test_the_domain_claims_once(credential: Credential, token: str) -> None:
    held = holding.claim(token)

    assert held.credential_id == str(credential)
    with pytest.raises(MailLinkUsed):
        holding.claim(token)


def test_the_domain_refuses_what_does_not_verify(holder: Person, credential: Credential) -> None:
    spoil(credential)

    with pytest.raises(PassportError) as refusal:
        holding.receive(holder, credential.delivery.pk)

    assert str(refusal.value) == BROKEN
    assert Delivery.objects.get().claimed_at is None
