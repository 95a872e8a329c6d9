"""The same work by Digital Bazaar's `@digitalbazaar/vc` on Node, the issuer that most others build
on: the same credentials, key, suite and contexts, nothing looked up, one process each, warmed up.

Ours issues them as a batch and verifies them with the whole report; theirs, one by one, which is
what it offers. Rates are of CPU time, for Node's engine works in several threads. Each side also
verifies what the other has signed. Needs Node and npm; without them the lines are left out.
"""

import json
import shutil
import statistics
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

from acquis.credentials import Batch, Verdict, contexts, examine
from acquis.credentials.formats import strict_json
from bench.harness import Line
from bench.samples import DID, NOW, ONE_SKILL, SEED, SIGNER, credential, rows, sample, vary

COUNT = 100
ROUNDS = 5
OURS_AT_ONCE = 2_000
SCRIPTS = Path(__file__).parent / "node"
PLACE = Path(__file__).resolve().parent.parent / ".cache" / "bench-node"


def figures() -> list[Line]:
    if not _installed():
        return []
    batch = Batch(sample(ONE_SKILL), SIGNER, vary=vary(ONE_SKILL), created=NOW)
    given = list(islice(rows(ONE_SKILL), OURS_AT_ONCE))
    signed = list(batch.issue(given))
    theirs = _measure(
        {
            "contexts": {url: contexts.load(url) for url in contexts.PINNED},
            "did": DID,
            "seed": SEED.hex(),
            "credentials": [credential(ONE_SKILL, row).to_json() for row in given[:COUNT]],
            "signed": [strict_json.loads(one) for one in signed[:COUNT]],
            "rounds": ROUNDS,
        }
    )
    for made in theirs["made"]:
        report = examine(strict_json.dumps(made), now=NOW.replace(year=NOW.year + 1))
        if report.verdict != Verdict.VALID:
            raise AssertionError(f"what Node issues is not valid here: {report.deciding}")
    issuing = _rate(lambda: list(batch.issue(given)))
    verifying = _rate(lambda: [examine(one, now=NOW) for one in signed])
    return [
        _line("issue_vs_node", issuing, theirs["issue"]),
        _line("verify_vs_node", verifying, theirs["verify"]),
    ]


def _line(name: str, ours: float, theirs: float) -> Line:
    return {
        "name": name,
        "per_second": round(ours, 1),
        "ratio": round(ours / theirs, 1),
        "of": "node",
        "node_per_second": round(theirs, 1),
        "size": ONE_SKILL.name,
    }


def _rate(work: Any) -> float:
    work()
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        found.append(OURS_AT_ONCE / (time.process_time() - started))
    return statistics.median(found)


def _measure(task: dict[str, Any]) -> dict[str, Any]:
    result = subprocess.run(
        ["node", "measure.mjs"],
        cwd=PLACE,
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def _installed() -> bool:
    """Whether Node and its packages are there, as locked; they are installed on first use."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        print("left out: Node is not on this machine", file=sys.stderr)
        return False
    PLACE.mkdir(parents=True, exist_ok=True)
    for file in SCRIPTS.iterdir():
        shutil.copy(file, PLACE)
    command = ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    if subprocess.run(command, cwd=PLACE, stdout=sys.stderr, check=False).returncode:
        print("left out: the packages for Node could not be installed", file=sys.stderr)
        return False
    return True


FIGURES = ((("issue_vs_node", "verify_vs_node"), figures),)
