from django.db import models


class EventRecord(models.Model):
    """A domain event waiting for its consumers, written in the transaction of the act itself.

    The ascending id is the order of delivery within one `subject`; `delivered_to` names the
    consumers that are done, so that a repeated delivery skips them.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=100)
    subject = models.CharField(max_length=100)
    payload = models.JSONField()
    delivered_to = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    next_attempt_at = models.DateTimeField(auto_now_add=True)
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["subject", "id"],
                condition=models.Q(delivered_at=None),
                name="common_event_pending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject}"
