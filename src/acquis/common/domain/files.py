"""The store of files that people hand in: is it usable, and is everything in it needed."""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol
from uuid import uuid4

from django.apps import apps
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_noop
from storages.backends.s3 import S3File

from acquis.common.domain import jobs
from acquis.common.errors import AcquisError

# A file is stored before its row is committed: what is younger may only be waiting for that.
SETTLED_AFTER = timedelta(days=1)
REMOVED_AFTER = timedelta(days=7)
_BATCH = 500


class StorageUnusable(AcquisError):
    """The store took a probe and did not give the same back, or did not forget it."""


class Readable(Protocol):
    """What a response reads from and closes."""

    def read(self, size: int = -1, /) -> bytes: ...

    def close(self) -> None: ...


class _Stretch:
    """A stretch of a file that lies here, read like a file."""

    def __init__(self, file: File[bytes], start: int, length: int) -> None:
        file.seek(start)
        self._file = file
        self._left = length

    def read(self, size: int = -1, /) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data: bytes = self._file.read(wanted)
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()


def stretch_of(file: File[bytes], start: int, length: int) -> Readable:
    """These bytes of a stored file, and no others: a bucket is asked for them alone, and what it
    answers is passed on as it comes. The file is closed with what is returned."""
    stored = getattr(file, "file", file)
    if not isinstance(stored, S3File) or not length:
        return _Stretch(file, start, length)
    answer = stored.obj.get(Range=f"bytes={start}-{start + length - 1}")
    body: Readable = answer["Body"]
    return body


def probe() -> None:
    """Write a small file, read it again and delete it.

    Raises:
        StorageUnusable: it came back different, or stayed. What the store itself raises passes.
    """
    content = uuid4().bytes
    name = default_storage.save(f"probe/{uuid4().hex}", ContentFile(content))
    try:
        with default_storage.open(name) as file:
            returned = file.read()
    finally:
        default_storage.delete(name)
    if returned != content or default_storage.exists(name):
        raise StorageUnusable("The store of files does not give back what it takes.")


def orphans(*, now: datetime | None = None) -> Iterator[str]:
    """The names of stored files that no row refers to, and that are older than a day.

    Run it inside the system's scope: a row that is not seen makes an orphan of its file.
    """
    settled = (now or timezone.now()) - SETTLED_AFTER
    stored = _stored()
    while batch := list(islice(stored, _BATCH)):
        yield from _of_no_row(batch, settled=settled)


@jobs.kind("common.remove_orphans", title=gettext_noop("Remove files of no row"), daily_at=4)
def remove_orphans(work: jobs.Work) -> None:
    """Remove what has belonged to no row for a week; a chunk looks into one folder of the store.

    A row may come back from a backup of yesterday: the file waits longer than for a commit.
    """
    waiting: list[str] = work.cursor.get("folders", [""])
    folder, rest = waiting[0], waiting[1:]
    names, folders = _listed(folder)
    gone = _of_no_row(names, settled=timezone.now() - REMOVED_AFTER)
    for name in gone:
        default_storage.delete(name)
    rest = [*folders, *rest]
    work.advance(len(gone), folders=rest)
    if not rest:
        work.finish(removed=work.job.done)


def file_fields() -> Iterator[models.FileField]:
    for model in apps.get_models():
        for field in model._meta.get_fields():  # noqa: SLF001 - public
            if isinstance(field, models.FileField):
                yield field


def missing() -> Iterator[str]:
    """The names of files that a row refers to and that the store does not have."""
    for field in file_fields():
        names = field.model._base_manager.exclude(**{field.name: ""})  # noqa: SLF001 - public
        for name in names.values_list(field.name, flat=True).iterator():
            if name and not default_storage.exists(name):
                yield name


def _of_no_row(names: Sequence[str], *, settled: datetime) -> list[str]:
    known = _referred_to(names)
    return [
        name
        for name in names
        if name not in known and default_storage.get_modified_time(name) < settled
    ]


def _referred_to(names: Iterable[str]) -> set[str]:
    return {
        name
        for field in file_fields()
        for name in field.model._base_manager.filter(  # noqa: SLF001 - public
            **{f"{field.name}__in": names}
        ).values_list(field.name, flat=True)
    }


def _stored(folder: str = "") -> Iterator[str]:
    files, folders = _listed(folder)
    yield from files
    for name in folders:
        yield from _stored(name)


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The files and the folders in a folder of the store, each with its whole name."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing has been stored yet
        return [], []
    whole = [sorted(posixpath.join(folder, name) for name in found) for found in (files, folders)]
    return whole[0], whole[1]
