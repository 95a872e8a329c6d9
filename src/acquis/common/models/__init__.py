from acquis.common.models.base import Entity, TenantEntity
from acquis.common.models.cache import CacheEntry
from acquis.common.models.event import EventRecord
from acquis.common.models.job import Job, JobPart, ScheduledRun
from acquis.common.models.mail import OutgoingMail
from acquis.common.models.pulse import WorkerPulse

__all__ = [
    "CacheEntry",
    "Entity",
    "EventRecord",
    "Job",
    "JobPart",
    "OutgoingMail",
    "ScheduledRun",
    "TenantEntity",
    "WorkerPulse",
]
