"""The store of files: on disk, and in a real server that speaks S3."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from moto.server import ThreadedMotoServer
from storages.backends.s3 import S3File

from acquis.assessing.domain.evidence import NewEvidence
from acquis.assessing.models import Evidence
from acquis.common.domain import files, jobs
from acquis.common.models import Job
from tests import factories
from tests.web.pages import signed_in

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LETTERS = b"abcdefghijklmnopqrstuvwxyz"
LATER = timezone.now() + timedelta(days=2)


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["disk", "s3"])
def store(request: pytest.FixtureRequest, settings: Any) -> str:
    """Where files go in this test."""
    if request.param == "s3":
        use_bucket(request.getfixturevalue("s3_server"), settings)
    return str(request.param)


def use_bucket(endpoint: str, settings: Any) -> None:
    access = {"access_key": "acquis", "secret_key": "s3cret"}
    bucket = f"acquis-{uuid4().hex[:12]}"
    client = boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1",
        aws_access_key_id="acquis", aws_secret_access_key="s3cret",
    )  # fmt: skip
    client.create_bucket(Bucket=bucket)
    from acquis.web import settings as real  # noqa: PLC0415 - the options as in production

    options = real._bucket["OPTIONS"] | access | {
        "bucket_name": bucket, "endpoint_url": endpoint, "region_name": "us-east-1",
    }  # fmt: skip
    settings.STORAGES = settings.STORAGES | {"default": real._bucket | {"OPTIONS": options}}


def evidence(name: str = "bilan.txt", content: bytes = b"Fait.") -> Evidence:
    application = factories.application(
        factories.published(factories.organization()),
        evidence=[NewEvidence(file=ContentFile(content, name=name))],
    )
    return application.evidence.get()


def test_a_usable_store_keeps_nothing_of_the_probe(store: str) -> None:
    files.probe()
    assert list(files.orphans(now=LATER)) == []


def test_evidence_is_stored_and_read_again(store: str) -> None:
    item = evidence(content=b"a" * 3_000_000)

    reader = signed_in(item.application.candidate)
    whole = reader.get(f"/evidence/{item.pk}/")
    part = reader.get(f"/evidence/{item.pk}/", HTTP_RANGE="bytes=2999998-")

    assert b"".join(whole.streaming_content) == b"a" * 3_000_000
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"aa")
    assert part["Content-Range"] == "bytes 2999998-2999999/3000000"


def test_a_bucket_is_asked_for_the_part_alone(
    s3_server: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_bucket(s3_server, settings)
    item = evidence(content=LETTERS * 1000)
    reader = signed_in(item.application.candidate)
    asked: list[str] = []

    def whole(_file: S3File) -> None:
        pytest.fail("the whole file is brought here")

    monkeypatch.setattr(S3File, "_get_file", whole)
    monkeypatch.setattr(S3File, "file", property(whole))
    client = default_storage.connection.meta.client
    client.meta.events.register(
        "before-send.s3.GetObject",
        lambda request, **_more: asked.append(request.headers["Range"].decode()),
    )

    part = reader.get(f"/evidence/{item.pk}/", HTTP_RANGE="bytes=24-27")
    assert b"".join(part.streaming_content) == b"yzab"
    everything = reader.get(f"/evidence/{item.pk}/")
    assert b"".join(everything.streaming_content) == LETTERS * 1000
    assert asked == ["bytes=24-27", "bytes=0-25999"]
    refused = reader.get(f"/evidence/{item.pk}/", HTTP_RANGE="bytes=26000-")
    assert (refused.status_code, len(asked)) == (416, 2)


def test_a_file_goes_with_its_row(store: str, django_capture_on_commit_callbacks: Any) -> None:
    item = evidence()
    name = item.file.name
    assert default_storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        item.application.delete()

    assert not default_storage.exists(name)
    assert list(files.orphans(now=LATER)) == []


def test_a_row_that_stays_after_all_keeps_its_file(
    store: str, django_capture_on_commit_callbacks: Any
) -> None:
    item = evidence()
    with django_capture_on_commit_callbacks():  # not executed: the transaction was rolled back
        item.delete()

    assert default_storage.exists(item.file.name)


def test_orphans_are_files_of_no_row_that_have_settled(store: str) -> None:
    item = evidence()
    lonely = default_storage.save("evidence/aa/lonely", ContentFile(b"x"))

    assert list(files.orphans()) == []  # its row may still be on the way
    assert list(files.orphans(now=LATER)) == [lonely]
    assert list(files.missing()) == []
    default_storage.delete(item.file.name)
    assert list(files.missing()) == [item.file.name]


def test_a_daily_job_removes_what_has_been_lonely_for_a_week(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = evidence()
    lonely = [f"evidence/aa/{number}" for number in range(3)] + ["evidence/bb/cc/x", "top"]
    for name in lonely:
        assert default_storage.save(name, ContentFile(b"x")) == name

    assert remove_orphans() == {"removed": 0}  # none of them is old enough
    assert all(map(default_storage.exists, lonely))
    assert timedelta(days=7) == files.REMOVED_AFTER
    monkeypatch.setattr(files, "REMOVED_AFTER", timedelta(days=-1))

    assert remove_orphans() == {"removed": 5}
    assert not any(map(default_storage.exists, lonely))
    assert default_storage.exists(item.file.name)
    assert [kind.daily_at for kind in jobs.scheduled_kinds() if kind.name == ORPHANS] == [4]


ORPHANS = "common.remove_orphans"


def remove_orphans() -> dict[str, int]:
    job = jobs.start(ORPHANS)
    while Job.objects.get(pk=job.pk).is_active:
        jobs.run_due()
    found: dict[str, int] = Job.objects.get(pk=job.pk).result
    return found


def test_the_command_lists_orphans_and_deletes_them_when_told(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = evidence()
    lonely = default_storage.save("evidence/aa/lonely", ContentFile(b"x"))
    monkeypatch.setattr(files, "SETTLED_AFTER", timedelta(days=-1))

    def run(*arguments: str) -> str:
        said = StringIO()
        call_command("orphans", *arguments, stdout=said)
        return said.getvalue()

    assert run() == f"{lonely}\n"
    assert default_storage.exists(lonely)
    assert run("--delete") == f"{lonely}\n"
    assert not default_storage.exists(lonely)
    assert default_storage.exists(item.file.name)
    assert run() == ""
