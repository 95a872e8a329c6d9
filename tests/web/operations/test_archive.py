"""The file of a backup: whole or not at all, and every change of it is found."""

import io
import stat
import tarfile
from pathlib import Path

import pytest

from acquis.web.operations.archive import (
    MANIFEST,
    BackupError,
    Manifest,
    add,
    new_archive,
    unpack,
)

pytestmark = pytest.mark.unit

MEMBERS = {"database.sqlite3": b"rows", "files/evidence/ab/abc": b"a picture", "files/b": b""}


def write(path: Path, **changes: str) -> Manifest:
    with new_archive(path) as archive:
        members = {
            name: add(archive, name, io.BytesIO(content), len(content))
            for name, content in MEMBERS.items()
        }
        manifest = Manifest(
            release="1", engine="sqlite", made_at="now", rows={"a": 1}, members=members, **changes
        )
        content = manifest.to_json()
        add(archive, MANIFEST, io.BytesIO(content), len(content))
    return manifest


def test_what_went_in_comes_out(tmp_path: Path) -> None:
    file, folder = tmp_path / "a.tar.gz", tmp_path / "out"
    manifest = write(file)

    assert unpack(file, folder) == manifest
    assert {name: (folder / name).read_bytes() for name in MEMBERS} == MEMBERS
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_archive_replaces_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.tar.gz"
    file.write_text("another")

    with pytest.raises(BackupError) as refusal:
        write(file)

    assert str(refusal.value) == f"{file} exists. Give another name: a backup replaces nothing."
    assert file.read_text() == "another"


def test_an_archive_that_could_not_be_finished_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unexpected end"), new_archive(tmp_path / "a") as archive:
        add(archive, "cut-short", io.BytesIO(b"abc"), 10)

    assert list(tmp_path.iterdir()) == []


def altered(source: Path, target: Path, name: str, change: str) -> Path:
    with tarfile.open(source) as before, tarfile.open(target, "w:gz") as after:
        for member in before:
            file = before.extractfile(member)
            content = file.read() if file else b""
            if member.name.startswith(name):
                if change == "dropped":
                    continue
                content = content[:-1] + b"?"
                member.size = len(content)
            after.addfile(member, io.BytesIO(content))
        if change == "added":
            entry = tarfile.TarInfo(name)
            entry.size = 3
            after.addfile(entry, io.BytesIO(b"new"))
        if change == "link":
            entry = tarfile.TarInfo("files/link")
            entry.type, entry.linkname = tarfile.SYMTYPE, name
            after.addfile(entry)
    return target


@pytest.mark.parametrize(
    ("name", "change"),
    [
        pytest.param("database", "changed", id="database-changed"),
        pytest.param("database", "dropped", id="database-dropped"),
        pytest.param("files/evidence", "changed", id="file-changed"),
        pytest.param("files/b", "dropped", id="empty-file-dropped"),
        pytest.param("files/c", "added", id="file-added"),
        pytest.param("../outside", "added", id="file-that-climbs-out"),
        pytest.param("/etc/passwd", "link", id="link-that-leads-out"),
        pytest.param(MANIFEST, "changed", id="manifest-changed"),
        pytest.param(MANIFEST, "dropped", id="manifest-dropped"),
    ],
)
def test_a_changed_archive_is_refused(tmp_path: Path, name: str, change: str) -> None:
    write(tmp_path / "a.tar.gz")
    damaged = altered(tmp_path / "a.tar.gz", tmp_path / "damaged.tar.gz", name, change)

    with pytest.raises(BackupError) as refusal:
        unpack(damaged, tmp_path / "out")

    assert "damaged" in str(refusal.value)
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"\x1f\x8b\x08\0\0"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.tar.gz"
    file.write_bytes(content)

    with pytest.raises(BackupError):
        unpack(file, tmp_path / "out")


def test_half_an_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.tar.gz"
    write(file)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    with pytest.raises(BackupError):
        unpack(file, tmp_path / "out")


def test_a_later_format_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.tar.gz"
    write(file, format=2)  # type: ignore[arg-type] # a number, as every field that is not a name

    with pytest.raises(BackupError) as refusal:
        unpack(file, tmp_path / "out")

    assert "its format is 2, this release reads 1" in str(refusal.value)
