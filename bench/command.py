"""What `acquis verify` costs from start to verdict: CPU of a fresh process, in milliseconds.

Here pyld finds `requests` beside it and loads that too; an environment with nothing but the library
takes about half the time.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from acquis.credentials import issue
from bench.harness import Line
from bench.samples import NOW, SIGNER, TWO_SKILLS, sample

RUNS = 15


def figures() -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="acquis-bench-") as folder:
        file = Path(folder) / "badge.json"
        file.write_bytes(issue(sample(TWO_SKILLS), SIGNER, created=NOW))
        return [
            _line("--help", ["--help"]),
            _line("offline, did:key", [str(file), "--offline"]),
        ]


FIGURES = ((("verify_command_ms",), figures),)


def _line(what: str, arguments: list[str]) -> Line:
    spent = [_spent(arguments) for _ in range(RUNS)]
    return {
        "name": "verify_command_ms",
        "command": what,
        "median": round(statistics.median(spent), 1),
        "p95": round(statistics.quantiles(spent, n=20)[-1], 1),
    }


def _spent(arguments: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "acquis.web.cli", "verify", *arguments],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
