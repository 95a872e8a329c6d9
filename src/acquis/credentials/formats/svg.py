"""Baking into SVG (Open Badges 3.0, section 5.3.2): an `openbadges:credential` element, the first
child of the root. JSON is its text, in CDATA; a compact JWS is its attribute `verify`. The
picture's own bytes are never touched.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from acquis.credentials.errors import MalformedDocument, NotBakeable
from acquis.credentials.formats import strict_json
from acquis.credentials.formats.contents import (
    Kind,
    OpenBadges,
    is_address,
    kind_of,
    only_one,
)
from acquis.credentials.reasons import mark as _n

_SVG = "http://www.w3.org/2000/svg svg"
_NAMES = {
    OpenBadges.V3: ("https://purl.imsglobal.org/ob/v3p0", "credential"),
    OpenBadges.V2: ("http://openbadges.org", "assertion"),
}
_VERSIONS = {" ".join(names): version for version, names in _NAMES.items()}
# To the `>` of a tag; one inside an attribute's quotes does not end it.
_TAG = re.compile(rb"(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")
# Begins U+F000 to U+FFFF in UTF-8, of which XML refuses the last two.
_LEAD_BYTE = b"\xef"
_PROBE = '{"é":"]]>"}'.encode()


class SvgCanvas:
    """An SVG that was read once, to bake any number of credentials into it."""

    __slots__ = ("_after_attribute", "_after_text", "_before", "_version")

    def __init__(self, picture: bytes, *, version: OpenBadges = OpenBadges.V3) -> None:
        """Read the picture; a credential of that version that it may carry is left out.

        Raises:
            NotBakeable: the picture is not a well-formed SVG, declares a document type, or is not
                in UTF-8.
        """
        found = _Reading(picture)
        namespace, name = (part.encode() for part in _NAMES[version])
        self._version = version
        self._before = b'%b<openbadges:%b xmlns:openbadges="%b"' % (
            picture[: found.after_root],
            name,
            namespace,
        )
        parts, position = [], found.after_root
        for place in found.places:
            if place.version is version:
                parts.append(picture[position : place.start])
                position = place.end
        close = b"</openbadges:%b>" % name
        self._after_attribute = b"".join([close, *parts, picture[position:]])
        self._after_text = b"]]>" + self._after_attribute
        if not _gives_back(self._bake_text(_PROBE), _PROBE, version):
            raise NotBakeable(
                "The file is not a well-formed SVG picture: it is not written in UTF-8."
            )

    def bake(self, credential: bytes) -> bytes:
        """The picture with the credential in it: JSON, a compact JWS, or in version 2 an address.

        JSON is not parsed: bytes that only look like it make a picture that nobody can read, where
        `bake` refuses them.

        Raises:
            NotBakeable: the credential is none of these, or has characters that SVG cannot hold.
        """
        if kind_of(credential, self._version) != Kind.JSON:
            return b"".join((self._before, _verify(credential), b">", self._after_attribute))
        _demand_characters(credential)
        verify = _hosted_at(credential) if self._version == OpenBadges.V2 else b""
        return self._bake_text(credential, verify)

    def _bake_text(self, text: bytes, verify: bytes = b"") -> bytes:
        if b">" in text:  # several times faster to find than the whole of what ends CDATA
            text = text.replace(b"]]>", b"]]]]><![CDATA[>")
        return b"".join((self._before, verify, b"><![CDATA[", text, self._after_text))


def bake(picture: bytes, credential: bytes, *, version: OpenBadges = OpenBadges.V3) -> bytes:
    """The SVG with the credential in it, in place of one of that version that it may carry.

    Raises:
        NotBakeable: the picture is not a well-formed SVG, declares a document type, or is not in
            UTF-8; or the credential cannot be one.
    """
    baked = SvgCanvas(picture, version=version).bake(credential)
    if not _gives_back(baked, credential, version):
        raise NotBakeable("The credential is not JSON: in a picture it could not be read.")
    return baked


def extract(picture: bytes) -> bytes:
    """The credential that the SVG carries: JSON from the element's text, or its `verify` JWS.

    Without one, the assertion of Open Badges 2: JSON, a compact JWS or the address that hosts it.

    Raises:
        NotBakeable: the picture is not a well-formed SVG, or carries no credential, or several
            that differ.
    """
    places = _Reading(picture).places
    for version in OpenBadges:
        found = _contents(places, version)
        if found:
            return only_one(found)
    raise NotBakeable(_n("The picture carries no credential."))


def _gives_back(picture: bytes, credential: bytes, version: OpenBadges) -> bool:
    try:
        return _contents(_Reading(picture).places, version) == [credential]
    except NotBakeable:
        return False


def _demand_characters(credential: bytes) -> None:
    """What JSON may hold and XML not; other control characters, JSON has not either."""
    if b"\r" in credential:
        raise NotBakeable(
            "The credential has carriage returns, which readers of SVG change. Write its JSON "
            "compactly."
        )
    if credential.isascii():
        return
    try:
        text = credential.decode()
    except UnicodeDecodeError as error:
        raise NotBakeable("The credential is not UTF-8 text.") from error
    if _LEAD_BYTE in credential and ("\ufffe" in text or "\uffff" in text):
        raise NotBakeable("The credential has U+FFFE or U+FFFF, which SVG cannot hold.")


def _hosted_at(assertion: bytes) -> bytes:
    """OB 2.0 Baking, section 3.1: `verify` repeats the address of a hosted assertion."""
    try:
        address = str(strict_json.load_object(assertion).get("id", "")).encode()
    except MalformedDocument as error:
        raise NotBakeable(str(error)) from error
    return _verify(address) if is_address(address) else b""


def _verify(value: bytes) -> bytes:
    return b' verify="%b"' % value.replace(b"&", b"&amp;")


class _Place(NamedTuple):
    """A credential's element, from tag to tag."""

    version: OpenBadges
    start: int
    end: int
    verify: str
    text: str


def _contents(places: Sequence[_Place], version: OpenBadges) -> list[bytes]:
    found = []
    for place in places:
        if place.version is version:
            parts = [part.strip().encode() for part in (place.text, place.verify) if part.strip()]
            # In version 2 the text is the assertion, and `verify` no more than where it is hosted.
            found += parts[:1] if version is OpenBadges.V2 else parts
    return found


class _Reading:
    """One pass over the SVG with expat, which resolves no entity and opens no address."""

    def __init__(self, picture: bytes) -> None:
        # An encoding of several bytes a letter is read, but its tags are not looked for in bytes.
        self._is_wide = b"\0" in picture[:4]
        self.after_root = 0
        self.places: list[_Place] = []
        self._in_root = False
        self._outermost: str | None = None  # the credential's element around the present place
        self._depth = 0  # of elements of that name around the present place
        self._start_tag = (0, 0)
        self._verify = ""
        self._texts: list[str] = []
        self._picture = picture
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            self._parser.Parse(picture, True)  # noqa: FBT003 - expat's own signature
        except (expat.ExpatError, LookupError, ValueError) as error:
            # The last two: an encoding that Python does not know, or cannot map to single bytes.
            raise NotBakeable(f"The file is not a well-formed SVG picture: {error}.") from error
        if not self.after_root:
            raise NotBakeable(_n("The SVG picture is empty: there is nowhere to put a credential."))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._in_root:
            if name != _SVG:
                raise NotBakeable(_n("The file is XML, but not an SVG picture."))
            self._in_root = True
            end = self._end_of_tag(self._parser.CurrentByteIndex)
            self.after_root = 0 if self._is_empty_tag(end) else end
        elif self._outermost is None and name in _VERSIONS:
            start = self._parser.CurrentByteIndex
            self._start_tag = start, self._end_of_tag(start)
            self._outermost, self._depth = name, 1
            self._verify, self._texts = attributes.get("verify", ""), []
            self._parser.CharacterDataHandler = self._texts.append
        elif name == self._outermost:
            self._depth += 1

    def _end(self, name: str) -> None:
        if name != self._outermost:
            return
        self._depth -= 1
        if self._depth:
            return
        start, end = self._start_tag
        if not self._is_empty_tag(end):
            end = self._end_of_tag(self._parser.CurrentByteIndex)
        self._parser.CharacterDataHandler = None
        text = "".join(self._texts)
        self.places.append(_Place(_VERSIONS[name], start, end, self._verify, text))
        self._outermost = None

    @staticmethod
    def _refuse_doctype(*_declaration: object) -> NoReturn:
        raise NotBakeable(
            _n(
                "The SVG picture declares a document type, which could hide entities. Save it "
                "again as plain SVG."
            )
        )

    def _end_of_tag(self, start: int) -> int:
        found = None if self._is_wide else _TAG.match(self._picture, start)
        return found.end() if found else len(self._picture)

    def _is_empty_tag(self, end: int) -> bool:
        return self._picture[end - 2 : end] == b"/>"
