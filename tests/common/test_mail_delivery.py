"""Mail against real SMTP servers, and what a mail service reports."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from acquis.common.domain import mail
from acquis.common.domain.mail import Letter, post, send_pending
from acquis.common.enums import MailState
from acquis.common.models import OutgoingMail
from tests import factories
from tests.common.smtp import Postbox, free_port, postbox, silence
from tests.threads import at_the_same_time

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LEA = "lea@courriel.example"


@pytest.fixture(autouse=True)
def _by_smtp(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1


@pytest.fixture
def server(settings: Any) -> Iterator[Postbox]:
    with postbox() as (handler, port):
        settings.EMAIL_PORT = port
        yield handler


def write(to: str = LEA, **more: Any) -> OutgoingMail:
    letter = Letter(subject="Félicitations", paragraphs=("Un mot.",), **more)
    return post(letter, to=to, language="fr")


def again(written: OutgoingMail) -> OutgoingMail:
    return OutgoingMail.objects.get(pk=written.pk)


def test_a_letter_arrives_in_both_forms(server: Postbox) -> None:
    written = write()
    assert written.state == MailState.WAITING
    assert send_pending() is None

    (message,) = server.received
    assert server.readers == [LEA]
    assert (message["To"], message["Subject"]) == (LEA, "=?utf-8?q?F=C3=A9licitations?=")
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
    assert message["List-Unsubscribe"] is None
    assert again(written).state == MailState.SENT


def test_a_reminder_can_be_ended_with_one_click(server: Postbox) -> None:
    write(unsubscribe_url="https://badges.example/reminders/x/")
    send_pending()

    (message,) = server.received
    assert message["List-Unsubscribe"] == "<https://badges.example/reminders/x/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = (part.get_payload(decode=True).decode() for part in message.get_payload())  # type: ignore[union-attr] # two parts
    assert (
        "Ne plus recevoir de rappels\N{NO-BREAK SPACE}: https://badges.example/reminders/x/" in text
    )
    assert '<a href="https://badges.example/reminders/x/"' in html


def test_an_address_that_is_refused_for_good_is_not_tried_again(server: Postbox) -> None:
    server.answers[LEA] = "550 5.1.1 No such user"
    lost, other = write(), write("theo@courriel.example")

    assert send_pending() is None

    lost = again(lost)
    assert (lost.state, lost.attempts, lost.sent_at) == (MailState.BOUNCED, 1, None)
    assert "No such user" in lost.last_error
    assert again(other).state == MailState.SENT
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    send_pending()
    assert again(lost).attempts == 1


def test_an_address_that_is_refused_for_now_is_tried_again(server: Postbox) -> None:
    server.answers[LEA] = "451 4.7.1 Greylisted"
    written = write()
    assert send_pending() is not None
    assert again(written).state == MailState.DELAYED

    server.answers.clear()
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    send_pending()
    assert (again(written).state, server.readers) == (MailState.SENT, [LEA])


def test_a_server_that_is_down_delays(settings: Any) -> None:
    settings.EMAIL_PORT = free_port()
    written = write()
    assert send_pending() is not None
    assert again(written).state == MailState.DELAYED
    assert again(written).last_error.startswith("ConnectionRefusedError(")


def test_a_silent_server_is_given_up(settings: Any) -> None:
    written = write()
    with silence() as settings.EMAIL_PORT:
        started = time.monotonic()
        assert send_pending() is not None
        assert time.monotonic() - started < 5
    assert again(written).state == MailState.DELAYED
    assert "timed out" in again(written).last_error


@pytest.mark.django_db(transaction=True)
def test_a_silent_server_holds_nobody_else_up(settings: Any) -> None:
    """On SQLite a transaction that waits for the server would lock everybody out."""
    settings.EMAIL_TIMEOUT = 2
    write()
    waited: list[float] = []

    def write_meanwhile() -> None:
        time.sleep(0.5)
        started = time.monotonic()
        write("theo@courriel.example")
        waited.append(time.monotonic() - started)

    with silence() as settings.EMAIL_PORT:
        at_the_same_time(lambda: send_pending() and None, write_meanwhile)
    assert waited[0] < 1
    assert connection.vendor in ("sqlite", "postgresql")


def test_a_refused_mail_is_sent_again_when_the_operator_says_so(server: Postbox) -> None:
    server.answers[LEA] = "550 5.1.1 No such user"
    written = write()
    send_pending()
    server.answers.clear()

    assert mail.send_again(written.pk)
    send_pending()
    assert (again(written).state, server.readers) == (MailState.SENT, [LEA])
    assert not mail.send_again(written.pk)


def test_the_operator_sees_what_is_stuck_and_sends_it_again(
    server: Postbox, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answers |= {LEA: "550 5.1.1 No such user", "theo@courriel.example": "451 Later"}
    for name in ("lea", "theo", "zoe"):
        write(f"{name}@courriel.example")
    send_pending()
    call_command("mail")
    shown = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in shown] == ["bounced", "delayed"]
    assert [line.split()[2] for line in shown] == [LEA, "theo@courriel.example"]
    assert "No such user" in shown[0]

    server.answers.clear()
    call_command("mail", "--send-again", shown[0].split()[0])
    send_pending()
    assert server.readers == ["zoe@courriel.example", LEA]


# --- What a mail service reports ----------------------------------------------------------------


@pytest.fixture
def postmark(settings: Any) -> None:
    settings.MAIL_SERVICE = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "post:secret", "POSTMARK_SERVER_TOKEN": "x"}


def report(client: Client, kind: str, message_id: str, *, secret: str = "post:secret") -> int:
    """What Postmark sends of a bounce (its documentation, "Bounce webhook")."""
    body = {
        "RecordType": kind,
        "Type": "HardBounce" if kind == "Bounce" else kind,
        "TypeCode": 1,
        "MessageID": message_id,
        "Email": LEA,
        "Details": "550 No such user",
        "BouncedAt": "2026-11-24T08:00:00Z",
        "DeliveredAt": "2026-11-24T08:00:00Z",
        "Recipient": LEA,
    }
    credentials = base64.b64encode(secret.encode()).decode()
    response = client.post(
        "/mail/news/",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Basic {credentials}"},
    )
    return response.status_code


def sent(message_id: str) -> OutgoingMail:
    return OutgoingMail.objects.create(to=LEA, sent_at=timezone.now(), message_id=message_id)


@pytest.mark.usefixtures("postmark")
def test_a_bounce_that_is_reported_is_known(client: Client) -> None:
    lost, other = sent("one"), sent("two")
    assert report(client, "Bounce", "one") == 200
    assert (again(lost).state, again(lost).last_error) == (MailState.BOUNCED, "550 No such user")
    assert again(other).state == MailState.SENT


@pytest.mark.usefixtures("postmark")
def test_who_calls_our_mail_spam_is_reminded_no_more(client: Client) -> None:
    lea, noa = factories.person(LEA), factories.person("noa@courriel.example")
    complained, unknown = sent("one"), sent("two")
    OutgoingMail.objects.filter(pk=unknown.pk).update(to="personne@courriel.example")

    for message_id in ("two", "of another site", ""):
        assert report(client, "SpamComplaint", message_id) == 200
    assert report(client, "SpamComplaint", "one", secret="post:guessed") == 400
    lea.refresh_from_db()
    assert lea.wants_reminders

    assert report(client, "SpamComplaint", "one") == 200

    lea.refresh_from_db()
    noa.refresh_from_db()
    assert (lea.wants_reminders, noa.wants_reminders) == (False, True)
    assert again(complained).state == MailState.SENT  # it arrived, after all


@pytest.mark.usefixtures("postmark")
def test_other_news_changes_nothing(client: Client) -> None:
    arrived = sent("one")
    assert report(client, "Delivery", "one") == 200
    assert report(client, "Bounce", "unknown") == 200
    assert again(arrived).state == MailState.SENT


@pytest.mark.usefixtures("postmark")
def test_news_without_the_secret_is_not_believed(client: Client) -> None:
    arrived = sent("one")
    assert report(client, "Bounce", "one", secret="post:guessed") == 400
    assert again(arrived).state == MailState.SENT


@pytest.mark.parametrize("anymail", [{}, {"POSTMARK_SERVER_TOKEN": "x"}], ids=["none", "no secret"])
def test_nobody_listens_where_no_secret_is_set(
    client: Client, settings: Any, anymail: dict[str, str]
) -> None:
    settings.MAIL_SERVICE, settings.ANYMAIL = "postmark", anymail
    assert report(client, "Bounce", "one") == 404


def test_nobody_listens_where_mail_leaves_by_smtp(client: Client, settings: Any) -> None:
    settings.MAIL_SERVICE, settings.ANYMAIL = "", {"WEBHOOK_SECRET": "post:secret"}
    assert report(client, "Bounce", "one") == 404


def test_without_a_name_no_bounce_is_anybody_s() -> None:
    by_smtp = OutgoingMail.objects.create(to=LEA, sent_at=timezone.now())
    assert not mail.note_bounce("", reason="550")
    assert again(by_smtp).state == MailState.SENT


class PostmarkServer(BaseHTTPRequestHandler):
    """Answers as Postmark's API does (its documentation, "Send a single email")."""

    refuse: set[str] = set()

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused = asked["To"] in self.refuse
        answer = {
            "To": asked["To"],
            "SubmittedAt": "2026-11-24T08:00:00Z",
            "MessageID": "b7bc2f4a-e38e-4336-af7d-e6c392c2f817",
            "ErrorCode": 406 if refused else 0,
            "Message": "You tried to send to a recipient that has been marked as inactive.\n"
            f"Found inactive addresses: {asked['To']}.\nInactive recipients are ones that ..."
            if refused
            else "OK",
        }
        self.send_response(422 if refused else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_args: Any) -> None:
        """Nothing on standard error."""


@pytest.fixture
def postmark_server(settings: Any) -> Iterator[type[PostmarkServer]]:
    PostmarkServer.refuse = set()
    server = HTTPServer(("127.0.0.1", 0), PostmarkServer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "x",
        "POSTMARK_API_URL": f"http://127.0.0.1:{server.server_port}/",
    }
    yield PostmarkServer
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("postmark_server")
def test_the_mail_service_s_name_for_a_mail_is_kept() -> None:
    written = write()
    assert send_pending() is None
    assert again(written).message_id == "b7bc2f4a-e38e-4336-af7d-e6c392c2f817"
    assert again(written).state == MailState.SENT


def test_an_address_that_the_mail_service_refuses_is_not_tried_again(
    postmark_server: type[PostmarkServer],
) -> None:
    postmark_server.refuse = {LEA}
    written = write()
    assert send_pending() is None
    assert again(written).state == MailState.BOUNCED
