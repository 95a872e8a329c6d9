"""Workers' signs of life."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from acquis.common.domain import pulse
from acquis.common.models import WorkerPulse
from acquis.web.cli import worker as cli
from acquis.web.cli.worker import HouseWorker

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def silent(name: str, *, for_: timedelta) -> None:
    pulse.beat(name)
    WorkerPulse.objects.filter(name=name).update(beat_at=timezone.now() - for_)


def test_a_worker_that_beats_is_there_and_one_that_ends_is_not() -> None:
    assert (pulse.last_beat(), pulse.is_away()) == (None, True)
    before = timezone.now()
    for _ in range(2):
        pulse.beat("first")
    row = WorkerPulse.objects.get()
    assert before <= row.beat_at == pulse.last_beat()
    assert row.host
    assert not pulse.is_away()
    pulse.end("first")
    assert pulse.is_away()


def test_any_worker_s_beat_counts_and_silence_is_noticed_after_a_minute() -> None:
    silent("first", for_=timedelta(seconds=61))
    assert pulse.is_away()
    silent("second", for_=timedelta(seconds=50))
    assert not pulse.is_away()


def test_who_has_been_silent_for_a_day_is_forgotten() -> None:
    silent("killed", for_=timedelta(days=1, seconds=1))
    silent("lately", for_=timedelta(hours=23))
    pulse.beat("new")
    assert set(WorkerPulse.objects.values_list("name", flat=True)) == {"lately", "new"}


def test_a_worker_beats_while_it_looks_around_and_not_more_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [100.0]
    monkeypatch.setattr(cli.time, "monotonic", lambda: clock[0])
    beats: list[str] = []
    monkeypatch.setattr(pulse, "beat", beats.append)
    monkeypatch.setattr(cli.tasks, "look_around", lambda: None)
    worker: Any = HouseWorker()
    for seconds in (0, 1, 9, 10, 11, 19.9, 20):
        clock[0] = 100.0 + seconds
        worker.look_around()
    assert beats == [worker.worker_id] * 3
