from datetime import timedelta

import pytest

from acquis.common.domain.retries import delay

pytestmark = pytest.mark.unit

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 1), (2, 2), (3, 4), (4, 8), (12, 2048), (13, 3600), (14, 3600)],
)
def test_the_wait_doubles_up_to_the_last(attempts: int, seconds: int) -> None:
    assert delay(attempts, first=SECOND, last=HOUR) == timedelta(seconds=seconds)


@pytest.mark.parametrize("attempts", [50, 1000, 32767])
def test_an_eternal_failure_is_still_tried_at_the_last_interval(attempts: int) -> None:
    assert delay(attempts, first=timedelta(minutes=1), last=HOUR) == HOUR
