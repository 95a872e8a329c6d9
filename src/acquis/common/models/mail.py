from django.db import models

from acquis.common.enums import MailState
from acquis.common.models.base import Entity


class OutgoingMail(Entity):
    """A mail, written in the transaction that causes it and sent by the worker after commit.

    `text` and `html` are emptied once it is sent (a mail may carry a link that opens an account),
    except in the demonstration, whose mailbox page is the only place where they can be read.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    text = models.TextField()
    html = models.TextField()
    sent_at = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    # The address's own mail server refused it for good, at once or after it was sent.
    bounced_at = models.DateTimeField(null=True)
    # By which the mail service speaks of it; empty where mail leaves by SMTP.
    message_id = models.CharField(max_length=200, blank=True, default="", db_default="")
    # Only a reminder has one: what somebody asked for or earned is written to her in any case.
    unsubscribe_url = models.CharField(max_length=500, blank=True, default="", db_default="")

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(sent_at=None),
                name="common_mail_pending",
            ),
            models.Index(
                fields=["message_id"],
                condition=~models.Q(message_id=""),
                name="common_mail_message",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"

    @property
    def state(self) -> MailState:
        if self.bounced_at is not None:
            return MailState.BOUNCED
        if self.sent_at is not None:
            return MailState.SENT
        return MailState.DELAYED if self.last_error else MailState.WAITING
