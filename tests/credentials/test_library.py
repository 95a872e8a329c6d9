"""The reference page runs, and forgets nothing."""

import doctest
import re
from pathlib import Path

import pytest

import acquis.credentials

pytestmark = pytest.mark.unit

PAGE = Path(__file__).resolve().parents[2] / "docs" / "library.md"


def test_every_example_of_the_page_gives_what_it_says() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False)
    examples = PAGE.read_text(encoding="utf-8").count("\n>>> ")
    assert (found.failed, found.attempted) == (0, examples)
    assert examples > 30


def test_every_public_name_is_on_the_page() -> None:
    said = set(re.findall(r"\w+", PAGE.read_text(encoding="utf-8")))
    assert sorted(set(acquis.credentials.__all__) - said) == []


def test_every_public_name_is_there() -> None:
    names = acquis.credentials.__all__
    assert [name for name in names if not hasattr(acquis.credentials, name)] == []
    assert names == sorted(set(names), key=lambda name: (not name.isupper(), name))
