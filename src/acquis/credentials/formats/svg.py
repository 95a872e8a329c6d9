"""Baking into SVG (Open Badges 3.0, section 5.3.2): an `openbadges:credential` element."""

import re
from typing import NoReturn
from xml.parsers import expat

from acquis.credentials.errors import NotBakeable
from acquis.credentials.reasons import mark as _n

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_SVG = "http://www.w3.org/2000/svg"
_ELEMENT = f"{NAMESPACE} credential"
_OLDER = "http://openbadges.org assertion"
_OLD_CREDENTIAL = re.compile(
    rb"<openbadges:credential\b[^>]*?(?:/>|>.*?</openbadges:credential\s*>)", re.DOTALL
)


def bake(picture: bytes, credential: bytes) -> bytes:
    """The SVG with the credential as the first child of its root, in place of one it may carry.

    Raises:
        NotBakeable: the picture is not a well-formed SVG, or declares entities.
    """
    bare = _OLD_CREDENTIAL.sub(b"", picture)
    after_root = _Reading(bare).after_root
    text = credential.replace(b"]]>", b"]]]]><![CDATA[>")
    element = (
        b'<openbadges:credential xmlns:openbadges="%b"><![CDATA[%b]]></openbadges:credential>'
        % (NAMESPACE.encode(), text)
    )
    return bare[:after_root] + element + bare[after_root:]


def extract(picture: bytes) -> bytes:
    """The credential that the SVG carries: JSON from the element's text, or its `verify` JWS.

    Raises:
        NotBakeable: the picture is not a well-formed SVG, or carries no credential.
    """
    found = _Reading(picture)
    if found.credential is not None:
        return found.credential.strip().encode("utf-8")
    if found.older:
        raise NotBakeable(
            _n(
                "The picture carries an Open Badge 2.0, which is not read yet. Ask its issuer for "
                "the Open Badge 3.0."
            )
        )
    raise NotBakeable(_n("The picture carries no credential."))


class _Reading:
    """One pass over the SVG with expat, which resolves no entity and opens no address."""

    def __init__(self, picture: bytes) -> None:
        self.credential: str | None = None
        self.older = False
        self.after_root = 0
        self._inside = False
        self._in_root = False
        self._picture = picture
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            self._parser.Parse(picture, True)  # noqa: FBT003 - expat's own signature
        except expat.ExpatError as error:
            raise NotBakeable(f"The file is not a well-formed SVG picture: {error}.") from error
        if not self.after_root:
            raise NotBakeable(_n("The SVG picture is empty: there is nowhere to put a credential."))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._in_root:
            if name != f"{_SVG} svg":
                raise NotBakeable(_n("The file is XML, but not an SVG picture."))
            self._in_root = True
            self.after_root = self._end_of_tag(self._parser.CurrentByteIndex)
        elif name == _ELEMENT and self.credential is None:
            self._inside = True
            self.credential = attributes.get("verify", "")
        elif name == _OLDER:
            self.older = True

    def _end(self, name: str) -> None:
        if name == _ELEMENT:
            self._inside = False

    def _text(self, text: str) -> None:
        if self._inside and self.credential is not None:
            self.credential += text

    @staticmethod
    def _refuse_doctype(*_declaration: object) -> NoReturn:
        raise NotBakeable(
            _n(
                "The SVG picture declares a document type, which could hide entities. Save it "
                "again as plain SVG."
            )
        )

    def _end_of_tag(self, start: int) -> int:
        """Where the root's start tag ends; a `>` inside an attribute's quotes does not end it."""
        quote = 0
        for position in range(start, len(self._picture)):
            letter = self._picture[position]
            if quote:
                quote = 0 if letter == quote else quote
            elif letter in b"\"'":
                quote = letter
            elif letter == ord(">"):
                return 0 if self._picture[position - 1] == ord("/") else position + 1
        return 0
