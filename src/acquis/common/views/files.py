"""Sending a stored file: in pieces, whole or the part asked for, under headers that disarm it."""

import re
from typing import Any

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

from acquis.common.domain.files import stretch_of

_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
# Nothing in the file can act on this site, whatever it turns out to be.
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
# A browser's own player asks for the film from the page that shows it, which a sandbox forbids.
PLAYER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'"


def send_file(
    request: HttpRequest, file: File[bytes], *, media_type: str, name: str, inline: bool
) -> HttpResponseBase:
    """The file, or one part of it (RFC 9110, 14.2): a player of films jumps that way.

    Several parts at once are answered with the whole, as the RFC lets us.
    """
    size = file.size
    part = _part_asked_for(request, size)
    if part is not None and part[0] >= size:
        file.close()
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    start, end = part or (0, size - 1)
    body: Any = stretch_of(file, start, end - start + 1)
    response = FileResponse(
        body, as_attachment=not inline, filename=name, content_type=media_type,
        status=200 if part is None else 206,
    )  # fmt: skip
    response["Content-Length"] = str(end - start + 1)
    response["Accept-Ranges"] = "bytes"
    if part is not None:
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    played = media_type.startswith(("audio/", "video/"))
    response["Content-Security-Policy"] = PLAYER_POLICY if played else POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _part_asked_for(request: HttpRequest, size: int) -> tuple[int, int] | None:
    """First and last byte; None for the whole. The first may lie behind the end."""
    # We give no validator, so no condition on one can hold.
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or found is None or "If-Range" in request.headers:
        return None
    first, last = found.groups()
    if first:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        return (start, end) if start >= size or start <= end else None
    if not last:
        return None
    return (size, size) if int(last) == 0 else (max(0, size - int(last)), size - 1)
