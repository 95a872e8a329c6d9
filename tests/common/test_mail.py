"""Mail: one outbox, in the transaction of the cause. Django's locmem backend stands for SMTP."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from acquis.common.domain.mail import Letter, post, send_pending
from acquis.common.models import OutgoingMail

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

REFUSED: set[str] = set()


class RefusingBackend(EmailBackend):
    """A mail server that refuses some readers."""

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if REFUSED & set(message.to):
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (450, b"Try later")})
        return int(super().send_messages(messages))


@pytest.fixture
def refusing(settings: Any) -> Any:
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    REFUSED.clear()
    yield REFUSED
    REFUSED.clear()


def letter(**changes: Any) -> Letter:
    return Letter(**({"subject": "Bonjour", "paragraphs": ("Un mot.",)} | changes))


def send_to(email: str = "lea@courriel.example", **changes: Any) -> OutgoingMail:
    return post(letter(**changes), to=email, language="fr")


def make_due() -> None:
    OutgoingMail.objects.filter(sent_at=None).update(
        next_attempt_at=timezone.now() - timedelta(seconds=1)
    )


def test_a_letter_is_rolled_back_with_its_cause(mailoutbox: list[Any]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the act itself
        send_to()
        raise ZeroDivisionError
    send_pending()
    assert (mailoutbox, OutgoingMail.objects.count()) == ([], 0)


def test_a_letter_waits_for_the_worker(mailoutbox: list[Any]) -> None:
    mail = send_to()
    assert mailoutbox == []
    assert (mail.sent_at, mail.attempts) == (None, 0)
    assert str(mail) == "lea@courriel.example: Bonjour"


def test_text_and_html_come_from_the_same_words(mailoutbox: list[Any], settings: Any) -> None:
    settings.BASE_URL = "https://badges.example"
    send_to(
        greeting="Bonjour Léa,",
        quote="Bravo <b>!</b>",
        code="123456",
        action=("Ouvrir", "https://badges.example/x/?a=1&b=2"),
        closing=("À bientôt.",),
    )
    assert send_pending() is None
    (message,) = mailoutbox
    assert message.body == (
        "Bonjour Léa,\n\nUn mot.\n\n> Bravo <b>!</b>\n\n123456\n\nOuvrir :\n"
        "https://badges.example/x/?a=1&b=2\n\nÀ bientôt.\n\n"
        "-- \nAcquis : vos compétences, prouvées et à vous.\nhttps://badges.example\n"
    )
    ((html, media_type),) = message.alternatives
    assert media_type == "text/html"
    assert '<html lang="fr">' in html
    for part in (
        "Bonjour Léa,</p>",
        "Bravo &lt;b&gt;!&lt;/b&gt;</blockquote>",
        ">123456</p>",
        '<a href="https://badges.example/x/?a=1&amp;b=2"',
        "À bientôt.</p>",
    ):
        assert part in html


def test_a_short_letter_shows_nothing_that_it_does_not_say(mailoutbox: list[Any]) -> None:
    send_to()
    send_pending()
    (message,) = mailoutbox
    assert message.body.startswith("Un mot.\n\n\n-- \n")
    assert "<blockquote" not in message.alternatives[0][0]
    assert "<a " not in message.alternatives[0][0]


@pytest.mark.parametrize(
    ("language", "signature"),
    [
        ("fr", "Acquis : vos compétences, prouvées et à vous."),
        ("en", "Acquis: your skills, proven and yours."),
    ],
)
def test_the_frame_is_in_the_readers_language(
    language: str, signature: str, mailoutbox: list[Any]
) -> None:
    post(letter(), to="lea@courriel.example", language=language)
    send_pending()
    (message,) = mailoutbox
    assert signature in message.body
    assert signature in message.alternatives[0][0]
    assert f'<html lang="{language}">' in message.alternatives[0][0]


def test_a_mail_is_sent_once(mailoutbox: list[Any]) -> None:
    send_to()
    send_pending()
    send_pending()
    assert [message.to for message in mailoutbox] == [["lea@courriel.example"]]


def test_a_mail_sent_meanwhile_is_passed_over(
    mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of what is due is read first: another worker may be quicker with the second."""
    send_to("un@courriel.example")
    send_to("deux@courriel.example")
    send = EmailBackend.send_messages

    def quicker(self: EmailBackend, messages: Any) -> int:
        OutgoingMail.objects.filter(to="deux@courriel.example").update(sent_at=timezone.now())
        return int(send(self, messages))

    monkeypatch.setattr(EmailBackend, "send_messages", quicker)
    assert send_pending() is None
    assert [message.to for message in mailoutbox] == [["un@courriel.example"]]


def test_mails_leave_in_the_order_of_writing(mailoutbox: list[Any]) -> None:
    for number in range(3):
        send_to(f"lea{number}@courriel.example")
    send_pending()
    assert [m.to[0] for m in mailoutbox] == [f"lea{n}@courriel.example" for n in range(3)]


def test_what_was_said_is_forgotten_once_it_is_sent(mailoutbox: list[Any]) -> None:
    mail = send_to(code="123456")
    send_pending()
    mail.refresh_from_db()
    assert (mail.text, mail.html, mail.attempts, mail.last_error) == ("", "", 1, "")
    assert mail.sent_at is not None


def test_the_demonstration_keeps_its_mails_to_be_read(mailoutbox: list[Any], settings: Any) -> None:
    settings.DEMO = True
    mail = send_to(code="123456")
    send_pending()
    mail.refresh_from_db()
    assert mail.sent_at is not None
    assert "123456" in mail.text
    assert "123456" in mail.html


def test_a_refused_mail_is_kept_with_its_error_and_the_others_leave(
    refusing: set[str], mailoutbox: list[Any]
) -> None:
    refusing.add("perdue@courriel.example")
    refused = send_to("perdue@courriel.example")
    send_to()
    before = timezone.now()
    retry = send_pending()
    refused.refresh_from_db()
    assert [message.to for message in mailoutbox] == [["lea@courriel.example"]]
    assert refused.last_error == (
        "SMTPRecipientsRefused({'perdue@courriel.example': (450, b'Try later')})"
    )
    assert (refused.sent_at, refused.attempts, refused.next_attempt_at) == (None, 1, retry)
    assert round((retry - before).total_seconds()) == 60
    assert "Un mot." in refused.text


def test_a_refused_mail_is_left_alone_until_it_is_due_then_sent(
    refusing: set[str], mailoutbox: list[Any]
) -> None:
    refusing.add("lea@courriel.example")
    mail = send_to()
    send_pending()
    refusing.clear()
    assert send_pending() is None
    assert mailoutbox == []
    make_due()
    send_pending()
    mail.refresh_from_db()
    assert [message.to for message in mailoutbox] == [["lea@courriel.example"]]
    assert (mail.attempts, mail.last_error, mail.text) == (2, "", "")


def test_each_refusal_doubles_the_wait_up_to_six_hours(refusing: set[str]) -> None:
    refusing.add("lea@courriel.example")
    send_to()
    waits = []
    for _attempt in range(11):
        make_due()
        before = timezone.now()
        waits.append(round((send_pending() - before).total_seconds() / 60))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_after_weeks_of_refusals_the_others_still_leave(
    refusing: set[str], mailoutbox: list[Any]
) -> None:
    refusing.add("perdue@courriel.example")
    send_to("perdue@courriel.example")
    OutgoingMail.objects.update(attempts=500)
    send_to()
    send_pending()
    assert [message.to for message in mailoutbox] == [["lea@courriel.example"]]


@pytest.mark.parametrize(
    "subject",
    ["Bonjour\r\nBcc: tous@courriel.example", "Bonjour\nBcc: tous@courriel.example"],
    ids=["CR LF", "LF"],
)
def test_a_subject_adds_no_header(subject: str, mailoutbox: list[Any]) -> None:
    send_to(subject=subject)
    send_pending()
    (message,) = mailoutbox
    assert message.subject == "Bonjour Bcc: tous@courriel.example"
    assert "Bcc" not in message.message()
    assert message.recipients() == ["lea@courriel.example"]


def test_a_subject_too_long_is_cut() -> None:
    assert send_to(subject="mot " * 100).subject == ("mot " * 100)[:200]


def test_an_address_that_no_header_can_hold_holds_back_no_other(mailoutbox: list[Any]) -> None:
    bad = send_to("lea@courriel.example\nBcc: tous@courriel.example")
    send_to()
    send_pending()
    bad.refresh_from_db()
    assert [message.to for message in mailoutbox] == [["lea@courriel.example"]]
    assert bad.sent_at is None
    assert bad.last_error.startswith("BadHeaderError(")


def test_the_error_of_a_mail_is_gone_once_it_is_sent(mailoutbox: list[Any]) -> None:
    mail = send_to()
    OutgoingMail.objects.update(last_error="OSError()")
    send_pending()
    mail.refresh_from_db()
    assert mail.last_error == ""
