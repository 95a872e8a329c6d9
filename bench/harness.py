"""Rates measured side by side, so that what else the machine does hits all of them alike."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

Line = dict[str, Any]
ROUNDS = 7
ROUND_SECONDS = 0.25


def rates(work: Mapping[str, Callable[[], object]], *, rounds: int = ROUNDS) -> dict[str, float]:
    """How often a second each function runs: the median of interleaved rounds, on one core."""
    repeats = {name: _repeats(function) for name, function in work.items()}
    measured: dict[str, list[float]] = {name: [] for name in work}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, function in work.items():
                count = repeats[name]
                started = time.process_time()
                for _ in range(count):
                    function()
                measured[name].append(count / (time.process_time() - started))
    finally:
        gc.enable()
    return {name: statistics.median(found) for name, found in measured.items()}


def delays(function: Callable[[], object], *, count: int) -> dict[str, float]:
    """Milliseconds of CPU that single runs take."""
    function()
    gc.collect()
    found = []
    for _ in range(count):
        started = time.process_time()
        function()
        found.append(1000 * (time.process_time() - started))
    return {
        "median": round(statistics.median(found), 2),
        "p95": round(statistics.quantiles(found, n=20)[-1], 2),
    }


def rate_line(name: str, found: Mapping[str, float], of: str) -> Line:
    return {
        "name": name,
        "per_second": round(found[name], 1),
        "ratio": round(found[name] / found[of], 4),
        "of": of,
    }


def _repeats(function: Callable[[], object]) -> int:
    """How often to run it in a round."""
    function()
    count, spent = 1, 0.0
    while spent < ROUND_SECONDS / 5:
        count *= 2
        started = time.process_time()
        for _ in range(count):
            function()
        spent = time.process_time() - started
    return max(1, int(count * ROUND_SECONDS / spent))
