"""Mail: one design, text and HTML from the same words, in the reader's language.

A letter is written into the outbox in the transaction that causes it; the worker sends it.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from acquis.common.domain import retries
from acquis.common.models import OutgoingMail

logger = logging.getLogger(__name__)

FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail says. `action` is the one thing to do: a label and an absolute address.

    Build it inside `translation.override(language)`: its words are rendered as they are.
    """

    subject: str
    paragraphs: tuple[str, ...]
    quote: str = ""
    code: str = ""
    action: tuple[str, str] | None = None
    closing: tuple[str, ...] = ()
    greeting: str = ""


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
    )


def send_pending() -> datetime | None:
    """Send what is due in the outbox.

    A mail that cannot be sent stays, with the error, and is tried again ever more rarely.
    Returns when the first of those that failed in this run is due again.
    """
    due = OutgoingMail.objects.filter(sent_at=None, next_attempt_at__lte=timezone.now())
    failed = [
        retry
        for mail_id in list(due.order_by("created_at").values_list("id", flat=True))
        if (retry := _send(mail_id)) is not None
    ]
    return min(failed, default=None)


def _send(mail_id: UUID) -> datetime | None:
    with transaction.atomic():
        rows = OutgoingMail.objects.filter(id=mail_id, sent_at=None)
        mail = rows.select_for_update(skip_locked=True).first()  # SQLite locks as a whole
        if mail is None:
            return None
        message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to])
        message.attach_alternative(mail.html, "text/html")
        mail.attempts += 1
        try:
            message.send()
        except Exception as error:
            # The server, the connection, or an address that no header can hold: the others leave.
            mail.last_error = repr(error)
            mail.next_attempt_at = timezone.now() + retries.delay(
                mail.attempts, first=FIRST_RETRY, last=LAST_RETRY
            )
            mail.save()
            logger.exception("mail %s was not sent", mail.id)
            return mail.next_attempt_at
        mail.sent_at, mail.last_error = timezone.now(), ""
        if not settings.DEMO:
            mail.text = mail.html = ""
        mail.save()
        return None
