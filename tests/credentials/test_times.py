from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.credentials.times import format_time, parse_time

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31T09:00:00Z", datetime(2026, 1, 31, 9, tzinfo=UTC)),
        ("2026-01-31T09:00:00+02:00", datetime(2026, 1, 31, 7, tzinfo=UTC)),
        ("2026-01-31T09:00:00-05:30", datetime(2026, 1, 31, 14, 30, tzinfo=UTC)),
        ("2026-01-31T09:00:00.5Z", datetime(2026, 1, 31, 9, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-01-31T09:00:00.123456789Z", datetime(2026, 1, 31, 9, 0, 0, 123_456, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_stamp_with_a_zone_is_read_as_utc(text: str, expected: datetime) -> None:
    found = parse_time(text)
    assert found == expected
    assert found is not None
    assert found.tzinfo == UTC


@pytest.mark.parametrize(
    "value",
    [
        None,
        5,
        ["2026-01-31T09:00:00Z"],
        "",
        "2026-01-31",
        "2026-01-31T09:00:00",
        "2026-01-31 09:00:00Z",
        "2026-01-31T09:00Z",
        "2026-01-31T09:00:00z",
        "2026-01-31T09:00:00Z\n",
        " 2026-01-31T09:00:00Z",
        "2026-02-30T09:00:00Z",
        "2026-01-31T25:00:00Z",
        "2026-01-31T09:00:60Z",
        "2026-01-31T09:00:00+25:00",
        "2026-01-31T09:00:00.Z",
        "0000-01-01T00:00:00Z",
        "12026-01-31T09:00:00Z",
        "٢٠٢٦-01-31T09:00:00Z",
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00+01:00",
    ],
)
def test_what_is_no_stamp_is_none(value: object) -> None:
    assert parse_time(value) is None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 1, 31, 9, tzinfo=UTC), "2026-01-31T09:00:00Z"),
        (datetime(2026, 1, 31, 9, 0, 0, 999_999, tzinfo=UTC), "2026-01-31T09:00:00Z"),
        (
            datetime(2026, 1, 31, 9, tzinfo=timezone(timedelta(hours=2))),
            "2026-01-31T07:00:00Z",
        ),
        (datetime(476, 9, 4, tzinfo=UTC), "0476-09-04T00:00:00Z"),
    ],
)
def test_a_moment_is_written_in_utc_to_the_second(moment: datetime, expected: str) -> None:
    assert format_time(moment) == expected


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A point in time needs a time zone\.$"):
        format_time(datetime(2026, 1, 31))  # noqa: DTZ001 - the point of the test


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_is_written_reads_back(moment: datetime) -> None:
    assert parse_time(format_time(moment)) == moment.replace(microsecond=0)
