"""All that an organisation has issued, as one ZIP: the signed files as they are, and a list."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.common.domain import jobs
from acquis.common.enums import JobState
from acquis.common.models import Job, JobPart
from acquis.organizations.domain import audit
from acquis.organizations.models import Organization
from acquis.people.models import Person
from acquis.securing.enums import SecuringAct
from acquis.securing.models import Credential

KIND = "securing.export_credentials"
BATCH = 50
# A spreadsheet takes what begins with one of these for a formula, and candidates choose names.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Export:
    """An export of one organisation, in whatever state it is."""

    job: Job
    organization: Organization


class _Onward(io.RawIOBase):
    """Takes what is written as the continuation of a file that has `offset` bytes already."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self._written, self._offset = bytearray(), offset

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._offset + len(self._written)

    def write(self, data: bytes) -> int:  # type: ignore[override] # zipfile writes bytes
        self._written += data
        return len(data)

    def written(self) -> bytes:
        return bytes(self._written)


@transaction.atomic
def start_export(organization: Organization, *, by: Person) -> Job:
    """Begin an export for the person, or return the one of hers that is under way."""
    # Two clicks at the same time meet here.
    Organization.objects.select_for_update().get(pk=organization.pk)
    running = exports_of(organization).filter(
        requested_by=by.pk, state__in=(JobState.QUEUED, JobState.RUNNING)
    )
    found = running.first()
    if found is not None:
        return found
    job = jobs.start(
        KIND, requested_by=by.pk, organization_id=organization.pk, language=by.language
    )
    audit.record(organization, SecuringAct.EXPORTED, job, by=by)
    return job


def exports_of(organization: Organization) -> QuerySet[Job]:
    return Job.objects.filter(kind=KIND, organization_id=organization.pk)


def find_export(organization: str, job_id: UUID) -> Export:
    """For callers who check a permission on its organisation. Raises `Organization.DoesNotExist`
    or `Job.DoesNotExist`, the latter also for an export that is not finished or was forgotten."""
    found = Organization.objects.get(slug=organization)
    job = exports_of(found).filter(state=JobState.DONE, parts__isnull=False).distinct()
    return Export(job.get(pk=job_id), found)


def archive(export: Export) -> Iterable[bytes]:
    """The ZIP's bytes, part by part."""
    return jobs.stored_bytes(export.job)


@jobs.kind(KIND, title=gettext_noop("Export of all credentials issued"))
def export_credentials(work: jobs.Work) -> None:
    """One batch is one part of the archive; the last one closes it with the list."""
    if work.job.total is None:
        work.expect(_issued(work.job).count())
    batch = list(_after(_issued(work.job), work.cursor)[:BATCH])
    if batch:
        data, length = _zip(batch)
        work.add_part(data, length=length)
        last = batch[-1]
        work.advance(len(batch), at=last.created_at.isoformat(), pk=str(last.pk))
        return
    work.add_part(_close(work.job))
    organization = Organization.objects.get(pk=work.job.organization_id)
    url = reverse("securing:export", args=[organization.slug, work.job.pk])
    work.finish(url=url, label=_("Download the ZIP"), name=f"{organization.slug}-credentials.zip")


def _issued(job: Job) -> QuerySet[Credential]:
    """What had been issued when the export was asked for, the oldest first."""
    return (
        Credential.objects.filter(
            organization_id=str(job.organization_id), created_at__lte=job.created_at
        )
        .defer("image_png")
        .order_by("created_at", "pk")
    )


def _after(rows: QuerySet[Credential], cursor: dict[str, str]) -> QuerySet[Credential]:
    if not cursor:
        return rows
    later = Q(created_at__gt=cursor["at"]) | Q(created_at=cursor["at"], pk__gt=cursor["pk"])
    return rows.filter(later)


def _zip(batch: list[Credential]) -> tuple[bytes, int]:
    """A ZIP of the batch, and how many of its bytes are files: its directory comes after them."""
    memory = io.BytesIO()
    with ZipFile(memory, "w", ZIP_DEFLATED) as archive_file:
        for credential in batch:
            moment = credential.created_at.timetuple()[:6]
            info = ZipInfo(_file_name(credential), date_time=moment)
            info.compress_type = ZIP_DEFLATED
            archive_file.writestr(info, bytes(credential.document))
    data = memory.getvalue()
    return data, _directory(data)[1]


def _close(job: Job) -> bytes:
    """The end of the archive: the list, then the directory of all its parts."""
    entries: list[ZipInfo] = []
    offset = 0
    for part_id in list(job.parts.order_by("position").values_list("pk", flat=True)):
        infos, length = _directory(bytes(JobPart.objects.get(pk=part_id).data))
        for info in infos:
            info.header_offset += offset
        entries += infos
        offset += length
    end = _Onward(offset)
    with ZipFile(end, "w", ZIP_DEFLATED) as archive_file:
        archive_file.filelist.extend(entries)
        archive_file.writestr(_("credentials.csv"), _list(job, {info.filename for info in entries}))
    return end.written()


def _directory(data: bytes) -> tuple[list[ZipInfo], int]:
    """The entries of a ZIP, and where its files end."""
    with ZipFile(io.BytesIO(data)) as archive_file:
        return archive_file.infolist(), archive_file.start_dir


def _list(job: Job, files: set[str]) -> bytes:
    """What is in the archive, as a spreadsheet opens it: UTF-8 with a mark, `;` in French."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if job.language == "fr" else ",")
    writer.writerow(
        [
            _("File"),
            _("Identifier"),
            _("Holder"),
            _("E-mail address"),
            _("Achievement"),
            _("Signed"),
            _("Valid until"),
            _("Claimed"),
        ]
    )
    rows = _issued(job).select_related("award__application", "award__version", "delivery")
    rows = rows.defer(
        "document", "image_png", "award__version__image_png", "award__version__image_svg"
    )
    for credential in rows:
        if _file_name(credential) not in files:  # committed while the export was running
            continue
        application = credential.award.application
        cells = [
            _file_name(credential),
            str(credential),
            application.candidate_name,
            application.email,
            str(credential.award.version.name),
            credential.created_at.isoformat(),
            credential.valid_until.isoformat() if credential.valid_until else "",
            credential.delivery.claimed_at.isoformat() if credential.delivery.claimed_at else "",
        ]
        writer.writerow([_harmless(cell) for cell in cells])
    return ("\ufeff" + text.getvalue()).encode()


def _file_name(credential: Credential) -> str:
    return f"credentials/{credential.pk}.json"


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
