from django.db import models

from acquis.common.enums import JobState
from acquis.common.models.base import Entity

ACTIVE = (JobState.QUEUED, JobState.RUNNING)


class Job(Entity):
    """Long work outside of any request, done chunk after chunk by whichever worker is free.

    A chunk, what it changes, and `cursor`, `done` and `attempts` here are one transaction, which
    holds this row locked. Between two chunks `leased_until` says that `worker` goes on; a lease
    that has passed means that it was interrupted, and another worker resumes at the cursor.

    `requested_by` and `organization_id` are identifiers only: people and organisations live on
    higher floors. `error` speaks to whoever asked for the job, `detail` to the operator.
    """

    kind = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    organization_id = models.UUIDField(null=True)
    requested_by = models.UUIDField(null=True)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    cursor = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    # Failures and interruptions since the last chunk that was finished.
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(auto_now_add=True)
    worker = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["queued", "running"]),
                name="common_job_active",
            ),
            models.Index(fields=["requested_by", "-created_at"], name="common_job_person"),
            models.Index(
                fields=["organization_id", "kind", "-created_at"], name="common_job_organization"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def can_be_retried(self) -> bool:
        return self.state in (JobState.FAILED, JobState.CANCELLED)

    @property
    def percent(self) -> int | None:
        """How much is done; None while nobody knows how much there is."""
        if self.total is None:
            return None
        return 100 * self.done // self.total if self.total else 100


class JobPart(models.Model):
    """Bytes that a job has made, stored in the transaction of the chunk that made them.

    The first `length` bytes of each part, in order, are the file.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    data = models.BinaryField()
    length = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="common_job_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.job_id} {self.position}"


class ScheduledRun(models.Model):
    """A day on which a scheduled job was started: the row that only one worker can write."""

    kind = models.CharField(max_length=100)
    day = models.DateField()
    started_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "day"], name="common_schedule_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
