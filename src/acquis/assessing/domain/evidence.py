"""Evidence: what is taken, known by its content and not by its name."""

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import filetype
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from acquis.assessing.enums import EvidenceKind
from acquis.assessing.errors import EvidenceRefused
from acquis.assessing.models import Application, Evidence
from acquis.common.domain import pictures

# What an assessor can open without running anything: documents, pictures, sound, film, text.
ACCEPTED = frozenset({
    "application/pdf",
    "image/png", "image/jpeg", "image/webp", "image/gif",
    "video/mp4", "video/webm", "audio/mpeg", "audio/x-wav", "audio/ogg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "text/plain",
})  # fmt: skip
SNIFFED_BYTES = 8192
MAX_LINK_LENGTH = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class NewEvidence:
    """A piece of evidence as it is handed in: either a file or a link."""

    name: str = ""
    url: str = ""
    file: File[bytes] | None = None


def attach(application: Application, items: Sequence[NewEvidence]) -> list[Evidence]:
    """Join the items to the application.

    Raises:
        EvidenceRefused: one of them is not acceptable; then none is joined, provided that the
            caller runs in a transaction.
    """
    return [_attach(application, item) for item in items]


def _attach(application: Application, item: NewEvidence) -> Evidence:
    if item.file is not None:
        media_type = check_file(item.file)
        with _without_what_is_not_seen(item.file, media_type) as file:
            return Evidence.objects.create(
                application=application,
                kind=EvidenceKind.FILE,
                name=(item.name or item.file.name or _("file"))[:200],
                file=file,
                media_type=media_type,
                size=file.size,
            )
    check_link(item.url)
    return Evidence.objects.create(
        application=application,
        kind=EvidenceKind.LINK,
        name=(item.name or urlsplit(item.url).hostname or item.url)[:200],
        url=item.url,
    )


def forget_file(name: str) -> None:
    """Delete a file once the row that held it is gone for good."""
    transaction.on_commit(lambda: default_storage.delete(name))


@contextmanager
def _without_what_is_not_seen(file: File[bytes], media_type: str) -> Iterator[File[bytes]]:
    if media_type not in pictures.FORMATS:
        yield file
        return
    try:
        picture = pictures.cleaned(file, media_type)
    except pictures.PictureRefused as error:
        raise EvidenceRefused(error.message) from error
    with picture:
        yield picture


def check_file(file: File[bytes]) -> str:
    """The file's media type, told from its first bytes. Raises `EvidenceRefused`."""
    if not file.size:
        raise EvidenceRefused(_("“%(name)s” is empty. Choose another file.") % {"name": file.name})
    if file.size > settings.EVIDENCE_MAX_BYTES:
        raise EvidenceRefused(
            _("“%(name)s” is too large: at most %(limit)s. Make it smaller, or give a link.")
            % {"name": file.name, "limit": filesizeformat(settings.EVIDENCE_MAX_BYTES)}
        )
    file.seek(0)
    head = file.read(SNIFFED_BYTES)
    file.seek(0)
    media_type = _media_type(head)
    if media_type not in ACCEPTED:
        raise EvidenceRefused(
            _(
                "“%(name)s” is of a kind that we do not take. Give a PDF, an office document, "
                "a picture, a film or plain text."
            )
            % {"name": file.name}
        )
    return media_type


def check_link(url: str) -> None:
    """Raises `EvidenceRefused` for what a browser would not open as a page."""
    if len(url) > MAX_LINK_LENGTH:
        raise EvidenceRefused(
            _("A link is too long: at most %(limit)s characters.") % {"limit": MAX_LINK_LENGTH}
        )
    if not _is_web_address(url):
        raise EvidenceRefused(
            _("“%(url)s” is not a web address. It begins with https://") % {"url": url}
        )


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return url.isprintable() and parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _media_type(head: bytes) -> str:
    kind = filetype.guess(head)
    if kind is not None:
        return str(kind.mime)
    if b"\0" in head:
        return "application/octet-stream"
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A character cut in two by the end of what was read is still text.
        if len(head) < SNIFFED_BYTES or error.start < len(head) - 3:
            return "application/octet-stream"
    # Mark-up can carry scripts, so it is not "plain text", whatever the file is called.
    start = head.removeprefix(BOM_UTF8).lstrip()
    return "text/html" if start.startswith(b"<") else "text/plain"
