import pytest

from acquis.modelling.drawing.colours import contrast, is_colour, mix, until_readable

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#000000", 5.25),
    ],
)
def test_the_contrast_is_the_one_of_wcag(first: str, second: str, ratio: float) -> None:
    assert round(contrast(first, second), 2) == ratio
    assert contrast(first, second) == contrast(second, first)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("#a1B2c3", True),
        ("#abc", False),
        ("a1b2c3", False),
        ("#a1b2c3\n", False),
        ("#a1b2c3d", False),
        ("#g1b2c3", False),
        ("", False),
    ],
)
def test_a_colour_is_six_hexadecimal_digits(text: str, valid: bool) -> None:
    assert is_colour(text) is valid


@pytest.mark.parametrize(
    ("share", "mixed"), [(0, "#102030"), (1, "#f0e0d0"), (0.5, "#808080"), (0.25, "#485058")]
)
def test_colours_mix_by_share(share: float, mixed: str) -> None:
    assert mix("#102030", "#f0e0d0", share) == mixed


def test_a_colour_moves_only_as_far_as_it_must() -> None:
    assert until_readable("#000000", "#ffffff", "#000000", 4.5) == "#000000"
    moved = until_readable("#bbbbbb", "#ffffff", "#000000", 4.5)
    assert contrast(moved, "#ffffff") >= 4.5
    assert contrast(moved, "#ffffff") < 5.2


def test_a_ratio_out_of_reach_ends_at_the_other_colour() -> None:
    assert until_readable("#777777", "#808080", "#888888", 4.5) == "#888888"
