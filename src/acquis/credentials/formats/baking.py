"""Whatever a person may hand in: a baked picture, or the credential itself."""

from acquis.credentials.errors import NotBakeable
from acquis.credentials.formats import png, svg
from acquis.credentials.formats.contents import is_compact_jws
from acquis.credentials.reasons import mark as _n

MAX_PICTURE_BYTES = 20 * 1024 * 1024
_UTF_16 = (b"\xff\xfe<\0", b"\xfe\xff\0<")


def extract(file: bytes) -> bytes:
    """The credential in a PNG or SVG, or the file itself when it is JSON or a compact JWS already.

    A picture of Open Badges 2 gives its assertion: JSON, a compact JWS or the address that hosts
    it. What kind of file it is, its content tells and never its name.

    Raises:
        NotBakeable: it is none of these, or carries no credential, or several that differ, or is
            far too large.
    """
    if len(file) > MAX_PICTURE_BYTES:
        raise NotBakeable(f"The file is larger than {MAX_PICTURE_BYTES // 1024 // 1024} MB.")
    if file.startswith(png.SIGNATURE):
        return png.extract(file)
    start = file[:256].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<") or file.startswith(_UTF_16):
        return svg.extract(file)
    if start.startswith((b"{", b"[")):
        return file
    if is_compact_jws(file.strip()):
        return file.strip()
    raise NotBakeable(_n("The file is neither a PNG or SVG badge nor the JSON of a credential."))
