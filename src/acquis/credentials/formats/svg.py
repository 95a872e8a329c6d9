"""Baking into SVG (Open Badges 3.0, section 5.3.2): an `openbadges:credential` element."""

from typing import NoReturn
from xml.parsers import expat

from acquis.credentials.errors import NotBakeable
from acquis.credentials.reasons import mark as _n

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_SVG = "http://www.w3.org/2000/svg"
_ELEMENT = f"{NAMESPACE} credential"
_OLDER = "http://openbadges.org assertion"


def bake(picture: bytes, credential: bytes) -> bytes:
    """The SVG with the credential as the first child of its root, in place of one it may carry.

    Raises:
        NotBakeable: the picture is not a well-formed SVG, declares entities, or is not in UTF-8.
    """
    found = _Reading(picture)
    text = credential.replace(b"]]>", b"]]]]><![CDATA[>")
    element = (
        b'<openbadges:credential xmlns:openbadges="%b"><![CDATA[%b]]></openbadges:credential>'
        % (NAMESPACE.encode(), text)
    )
    parts, position = [picture[: found.after_root], element], found.after_root
    for start, end in found.places:
        parts.append(picture[position:start])
        position = end
    baked = b"".join([*parts, picture[position:]])
    if extract(baked) != credential:
        raise NotBakeable("The file is not a well-formed SVG picture: it is not written in UTF-8.")
    return baked


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
        self.places: list[tuple[int, int]] = []  # of every credential, from tag to tag
        self._in_root = False
        self._depth = 0  # of credential elements around the present place
        self._start_tag = (0, 0)
        self._texts: list[str] = []
        self._picture = picture
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
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
            if name != f"{_SVG} svg":
                raise NotBakeable(_n("The file is XML, but not an SVG picture."))
            self._in_root = True
            end = self._end_of_tag(self._parser.CurrentByteIndex)
            self.after_root = 0 if self._is_empty_tag(end) else end
        elif name == _ELEMENT:
            if not self._depth:
                start = self._parser.CurrentByteIndex
                self._start_tag = start, self._end_of_tag(start)
                self._texts = [attributes.get("verify", "")]
            self._depth += 1
        elif name == _OLDER:
            self.older = True

    def _end(self, name: str) -> None:
        if name != _ELEMENT:
            return
        self._depth -= 1
        if self._depth:
            return
        start, end = self._start_tag
        if not self._is_empty_tag(end):
            end = self._end_of_tag(self._parser.CurrentByteIndex)
        self.places.append((start, end))
        if self.credential is None:
            self.credential = "".join(self._texts)

    def _text(self, text: str) -> None:
        if self._depth:
            self._texts.append(text)

    @staticmethod
    def _refuse_doctype(*_declaration: object) -> NoReturn:
        raise NotBakeable(
            _n(
                "The SVG picture declares a document type, which could hide entities. Save it "
                "again as plain SVG."
            )
        )

    def _end_of_tag(self, start: int) -> int:
        """Behind the tag's `>`; a `>` inside an attribute's quotes does not end it."""
        quote = 0
        for position in range(start, len(self._picture)):
            letter = self._picture[position]
            if quote:
                quote = 0 if letter == quote else quote
            elif letter in b"\"'":
                quote = letter
            elif letter == ord(">"):
                return position + 1
        return 0

    def _is_empty_tag(self, end: int) -> bool:
        return self._picture[end - 2 : end] == b"/>"
