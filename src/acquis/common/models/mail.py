from django.db import models

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

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(sent_at=None),
                name="common_mail_pending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
