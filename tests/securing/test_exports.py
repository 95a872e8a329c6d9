"""The export of all that an organisation has issued: complete, in parts, read by others' tools."""

import csv
import io
import subprocess
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.utils import timezone

from acquis.common.domain import jobs
from acquis.common.enums import JobState
from acquis.common.models import Job, JobPart
from acquis.organizations.enums import Role
from acquis.organizations.models import AuditRecord, Organization
from acquis.people.models import Person
from acquis.securing.domain import exports
from acquis.securing.domain.delivery import hand_over
from acquis.securing.models import Credential
from tests import factories
from tests.threads import at_the_same_time

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def organization() -> Organization:
    return factories.organization("boreal")


@pytest.fixture
def coordinator(organization: Organization) -> Person:
    return factories.member(organization, Role.COORDINATOR)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "BATCH", 2)


def run(job: Job) -> Job:
    while Job.objects.get(pk=job.pk).is_active:
        jobs.run_due()
    return Job.objects.get(pk=job.pk)


def content(job: Job) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(jobs.stored_bytes(job))))


def rows(archive: ZipFile, name: str = "attestations.csv") -> list[list[str]]:
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";" if name[0] == "a" else ","))


def issue(organization: Organization, count: int) -> list[Credential]:
    version = factories.published(organization)
    return [factories.credential(version) for _ in range(count)]


def test_the_archive_holds_every_signed_file_as_it_is(
    organization: Organization, coordinator: Person
) -> None:
    issued = issue(organization, 5)
    factories.credential()

    job = run(exports.start_export(organization, by=coordinator))

    archive = content(job)
    assert archive.testzip() is None
    assert [info.filename for info in archive.infolist()] == [
        *(f"credentials/{credential.pk}.json" for credential in issued),
        "attestations.csv",
    ]
    for credential in issued:
        assert archive.read(f"credentials/{credential.pk}.json") == bytes(credential.document)
    assert (job.state, job.done, job.total, job.parts.count()) == (JobState.DONE, 5, 5, 4)
    assert job.result == {
        "url": f"/o/boreal/credentials/export/{job.pk}.zip",
        "label": "Télécharger le ZIP",
        "name": "boreal-credentials.zip",
    }


def test_the_list_says_what_is_in_it(organization: Organization, coordinator: Person) -> None:
    version = factories.published(organization)
    holder = factories.person("lea@courriel.example", name="Léa ; Petit")
    credential = factories.credential(version, holder=holder)
    hand_over(credential.delivery.pk)
    credential.delivery.refresh_from_db()

    archive = content(run(exports.start_export(organization, by=coordinator)))

    assert credential.valid_until is not None
    assert credential.delivery.claimed_at is not None
    assert rows(archive) == [
        [
            "Fichier", "Identifiant", "Titulaire", "Adresse e-mail", "Micro-certification",
            "Signée", "Valable jusqu’au", "Retirée",
        ],
        [
            f"credentials/{credential.pk}.json", f"urn:uuid:{credential.pk}", "Léa ; Petit",
            "lea@courriel.example", "Animer une réunion utile", credential.created_at.isoformat(),
            credential.valid_until.isoformat(), credential.delivery.claimed_at.isoformat(),
        ],
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx"])
def test_a_name_does_not_become_a_formula(
    organization: Organization, coordinator: Person, name: str
) -> None:
    credential = factories.credential(factories.published(organization))
    type(credential.award.application).objects.update(candidate_name=name)
    archive = content(run(exports.start_export(organization, by=coordinator)))
    assert rows(archive)[1][2] == f"'{name}"


def test_other_people_s_tools_read_it(
    organization: Organization, coordinator: Person, tmp_path: Path
) -> None:
    issue(organization, 3)
    job = run(exports.start_export(organization, by=coordinator))
    file = tmp_path / "export.zip"
    file.write_bytes(b"".join(jobs.stored_bytes(job)))
    tested = subprocess.run(["unzip", "-t", file], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stdout
    assert "No errors detected" in tested.stdout


def test_an_interrupted_export_goes_on_and_doubles_nothing(
    organization: Organization, coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = issue(organization, 5)
    monkeypatch.setattr(jobs, "SLICE", timedelta())
    job = exports.start_export(organization, by=coordinator)
    jobs.run_due()
    jobs._claim()
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert JobPart.objects.count() == 1

    archive = content(run(job))

    assert archive.testzip() is None
    assert len(archive.namelist()) == len(set(archive.namelist())) == len(issued) + 1


def test_what_is_issued_later_is_left_out(organization: Organization, coordinator: Person) -> None:
    [before] = issue(organization, 1)
    job = exports.start_export(organization, by=coordinator)
    issue(organization, 1)
    assert content(run(job)).namelist() == [f"credentials/{before.pk}.json", "attestations.csv"]


def test_an_organisation_without_credentials_gets_an_empty_list(
    organization: Organization, coordinator: Person
) -> None:
    archive = content(run(exports.start_export(organization, by=coordinator)))
    assert archive.namelist() == ["attestations.csv"]
    assert len(rows(archive)) == 1


def test_in_english_with_commas(organization: Organization) -> None:
    reader = factories.member(organization, Role.OWNER, language="en")
    archive = content(run(exports.start_export(organization, by=reader)))
    assert rows(archive, "credentials.csv")[0][:3] == ["File", "Identifier", "Holder"]


def test_a_second_click_starts_no_second_export(
    organization: Organization, coordinator: Person
) -> None:
    first = exports.start_export(organization, by=coordinator)
    assert exports.start_export(organization, by=coordinator) == first
    other = factories.member(organization, Role.OWNER)
    assert exports.start_export(organization, by=other) != first
    run(first)
    assert exports.start_export(organization, by=coordinator) != first


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_time_start_one_export(
    organization: Organization, coordinator: Person
) -> None:
    def click() -> Job:
        return exports.start_export(organization, by=coordinator)

    assert len(set(at_the_same_time(click, click, click))) == 1
    assert AuditRecord.objects.filter(act="securing.exported", actor=coordinator.pk).count() == 1


def test_an_export_is_found_once_it_is_finished_and_until_it_is_forgotten(
    organization: Organization, coordinator: Person
) -> None:
    job = exports.start_export(organization, by=coordinator)
    with pytest.raises(Job.DoesNotExist):
        exports.find_export("boreal", job.pk)
    run(job)
    assert exports.find_export("boreal", job.pk).organization == organization
    with pytest.raises(Job.DoesNotExist):
        exports.find_export(factories.organization("other").slug, job.pk)
    JobPart.objects.all().delete()
    with pytest.raises(Job.DoesNotExist):
        exports.find_export("boreal", job.pk)
