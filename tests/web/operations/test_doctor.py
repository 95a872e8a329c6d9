"""The doctor finds what is wrong and says what is to be done."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from acquis.assessing.models import Award, Evidence
from acquis.common.domain import pulse
from acquis.common.models import EventRecord, Job, OutgoingMail, WorkerPulse
from acquis.people.domain import second_factor
from acquis.web.operations import doctor
from tests import factories
from tests.running import free_port
from tests.thawing import thaw
from tests.web.operations.installation import HOST, Installation, installed

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NAMES = [
    "configuration", "base URL", "database", "migrations", "row security", "immutability", "mail",
    "storage", "stored files", "keys", "second factors", "static files", "worker", "disk space",
]  # fmt: skip


def problem_of(check: Any) -> tuple[str, str]:
    with pytest.raises(doctor.Problem) as found:
        check()
    return found.value.message, found.value.remedy


@pytest.fixture
def mail_server() -> Iterator[Controller]:
    server = Controller(_Refusing(), hostname="127.0.0.1", port=free_port())
    server.start()
    yield server
    server.stop()


class _Refusing:
    """A mail server to which nothing may be sent: the doctor only looks."""

    async def handle_MAIL(self, *_arguments: Any) -> str:  # noqa: N802 - aiosmtpd's name
        pytest.fail("the doctor has sent mail")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("installation")) as found:
        found.prepare()
        yield found


def findings(
    installation: Installation, **environment: str
) -> tuple[int, dict[str, dict[str, Any]]]:
    result = installation.run("doctor", "--json", **environment)
    said = json.loads(result.stdout)
    assert said["ok"] is (result.returncode == 0)
    return result.returncode, {finding["check"]: finding for finding in said["findings"]}


def test_a_whole_installation_is_well(installation: Installation, mail_server: Controller) -> None:
    mail = f"smtp://127.0.0.1:{mail_server.port}"
    beat = "from acquis.common.domain import pulse; pulse.beat('a worker')"
    assert installation.run("manage", "shell", "-v0", "-c", beat).returncode == 0

    code, found = findings(installation, EMAIL_URL=mail)

    if connection.vendor == "postgresql" and not found["row security"]["ok"]:
        pytest.skip("no table has row-level security yet")
    assert [name for name, finding in found.items() if not finding["ok"]] == []
    assert (code, list(found)) == (0, NAMES)
    assert found["mail"]["message"] == f"127.0.0.1:{mail_server.port} answers, without TLS"
    assert found["base URL"]["message"] == f"https://{HOST}"


def test_people_read_a_line_for_each_check_and_the_remedy(installation: Installation) -> None:
    result = installation.run("doctor")

    lines = result.stdout.splitlines()
    assert (result.returncode, result.stderr) == (1, "")
    assert f"ok      base URL: https://{HOST}" in lines
    at = next(index for index, line in enumerate(lines) if line.startswith("PROBLEM mail: "))
    assert lines[at] == "PROBLEM mail: ConnectionRefusedError: [Errno 111] Connection refused"
    assert lines[at + 1] == "        -> Correct EMAIL_URL: host, port, TLS, user and password."


def test_a_database_that_is_away_spoils_no_other_check(installation: Installation) -> None:
    code, found = findings(
        installation, DATABASE_URL="postgres://nobody:s3cret@127.0.0.1:1/nothing"
    )

    assert code == 1
    assert not found["database"]["ok"]
    assert found["database"]["remedy"] == "Start the database, or correct DATABASE_URL."
    assert "s3cret" not in json.dumps(found)
    assert (found["storage"]["ok"], found["base URL"]["ok"]) == (True, True)


def test_settings_that_cannot_be_read_are_the_only_finding(installation: Installation) -> None:
    code, found = findings(installation, ACQUIS_EVIDENCE_MAX_BYTES="much")

    assert (code, found) == (
        1,
        {
            "configuration": {
                "check": "configuration",
                "ok": False,
                "message": "ACQUIS_EVIDENCE_MAX_BYTES must be a whole number from 1 up.",
                "remedy": "Correct the settings; docs/operators.md has the table.",
            }
        },
    )


def test_the_demonstration_is_not_for_others(settings: Any) -> None:
    settings.DEMO, settings.DEBUG, settings.TESTING = True, False, True

    assert problem_of(doctor.configuration) == (
        "ACQUIS_DEMO, ACQUIS_TESTING is set: this is not for others.",
        "Unset ACQUIS_DEMO, ACQUIS_TESTING.",
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(
            {"BASE_URL": "http://a.example"},
            "http://a.example is not https: issuers' did:web identifiers need it.",
            id="http",
        ),
        pytest.param(
            {"ALLOWED_HOSTS": ["b.example"]},
            "a.example is not among ACQUIS_ALLOWED_HOSTS.",
            id="host",
        ),
        pytest.param(
            {"BEHIND_PROXY": False},
            "The web process has no TLS and trusts no proxy: it would redirect for ever.",
            id="no-proxy",
        ),
    ],
)
def test_the_base_address(settings: Any, changes: dict[str, Any], message: str) -> None:
    well = {
        "BASE_URL": "https://a.example", "ALLOWED_HOSTS": ["a.example"], "BEHIND_PROXY": True,
        "SECURE_SSL_REDIRECT": True,
    }  # fmt: skip
    for name, value in well.items():
        setattr(settings, name, value)
    assert doctor.base_url() == "https://a.example"
    for name, value in changes.items():
        setattr(settings, name, value)
    assert problem_of(doctor.base_url)[0] == message


def test_a_migration_that_is_not_applied() -> None:
    assert doctor.migrations() == "all applied"
    last = MigrationRecorder(connection).migration_qs.filter(app="securing").last()
    assert last is not None
    MigrationRecorder(connection).record_unapplied("securing", last.name)

    message, remedy = problem_of(doctor.migrations)

    assert message.startswith("1 migrations are not applied, the first is securing.")
    assert remedy == "Run `acquis manage migrate`."


def test_a_role_that_steps_over_row_security(installation: Installation) -> None:
    parts = urlsplit(installation.environment["DATABASE_URL"])
    if parts.scheme == "sqlite":
        assert doctor.row_security().startswith("SQLite has none")
        return
    superuser = parts._replace(netloc=f"postgres@{parts.hostname}:{parts.port}").geturl()

    _code, found = findings(installation, DATABASE_URL=superuser)

    assert (found["row security"]["ok"], found["row security"]["message"]) == (
        False, "The database's role is superuser: row-level security does not bind it.",
    )  # fmt: skip
    assert "NOSUPERUSER NOBYPASSRLS" in found["row security"]["remedy"]


def test_a_table_whose_owner_steps_over_row_security() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row-level security")
    table = Evidence._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")

    assert problem_of(doctor.row_security)[0] == (f"Row-level security is not forced on {table}.")


def test_a_trigger_that_is_gone() -> None:
    assert doctor.immutability() == "its triggers are there"
    thaw(Award)

    message, remedy = problem_of(doctor.immutability)

    assert message == (
        "1 triggers that protect what is decided are gone, the first is "
        "acquis_frozen_assessing_award_update."
    )
    assert "acquis audit" in remedy


def test_mail_that_goes_nowhere(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert problem_of(doctor.mail)[0] == (
        "Mail goes to django.core.mail.backends.console, not to a server."
    )


def test_mail_through_a_service_is_not_tried(settings: Any) -> None:
    settings.MAIL_SERVICE = "postmark"

    assert doctor.mail() == "through postmark, which only a letter can examine"


def test_a_store_that_cannot_be_written(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    settings.MEDIA_ROOT = tmp_path / "a-file"

    found = {finding.check: finding for finding in doctor.examine()}["storage"]

    assert (found.ok, found.remedy) == (
        False, "Let this user write there, or correct ACQUIS_FILES_*.",
    )  # fmt: skip


def test_a_file_without_a_row_and_a_row_without_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    [item] = factories.application(factories.published(factories.organization())).evidence.exclude(
        file=""
    )
    assert doctor.stored_files() == "every file has its row, and every row its file"

    default_storage.save("evidence/aa/lonely", ContentFile(b"x"))
    monkeypatch.setattr("acquis.common.domain.files.SETTLED_AFTER", timedelta(days=-1))
    assert problem_of(doctor.stored_files)[0] == "1 stored files belong to no row."

    default_storage.delete(item.file.name)
    assert problem_of(doctor.stored_files)[0] == (
        "1 files that rows refer to are not in the store, the first is " + item.file.name + "."
    )


def test_keys_under_another_secret(settings: Any) -> None:
    factories.credential()
    assert doctor.keys() == "1 open"

    settings.KEY_ENCRYPTION_KEY = "another secret of at least 32 characters"

    message, remedy = problem_of(doctor.keys)
    assert message.startswith("1 issuers' keys do not open, the first is did:web:")
    assert remedy.startswith("Start with the ACQUIS_KEY_ENCRYPTION_KEY under which")


def test_second_factors_that_lie_open_or_do_not_open(settings: Any) -> None:
    person = factories.person()
    row = Authenticator.objects.create(
        user=person, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    assert problem_of(doctor.second_factors) == (
        "1 second factors lie open in the database.",
        "Run `acquis manage second_factors --seal`.",
    )
    row.data = second_factor.with_sealed_secrets(row.data)
    row.save()
    assert doctor.second_factors() == "sealed, and each opens"

    settings.KEY_ENCRYPTION_KEY = "another secret of at least 32 characters"

    assert problem_of(doctor.second_factors) == (
        "1 second factors (authenticator apps, recovery codes) do not open.",
        "Start with the ACQUIS_KEY_ENCRYPTION_KEY under which they were sealed; if it is lost, "
        "`acquis manage second_factors --remove-closed` lets these people set them up again.",
    )


def test_static_files_that_are_not_collected(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    assert problem_of(doctor.static_files) == (
        f"They are not collected in {tmp_path}.",
        "Run `acquis manage collectstatic --no-input`.",
    )
    (tmp_path / "staticfiles.json").write_text("{}")
    assert doctor.static_files() == f"collected in {tmp_path}"


def test_what_nobody_does_shows_that_the_worker_is_away() -> None:
    pulse.beat("a worker")
    assert doctor.worker() == "nothing is late, and a worker lives"
    long_ago = timezone.now() - doctor.LATE_AFTER - timedelta(seconds=1)
    record = EventRecord.objects.create(name="x", subject="x", payload={})
    letter = OutgoingMail.objects.create(to="a@b.example", subject="x", language="fr")
    job = Job.objects.create(kind="x", title="x", language="fr")
    Job.objects.filter(pk=job.pk).update(due_at=long_ago)
    EventRecord.objects.filter(pk=record.pk).update(next_attempt_at=long_ago)
    OutgoingMail.objects.filter(pk=letter.pk).update(next_attempt_at=long_ago)

    assert problem_of(doctor.worker) == (
        "1 events, 1 letters, 1 jobs have been waiting for more than 5 minutes.",
        "Start `acquis worker`, and let something restart it when it ends.",
    )


def test_what_was_tried_and_waits_for_its_retry_is_not_late() -> None:
    long_ago = timezone.now() - doctor.LATE_AFTER - timedelta(seconds=1)
    record = EventRecord.objects.create(name="x", subject="x", payload={}, attempts=1)
    EventRecord.objects.filter(pk=record.pk).update(next_attempt_at=long_ago)
    pulse.beat("a worker")

    assert doctor.worker() == "nothing is late, and a worker lives"


def test_a_worker_of_whom_nothing_is_heard() -> None:
    remedy = "Start `acquis worker`, and let something restart it when it ends."
    assert problem_of(doctor.worker) == (
        "No worker has been heard of for a day, or it was stopped.", remedy,
    )  # fmt: skip
    pulse.beat("a worker")
    WorkerPulse.objects.update(beat_at="2026-01-31T09:00:00Z")
    assert problem_of(doctor.worker) == (
        "No worker has been heard of since 2026-01-31 09:00:00 UTC.", remedy,
    )  # fmt: skip


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "GiB left for" in doctor.disk_space()
    monkeypatch.setattr(doctor, "DISK_LEFT_AT_LEAST", 2**80)
    assert problem_of(doctor.disk_space)[1] == (
        "Make room, or move ACQUIS_DATA_DIR to a larger disk."
    )
