"""Mail: one design, text and HTML from the same words, in the reader's language.

A letter is written into the outbox in the transaction that causes it; the worker sends it.
"""

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from anymail.exceptions import AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from acquis.common.domain import retries
from acquis.common.models import OutgoingMail

logger = logging.getLogger(__name__)

FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=6)
# Longer than a server that answers nothing can hold a worker (settings.EMAIL_TIMEOUT a command).
SENDING = timedelta(minutes=3)
PERMANENT = 500


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail says. `action` is the one thing to do: a label and an absolute address.

    Build it inside `translation.override(language)`: its words are rendered as they are. Only a
    reminder has an `unsubscribe_url`, which must work with one POST (RFC 8058).
    """

    subject: str
    paragraphs: tuple[str, ...]
    quote: str = ""
    code: str = ""
    action: tuple[str, str] | None = None
    closing: tuple[str, ...] = ()
    greeting: str = ""
    unsubscribe_url: str = ""


def post(letter: Letter, *, to: str, language: str) -> OutgoingMail:
    """Put the letter into the outbox; it leaves once the current transaction is committed."""
    context = {"letter": letter, "language": language, "base_url": settings.BASE_URL}
    with translation.override(language):
        text = render_to_string("common/mail/letter.txt", context)
        html = render_to_string("common/mail/letter.html", context)
    return OutgoingMail.objects.create(
        to=to,
        subject=" ".join(letter.subject.split())[:200],
        language=language,
        text=text,
        html=html,
        unsubscribe_url=letter.unsubscribe_url,
    )


def pending(now: datetime) -> "QuerySet[OutgoingMail]":
    """What is due; what a server has refused for good is not."""
    return OutgoingMail.objects.filter(sent_at=None, bounced_at=None, next_attempt_at__lte=now)


def send_pending() -> datetime | None:
    """Send what is due in the outbox.

    A mail that cannot be sent stays, with the error, and is tried again ever more rarely; one that
    the reader's server refuses for good is not. Returns when the first of those that failed in
    this run is due again.
    """
    due = pending(timezone.now())
    failed = [
        retry
        for mail_id in list(due.order_by("created_at").values_list("id", flat=True))
        if (retry := _send(mail_id)) is not None
    ]
    return min(failed, default=None)


def note_bounce(message_id: str, *, reason: str) -> bool:
    """The mail service reports that a mail never reached its reader. False: it is none of ours."""
    found = OutgoingMail.objects.filter(message_id=message_id) if message_id else None
    return bool(found and found.update(bounced_at=timezone.now(), last_error=reason[:1000]))


def send_again(mail_id: UUID) -> bool:
    """Let the worker try now a mail that is delayed or was refused. False: it has left already,
    or what it said is gone."""
    waiting = OutgoingMail.objects.filter(pk=mail_id, sent_at=None).exclude(text="")
    with transaction.atomic():
        mail = waiting.select_for_update().first()
        if mail is None:
            return False
        mail.bounced_at, mail.next_attempt_at = None, timezone.now()
        mail.save()
    return True


def _send(mail_id: UUID) -> datetime | None:
    mail = _claim(mail_id)
    if mail is None:
        return None
    try:
        mail.message_id = _hand_over(mail)
    except Exception as error:
        # The server, the connection, or an address that no header can hold: the others leave.
        logger.exception("mail %s was not sent", mail.id)
        mail.last_error = repr(error)
        if _refused_for_good(error):
            mail.bounced_at = timezone.now()
            mail.save()
            return None
        mail.next_attempt_at = timezone.now() + retries.delay(
            mail.attempts, first=FIRST_RETRY, last=LAST_RETRY
        )
        mail.save()
        return mail.next_attempt_at
    mail.sent_at, mail.last_error = timezone.now(), ""
    if not settings.DEMO:
        mail.text = mail.html = mail.unsubscribe_url = ""
    mail.save()
    return None


@transaction.atomic
def _claim(mail_id: UUID) -> OutgoingMail | None:
    """The mail, ours for as long as a silent server may take; None if another worker has it.

    It is sent outside of the transaction, which on SQLite would hold everybody up.
    """
    now = timezone.now()
    mail = pending(now).select_for_update(skip_locked=True).filter(id=mail_id).first()
    if mail is not None:
        mail.attempts += 1
        mail.next_attempt_at = now + SENDING
        mail.save()
    return mail


def _hand_over(mail: OutgoingMail) -> str:
    """Give the mail to the server; returns the mail service's name for it, if there is one."""
    headers = {}
    if mail.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    message.send()
    status = getattr(message, "anymail_status", None)
    return str(getattr(status, "message_id", None) or "")[:200]


def _refused_for_good(error: Exception) -> bool:
    """The reader's server says so by a code from 500 on (RFC 5321, 4.2.1); or a mail service."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _said in error.recipients.values())
    return isinstance(error, AnymailRecipientsRefused)
