import pytest

from acquis.common.colours import contrast, is_colour, mix, until_readable

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),  # the grey that WCAG's own examples call just enough
        ("#777777", "#ffffff", 4.48),
    ],
)
def test_contrast_is_wcag_s(first: str, second: str, ratio: float) -> None:
    assert round(contrast(first, second), 2) == ratio
    assert contrast(first, second) == contrast(second, first)


def test_a_readable_colour_is_left_alone_and_another_is_moved_just_enough() -> None:
    assert until_readable("#003366", "#ffffff", "#000000", 4.5) == "#003366"
    moved = until_readable("#ffd400", "#ffffff", "#000000", 4.5)
    assert 4.5 <= contrast(moved, "#ffffff") < 5.2


def test_mixing_goes_from_one_to_the_other() -> None:
    assert [mix("#000000", "#ffffff", share) for share in (0, 0.5, 1)] == [
        "#000000",
        "#808080",
        "#ffffff",
    ]


@pytest.mark.parametrize("text", ["#12345", "#1234567", "123456", "#12345g", "#123456\n", ""])
def test_what_is_no_colour(text: str) -> None:
    assert not is_colour(text)
