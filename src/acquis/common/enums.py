from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting for a worker")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class MailState(models.TextChoices):
    """What is known of a mail on its way."""

    WAITING = "waiting", _("about to be sent")
    DELAYED = "delayed", _("not sent yet: the mail server did not take it, we try again")
    SENT = "sent", _("sent")
    BOUNCED = "bounced", _("refused by the address's mail server")
