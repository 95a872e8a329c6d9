"""Nothing that a person reads is written in one language alone, or formatted by hand."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.structure.floors import ROOT

pytestmark = pytest.mark.unit

SOURCE = ROOT / "src" / "acquis"
READ_ATTRIBUTES = {
    "title", "alt", "aria-label", "placeholder", "aria-description", "subtitle", "label", "text",
    "hint", "search_label", "confirm", "back_label", "summary",
}  # fmt: skip
# What is the same in every language, or stands there in each.
ALLOWED = {
    "acquis": "the name",
    "Acquis": "the name",
    "Acquis · Acquis": "the name",
    "English": "a language is named in itself",
    "Français": "a language is named in itself",
    "EN": "a language's code",
    "FR": "a language's code",
    "Ctrl K": "what stands on the keys",
    "OpenAPI 3.1": "the name of a standard",
    "Esc": "what stands on the key",
    "https://": "the beginning of an address",
}
ALLOWED_FILES = {
    "web/templates/500.html": "shown when languages may be what fails: in French and in English",
    "web/templates/web/design/gallery.html": "for developers, in English",
}
_COMMENTS = re.compile(r"{%\s*comment.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)
_TRANSLATED = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL
)
_TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]{2}")


class Reader(HTMLParser):
    """Collects what a person would see or hear of a template."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}
        self.found += [value or "" for name, value in attrs if name in READ_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def hard_coded(template: str) -> list[str]:
    """The words of a template that no translation stands behind."""
    text = _COMMENTS.sub("", template)
    text = _TAGS.sub("", _TRANSLATED.sub("", text))
    reader = Reader()
    reader.feed(text)
    words = [" ".join(piece.split()) for piece in reader.found]
    return [word for word in words if _LETTERS.search(word) and word not in ALLOWED]


def templates() -> Iterator[tuple[str, str]]:
    for file in sorted(SOURCE.rglob("templates/**/*.html")):
        name = file.relative_to(SOURCE).as_posix()
        if name not in ALLOWED_FILES:
            yield name, file.read_text(encoding="utf-8")


def test_no_template_has_words_in_one_language() -> None:
    assert {name: words for name, text in templates() if (words := hard_coded(text))} == {}


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %}</p>', []),
        ("<p>{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}</p>", []),
        ("<p>{% if x %}Yes{% endif %} {{ y }}</p>", ["Yes"]),
        ('<img alt="A badge">', ["A badge"]),
        ("<img alt=\"{% translate 'A badge' %}\">", []),
        ('<input placeholder="Name" aria-label="Name">', ["Name", "Name"]),
        ('<c-empty title="Nothing" icon="map" />', ["Nothing"]),
        ("<c-card title=\"{% translate 'Card' %}\">12 · {{ n }} %</c-card>", []),
        ("{% comment %}note{% endcomment %}{# note #}<!-- note --><script>let it = 1</script>", []),
        ("<span>Acquis</span>", []),
    ],
)
def test_the_scanner_sees_words_where_they_are(template: str, found: list[str]) -> None:
    assert hard_coded(template) == found


def test_what_is_allowed_is_still_there() -> None:
    everything = " ".join(
        file.read_text(encoding="utf-8") for file in SOURCE.rglob("templates/**/*.html")
    )
    assert [word for word in ALLOWED if word.split(" · ")[0] not in everything] == []
    assert [name for name in ALLOWED_FILES if not (SOURCE / name).is_file()] == []


# Files that machines read; elsewhere `date_format`, `date:"DATE_FORMAT"` and `floatformat` know
# how the reader's language writes days and numbers.
BY_HAND_ALLOWED: dict[str, str] = {}
_TEMPLATE_DATE = re.compile(r"\|date:\s*[\"'](?!(?:SHORT_)?(?:DATE|DATETIME|TIME)_FORMAT[\"'])")
_MACHINE_DATE = re.compile(r"\|date:\s*[\"'](?:c|U)[\"']")


def by_hand_in_python(source: str) -> list[str]:
    """Calls that write a day in a shape of their own, in code that answers people."""
    return [
        f"line {node.lineno}: strftime"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr == "strftime"
    ]


def by_hand_in_a_template(template: str) -> list[str]:
    return _TEMPLATE_DATE.findall(_MACHINE_DATE.sub("", template))


def answering_people() -> Iterator[Path]:
    for pattern in ("*/views/**/*.py", "*/forms.py", "*/domain/**/*.py", "web/*.py"):
        yield from SOURCE.glob(pattern)


def test_no_code_formats_a_date_by_hand() -> None:
    found = {
        file.relative_to(SOURCE).as_posix(): calls
        for file in answering_people()
        if (calls := by_hand_in_python(file.read_text(encoding="utf-8")))
    }
    assert {name: calls for name, calls in found.items() if name not in BY_HAND_ALLOWED} == {}


def test_no_template_formats_a_date_by_hand() -> None:
    assert {name: f for name, text in templates() if (f := by_hand_in_a_template(text))} == {}


@pytest.mark.parametrize(
    ("template", "count"),
    [
        ('{{ day|date:"d/m/Y" }}', 1),
        ("{{ day|date:'Y-m-d' }}", 1),
        ('{{ day|date:"DATE_FORMAT" }}', 0),
        ('{{ day|date:"SHORT_DATETIME_FORMAT" }}', 0),
        ('<time datetime="{{ day|date:"c" }}">', 0),
    ],
)
def test_a_date_by_hand_is_seen_in_a_template(template: str, count: int) -> None:
    assert len(by_hand_in_a_template(template)) == count


def test_a_date_by_hand_is_seen_in_code() -> None:
    assert by_hand_in_python("x = day.strftime('%d')") == ["line 1: strftime"]
