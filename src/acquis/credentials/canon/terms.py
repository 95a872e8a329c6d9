"""RDF terms in canonical N-Quads notation (RDFC-1.0, section 5)."""

import re

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

# An absolute IRI with nothing that N-Quads could not hold: scheme, colon, no blanks or brackets.
ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\ud800-\udfff]*\Z")

_ESCAPES = {
    **{chr(code): f"\\u{code:04X}" for code in [*range(0x20), 0x7F]},
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
_ESCAPED = re.compile('[\x00-\x1f\x7f"\\\\]')


def escape(value: str) -> str:
    """What stands between a literal's quotes."""
    return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], value)


def literal(value: str, *, datatype: str = "", language: str = "") -> str:
    quoted = f'"{escape(value)}"'
    if language:
        return f"{quoted}@{language}"
    if datatype and datatype != XSD + "string":
        return f"{quoted}^^<{datatype}>"
    return quoted


def iri(value: str) -> str:
    return f"<{value}>"
