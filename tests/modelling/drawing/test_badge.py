"""The drawing: well-formed, the same every time, readable, harmless, whatever it is asked for."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from defusedxml import ElementTree

from acquis.modelling.drawing import (
    Pictogram,
    Shape,
    alternative_text,
    draw_badge,
    suggest_pictogram,
)
from acquis.modelling.drawing.badge import INNER
from acquis.modelling.drawing.colours import INK, WHITE, contrast
from acquis.modelling.drawing.shapes import half_width
from tests.modelling.drawing.designs import design

pytestmark = pytest.mark.unit

SVG = "{http://www.w3.org/2000/svg}"
LONGEST_WORD = "anticonstitutionnellement"
TITLES = {
    "short": "IA",
    "usual": "Animer une réunion utile",
    "long": "Conduire un projet de transformation numérique dans une équipe pluridisciplinaire",
    "120 characters": "mot " * 30,
    "one long word": LONGEST_WORD * 4,
    "beyond 120": "Accompagner " * 40,
    "wide": "W" * 120,
    "wide words": "WWWW " * 24,
    "single letters": "i " * 60,
    "emoji": "Coder 👩‍💻 avec 🎉🎉",
    "right to left": "إدارة اجتماع مفيد",
    "hebrew": "ניהול ישיבה",
    "chinese": "主持有效的会议",
    "decomposed": "E\u0301couter e\u0301te\u0301",
    "punctuation": "« Écouter » : pourquoi ? 100 % !",
}


def drawn(**changes: Any) -> Any:
    return ElementTree.fromstring(draw_badge(design(**changes)))


def letters(drawing: Any) -> Iterator[tuple[float, float, float]]:
    """Of each letter of the title: where it starts, its baseline, its size."""
    group = drawing.findall(f"{SVG}g")[2]
    for path in group.iter(f"{SVG}path"):
        x, y, size = re.findall(r"[-\d.]+", path.get("transform"))[:3]
        yield float(x), float(y), float(size)


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
def test_the_title_stays_inside_the_shape(shape: Shape, title: str) -> None:
    drawing = drawn(shape=shape, title=title)
    found = list(letters(drawing))
    assert found
    for x, y, size in found:
        assert 18 <= size <= 58
        edge = min(half_width(shape, INNER, y), half_width(shape, INNER, y - size * 0.7))
        assert 300 - edge <= x <= 300 + edge - 0.2 * size
        assert y - size * 0.75 >= 292
        assert y <= 446


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
def test_any_title_is_drawn_at_once(title: str) -> None:
    draw_badge(design(title=title))  # the fonts are read once
    started = time.process_time()
    draw_badge(design(title=title))
    assert time.process_time() - started < 0.5


def test_a_short_title_is_larger_than_a_long_one() -> None:
    sizes = [max(s for _x, _y, s in letters(drawn(title=TITLES[n]))) for n in ("short", "long")]
    assert sizes[0] == 58
    assert sizes[1] < 40


def test_a_decomposed_accent_is_drawn_as_the_letter_it_belongs_to() -> None:
    composed = draw_badge(design(title="Écouter été"))
    decomposed = draw_badge(design(title=TITLES["decomposed"]))
    group = '<g fill="#ffffff">'
    assert decomposed.split(group)[1].split("</g>")[0] == composed.split(group)[1].split("</g>")[0]


def test_the_same_design_gives_the_same_bytes() -> None:
    assert draw_badge(design()) == draw_badge(design())


DIFFERENCES: dict[str, Any] = {
    "title": "Conclure",
    "issuer": "Autre",
    "shape": Shape.SHIELD,
    "pictogram": Pictogram.LAW,
    "primary": "#112233",
    "accent": "#00ff00",
    "level": 3,
    "level_count": 5,
    "caption": "Badge",
    "seed": "other",
}


@pytest.mark.parametrize("field", DIFFERENCES)
def test_whatever_a_badge_shows_changes_the_drawing(field: str) -> None:
    assert draw_badge(design(**{field: DIFFERENCES[field]})) != draw_badge(design())


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("pictogram", Pictogram)
def test_every_shape_with_every_pictogram_is_well_formed(
    shape: Shape, pictogram: Pictogram
) -> None:
    drawing = drawn(shape=shape, pictogram=pictogram)
    assert (drawing.tag, drawing.get("viewBox"), drawing.get("role")) == (
        f"{SVG}svg",
        "0 0 600 600",
        "img",
    )


HOSTILE = {
    "script": "</title><script>alert(1)</script>",
    "attribute": '" onload="alert(1)',
    "entity": "&lt;script&gt; &xxe;",
    "cdata": "]]><svg onload=alert(1)>",
    "comment": "<!-- -->",
    "doctype": '<!DOCTYPE x [<!ENTITY a "b">]>',
    "control": "a\x00b\x1bc\x08",
    "override": "abc\u202edef",
    "noncharacter": "a\uffffb\ufffe",
    "processing": "<?xml-stylesheet href='https://evil.example'?>",
}


@pytest.mark.parametrize("field", ["title", "issuer", "caption", "level_label", "seed"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_are_words(field: str, text: str) -> None:
    drawing = drawn(**{field: text})
    tags = {node.tag.removeprefix(SVG) for node in drawing.iter()}
    assert tags <= {
        *("svg", "title", "desc", "defs", "clipPath", "path", "g", "circle"),
        *("rect", "line", "polyline", "polygon", "ellipse"),
    }
    names = {name for node in drawing.iter() for name in node.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name]
    shown = " ".join(text.split())
    visible = "".join(letter for letter in shown if letter.isprintable())
    if field == "title":
        assert drawing.findtext(f"{SVG}title") == visible
    if field == "issuer":
        assert drawing.findtext(f"{SVG}desc") == "".join(x for x in text if x.isprintable())


def test_a_badge_without_a_title_has_its_issuers_name() -> None:
    drawing = drawn(title="   ")
    assert drawing.findtext(f"{SVG}title") == "Atelier Léonard"
    assert list(letters(drawing)) == []


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("issuer", ["", "A", "Chambre régionale des métiers " * 5])
def test_any_issuer_is_drawn(shape: Shape, issuer: str) -> None:
    assert drawn(shape=shape, issuer=issuer).findtext(f"{SVG}desc") == issuer


@pytest.mark.parametrize(
    ("level", "count", "marks"),
    [
        (1, 1, [True]),
        (2, 4, [True, True, False, False]),
        (12, 12, [True] * 12),
        (0, 4, []),
        (5, 4, []),
        (1, 13, []),
        (-1, 4, []),
    ],
)
def test_the_level_is_shown_by_marks(level: int, count: int, marks: list[bool]) -> None:
    drawing = drawn(level=level, level_count=count)
    found = [node for node in drawing.findall(f"{SVG}circle") if node.get("cy") == "464"]
    assert [node.get("fill") != "none" for node in found] == marks


COLOURS = ["#000000", "#ffffff", "#ff0000", "#ffff00", "#00ff00", "#0000ff", "#808080", "#3a2ec2"]


@pytest.mark.parametrize("primary", COLOURS)
@pytest.mark.parametrize("accent", COLOURS)
def test_colours_are_readable_whatever_the_brand(primary: str, accent: str) -> None:
    drawing = drawn(primary=primary, accent=accent)
    ground = drawing.find(f"{SVG}path").get("fill")
    rim = drawing.findall(f"{SVG}path")[1].get("stroke")
    title, small = (drawing.findall(f"{SVG}g")[n].get("fill") for n in (2, 3))
    assert title in {WHITE, INK}
    assert contrast(title, ground) >= 4.5
    assert contrast(small, ground) >= 4.5
    assert contrast(rim, ground) >= 3


@pytest.mark.parametrize("primary", ["#ffd400", "#ffffff", "#112233"])
def test_a_readable_brand_is_left_as_it_is(primary: str) -> None:
    assert drawn(primary=primary).find(f"{SVG}path").get("fill") == primary


@pytest.mark.parametrize(
    ("language", "label", "text"),
    [
        ("fr", "Confirmé", "Badge « A B » décerné par Atelier Léonard, niveau Confirmé"),
        ("en", "Confirmé", "Badge “A B” awarded by Atelier Léonard, level Confirmé"),
        ("de", "", "Badge “A B” awarded by Atelier Léonard"),
        ("fr", "", "Badge « A B » décerné par Atelier Léonard"),
    ],
)
def test_the_badge_is_put_into_words(language: str, label: str, text: str) -> None:
    assert alternative_text(design(title=" A \n B", level_label=label), language) == text


@pytest.mark.parametrize(
    ("text", "pictogram"),
    [
        ("Animer une ÉQUIPE", Pictogram.PRESENTATION),
        ("Encadrer", Pictogram.TEAM),
        ("Programmer en Python", Pictogram.CODE),
        ("Soudure, puis sécurité", Pictogram.TOOLS),
        ("zzz", Pictogram.QUALITY),
        ("", Pictogram.QUALITY),
    ],
)
def test_the_first_telling_word_suggests_a_pictogram(text: str, pictogram: Pictogram) -> None:
    assert suggest_pictogram(text) == pictogram
