from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquis.modelling.drawing.lettering import Face, draw_arc, draw_line, measure, wrap

pytestmark = pytest.mark.unit

FACE = Face.DISPLAY


def test_a_width_grows_with_the_letters_the_size_and_the_spacing() -> None:
    single = measure("a", FACE, 10)
    assert measure("", FACE, 10) == 0
    assert measure("aa", FACE, 10) == pytest.approx(2 * single)
    assert measure("aa", FACE, 20) == pytest.approx(4 * single)
    assert measure("aaa", FACE, 10, 2) == pytest.approx(3 * single + 4)
    assert measure("W", FACE, 10) > measure("i", FACE, 10)


def test_a_no_break_space_is_as_wide_as_a_space() -> None:
    assert measure("\u00a0", FACE, 10) == measure(" ", FACE, 10)


@pytest.mark.parametrize("letter", ["\u200d", "\ufe0f", "\u0301", "\u202e", "\u20e3"])
def test_joiners_and_loose_accents_are_nothing_by_themselves(letter: str) -> None:
    assert measure(letter, FACE, 10) == 0
    assert draw_line(letter, FACE, x=0, y=0, size=10) == ""


def test_a_letter_without_a_glyph_is_drawn_as_its_base_or_a_question_mark() -> None:
    def glyph(text: str) -> str:
        return draw_line(text, FACE, x=0, y=0, size=10)

    assert glyph("א") == glyph("🎉") == glyph("?")
    assert glyph("Ａ") == glyph("A")


def test_a_line_is_centred() -> None:
    line = draw_line("ab", FACE, x=300, y=50, size=10)
    start = 300 - measure("ab", FACE, 10) / 2
    assert line.startswith(f'<path transform="translate({start:.1f} 50.0)scale(10.00 -10.00)"')
    assert line.count("<path ") == 2


def test_a_blank_takes_room_but_draws_nothing() -> None:
    assert draw_line("a b", FACE, x=0, y=0, size=10).count("<path ") == 2
    arc = {"centre": 300, "radius": 200, "size": 10, "spacing": 1}
    assert draw_arc("a b", FACE, top=True, **arc).count("<path ") == 2


def test_an_arc_is_upright_at_the_top_and_at_the_bottom() -> None:
    arc = {"centre": 300, "radius": 200, "size": 10, "spacing": 1}
    middle = measure("o", FACE, 10) / 2
    top = draw_arc("o", FACE, top=True, **arc)
    bottom = draw_arc("o", FACE, top=False, **arc)
    assert f"translate(300.0 100.0)rotate(0.00)translate({-middle:.1f} 0)" in top
    assert "translate(300.0 500.0)" in bottom
    assert "rotate(0.00)" in bottom.replace("-0.00", "0.00")


@pytest.mark.parametrize(
    ("text", "count", "lines"),
    [
        ("un deux", 1, ["un deux"]),
        ("un deux", 2, ["un", "deux"]),
        ("un deux", 3, None),
        ("aa aa aa aa", 2, ["aa aa", "aa aa"]),
        ("  un \n deux ", 2, ["un", "deux"]),
        ("pourquoi ? parce que", 2, ["pourquoi\u00a0?", "parce que"]),
        ("« oui »", 2, None),
        ("à 100 %", 2, ["à", "100\u00a0%"]),
    ],
)
def test_a_text_is_broken_between_words(text: str, count: int, lines: list[str] | None) -> None:
    assert wrap(text, FACE, size=10, widths=[1000.0] * count) == lines


def test_a_text_that_fits_nowhere_is_not_broken() -> None:
    assert wrap("beaucoup trop long", FACE, size=10, widths=[20.0, 20.0, 20.0]) is None
    assert wrap("un deux", FACE, size=10, widths=[1000.0, 1.0]) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("aiWm", min_size=1, max_size=6), min_size=1, max_size=8),
    st.lists(st.floats(20, 200), min_size=1, max_size=4),
)
def test_the_widest_line_is_as_narrow_as_any_way_of_breaking_allows(
    words: list[str], widths: list[float]
) -> None:
    def width(line: list[str]) -> float:
        return measure(" ".join(line), FACE, 10)

    possible = []
    for cuts in combinations(range(1, len(words)), len(widths) - 1):
        lines = [words[a:b] for a, b in zip((0, *cuts), (*cuts, len(words)), strict=True)]
        measured = [width(line) for line in lines]
        if all(found <= allowed for found, allowed in zip(measured, widths, strict=True)):
            possible.append(max(measured))
    found = wrap(" ".join(words), FACE, size=10, widths=widths)
    if found is None:
        assert possible == []
    else:
        assert " ".join(found).split(" ") == words
        assert max(width([line]) for line in found) == pytest.approx(min(possible))
