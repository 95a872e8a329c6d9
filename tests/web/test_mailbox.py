"""The demonstration's mailbox, which exists nowhere else."""

import re
import uuid

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from acquis.common.domain.mail import Letter, post, send_pending
from acquis.common.models import OutgoingMail
from tests.web.pages import methods_but

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _demonstration(settings: LazySettings) -> None:
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


def written(to: str, subject: str) -> OutgoingMail:
    letter = Letter(
        subject=subject,
        paragraphs=("<script>alert(1)</script>",),
        action=("Suivre", "https://badges.example/suite"),
    )
    return post(letter, to=to, language="fr")


def sent(to: str, subject: str = "Bonjour") -> OutgoingMail:
    mail = written(to, subject)
    send_pending()
    return mail


def mail_url(mail: OutgoingMail) -> str:
    return reverse("web:mail", args=[mail.pk])


def listed(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/mailbox/{query}").content.decode()
    return re.findall(r'href="(/mailbox/[0-9a-f-]+/)"', page)


def test_the_newest_mail_comes_first_and_what_is_not_sent_does_not_come(client: Client) -> None:
    first, second = sent("lea@courriel.example"), sent("hugo@courriel.example")
    written("lea@courriel.example", "Pas encore")

    assert listed(client) == [mail_url(second), mail_url(first)]


def test_the_mail_of_one_address_is_shown(client: Client) -> None:
    mail = sent("lea+badge@courriel.example")
    sent("hugo@courriel.example")

    assert listed(client, "?to=lea%2Bbadge@courriel.example") == [mail_url(mail)]
    assert listed(client, "?to=nobody@courriel.example") == []


def test_a_mail_is_read_with_its_link_and_nothing_in_it_acts(client: Client) -> None:
    response = client.get(mail_url(sent("lea@courriel.example", "Votre demande")))

    page = response.content.decode()
    assert response.status_code == 200
    assert "Votre demande" in page
    assert '<a href="https://badges.example/suite"' in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)</script>" not in page


def test_a_mail_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get(reverse("web:mail", args=[uuid.uuid4()])).status_code == 404


def test_outside_the_demonstration_there_is_no_mailbox(
    client: Client, settings: LazySettings
) -> None:
    mail = sent("lea@courriel.example")
    settings.DEMO = False

    assert {client.get(url).status_code for url in ("/mailbox/", mail_url(mail))} == {404}


def test_outside_the_demonstration_a_sent_mail_keeps_no_words(settings: LazySettings) -> None:
    settings.DEMO = False
    mail = sent("lea@courriel.example")

    mail.refresh_from_db()
    assert (mail.text, mail.html) == ("", "")


def test_the_mailbox_is_only_read(client: Client) -> None:
    urls = ["/mailbox/", mail_url(sent("lea@courriel.example"))]

    assert {getattr(client, m)(url).status_code for m in methods_but("get") for url in urls} == {
        405
    }
