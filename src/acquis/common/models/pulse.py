from django.db import models


class WorkerPulse(models.Model):
    """A worker's last sign of life. A row goes when its worker ends, or a day after it fell silent.

    `name` is the worker's own, new at each start.
    """

    name = models.CharField(max_length=40, primary_key=True)
    host = models.CharField(max_length=255)
    beat_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.host} {self.name}"
