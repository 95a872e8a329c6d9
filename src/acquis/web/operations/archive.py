"""The file of a backup: what is in it, under a seal of hashes, for one engine.

A tar archive: `manifest.json`, the database, and the files that people handed in. The key under
which the issuers' keys are sealed is never in it: who finds a backup cannot sign.
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_CHUNK = 1024 * 1024


class BackupError(Exception):
    """A backup could not be written or restored; the message names the cause and the remedy."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """`rows` of each table and the SHA-256 of each member, as they must be after a restore."""

    release: str
    engine: str
    made_at: str
    rows: dict[str, int]
    members: dict[str, str]
    files_in_bucket: str = ""
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


@contextmanager
def new_archive(path: Path) -> Iterator[tarfile.TarFile]:
    """An archive that appears under its name when it is whole, and can be read by its owner alone.

    Raises:
        BackupError: there is a file of that name already.
    """
    if path.exists():
        raise BackupError(f"{path} exists. Give another name: a backup replaces nothing.")
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as target:
            # Evidence is compressed already; level 1 is for the database.
            with tarfile.open(fileobj=target, mode="w:gz", compresslevel=1) as archive:
                yield archive
            target.flush()
            os.fsync(target.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def add(archive: tarfile.TarFile, name: str, source: IO[bytes], size: int) -> str:
    """Write a member and return its SHA-256. A source that ends early fails."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    counted = _Hashed(source)
    archive.addfile(entry, counted)
    return counted.digest.hexdigest()


class _Hashed:
    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.digest.update(data)
        return data


def unpack(path: Path, folder: Path) -> Manifest:
    """Unpack into the empty folder and see that everything is there, unchanged, and nothing else.

    Raises:
        BackupError: it is no backup of ours, of a later format, or damaged.
    """
    try:
        with tarfile.open(path, mode="r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest = _read_manifest(folder / MANIFEST)
    except (OSError, EOFError, tarfile.TarError, ValueError, TypeError) as error:
        raise BackupError(f"{path} is no backup, or is damaged: {error}") from error
    found = {
        file.relative_to(folder).as_posix(): _hash(file)
        for file in folder.rglob("*")
        if file.is_file() and file != folder / MANIFEST
    }
    if found != manifest.members:
        wrong = sorted(
            name
            for name in found.keys() | manifest.members.keys()
            if found.get(name) != manifest.members.get(name)
        )
        raise BackupError(
            f"{path} is damaged: {len(wrong)} members differ, the first is {wrong[0]}. "
            "Take another backup."
        )
    return manifest


def _read_manifest(file: Path) -> Manifest:
    content: dict[str, Any] = json.loads(file.read_bytes())
    if content.get("format") != FORMAT:
        raise ValueError(f"its format is {content.get('format')!r}, this release reads {FORMAT}")
    return Manifest(**content)


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
