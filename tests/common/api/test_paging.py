"""Cursors: what we wrote is read again, and anything else is refused by name."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from acquis.common.api import paging
from acquis.common.api.problems import FieldRefused

pytestmark = pytest.mark.unit
KEY = UUID("6f1b0c0e-6f0f-4c0c-8e5a-0123456789ab")


@pytest.mark.parametrize("microsecond", [0, 1, 120_000, 999_999])
def test_a_cursor_says_the_moment_and_the_row_exactly(microsecond: int) -> None:
    moment = datetime(2026, 11, 24, 10, 0, 0, microsecond, tzinfo=UTC)
    cursor = paging._write(moment, KEY)
    assert paging._read(cursor) == (moment, KEY)
    assert cursor.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "====",
        "AAAA",
        "\x00",
        paging._write(datetime(2026, 11, 24, tzinfo=UTC), KEY)[:-4],
        paging._write(datetime(1, 1, 1, tzinfo=UTC), KEY),
        paging._write(datetime(9999, 12, 31, tzinfo=UTC), KEY),
    ],
)
def test_anything_else_is_refused_by_name(cursor: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        paging._read(cursor)
    assert refused.value.field == "cursor"
