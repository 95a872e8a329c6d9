"""`acquis backup` and `acquis restore`: everything the system knows, except the key of the keys."""

import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from acquis.web.operations import engines
from acquis.web.operations.archive import (
    DATABASES,
    MANIFEST,
    BackupError,
    Manifest,
    add,
    new_archive,
    unpack,
)

FILES = "files"


def backup(path: Path) -> Manifest:
    """Write the database as it is at one moment, and then the files, while the system runs.

    A file is stored before its row and deleted after it, so that each row of the copy has its
    file, unless it was deleted meanwhile. Files in a bucket stay there: it has versions of its own.

    Raises:
        BackupError: the file exists, or a tool is not there or failed.
    """
    with new_archive(path) as archive, tempfile.TemporaryDirectory(dir=path.parent) as folder:
        name = DATABASES[connection.vendor]
        copy = Path(folder) / name
        with engines.copy_out(copy) as rows, copy.open("rb") as source:
            members = {name: add(archive, name, source, copy.stat().st_size)}
        for file in _files():
            member = f"{FILES}/{file.relative_to(settings.MEDIA_ROOT).as_posix()}"
            try:
                with file.open("rb") as source:
                    members[member] = add(archive, member, source, file.stat().st_size)
            except FileNotFoundError:
                continue  # deleted meanwhile, with its row
        manifest = Manifest(
            release=version("acquis"),
            engine=connection.vendor,
            made_at=timezone.now().isoformat(),
            rows=rows,
            members=members,
            files_in_bucket=settings.FILES_BUCKET,
        )
        content = manifest.to_json()
        with tempfile.TemporaryFile() as source:
            source.write(content)
            source.seek(0)
            add(archive, MANIFEST, source, len(content))
    return manifest


def restore(path: Path) -> Manifest:
    """Fill an empty system from the file, after its hashes have been checked.

    Raises:
        BackupError: the file is damaged or of another engine, this system is not empty, or what
            came back is not what went in.
    """
    root = Path(settings.MEDIA_ROOT)
    engines.demand_empty()
    if not settings.FILES_BUCKET and root.exists() and any(root.iterdir()):
        raise BackupError(
            f"{root} is not empty. Move what is in it away: a restore replaces nothing."
        )
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root.parent) as name:
        folder = Path(name)
        manifest = unpack(path, folder)
        if manifest.engine != connection.vendor:
            raise BackupError(
                f"The backup is of {manifest.engine}, this system has {connection.vendor}. "
                "Set DATABASE_URL accordingly."
            )
        rows = engines.copy_in(folder / DATABASES[manifest.engine])
        if rows != manifest.rows:
            raise BackupError("The database did not come back whole: do not use it.")
        if (folder / FILES).exists():
            root.mkdir(exist_ok=True)
            for entry in (folder / FILES).iterdir():
                shutil.move(entry, root / entry.name)
    return manifest


def _files() -> list[Path]:
    if settings.FILES_BUCKET:
        return []
    return sorted(file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file())
