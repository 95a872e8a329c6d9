"""Runs every test, on SQLite and then on a real PostgreSQL, and says what it did.

Arguments go to pytest: `make test ARGS="-k claim"`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import postgres

ROOT = Path(__file__).resolve().parent.parent
NOTHING_TO_RUN = 5  # pytest's exit status


def run_pytest(title: str, arguments: list[str], environment: dict[str, str]) -> int:
    print(f"\n=== {title}", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="acquis-test-") as data_dir:
        result = subprocess.run(
            [sys.executable, "-m", "pytest", *arguments],
            cwd=ROOT,
            env=os.environ | {"ACQUIS_TESTING": "1", "ACQUIS_DATA_DIR": data_dir} | environment,
            check=False,
        )
    print(f"=== {title}: {time.monotonic() - started:.0f} s", flush=True)
    # With ARGS a part may have nothing to run; without, every part has.
    return (
        0 if result.returncode == NOTHING_TO_RUN and sys.argv[1:] else int(result.returncode != 0)
    )


def main() -> int:
    for name in ("DATABASE_URL", "ACQUIS_DEMO", "ACQUIS_DEBUG", "ACQUIS_BASE_URL", "EMAIL_URL"):
        os.environ.pop(name, None)
    extra = sys.argv[1:]
    cores = min(os.cpu_count() or 1, 4)
    workers = ["-n", str(cores), "-q", "--dist", "loadgroup"]
    # Browsers often wait, so that there can be one more; a file's journeys share what they start.
    browsers = ["-n", str(cores + 1), "-q", "--dist", "loadfile"]
    if not shutil.which("chromium"):
        print("Chromium is not on this machine: journeys are skipped. (apt-get install chromium)")
    # Journeys run apart: the browser's client keeps an event loop, under which Django refuses to
    # touch a database.
    failed = run_pytest(
        "All but journeys, on SQLite",
        [*workers, "-m", "unit or integration", *extra],
        {},
    )
    failed |= run_pytest("Journeys, on SQLite", [*browsers, "-m", "journey", *extra], {})
    with postgres.running_server() as url:
        on_postgres = {"DATABASE_URL": url}
        failed |= run_pytest(
            "What touches the database, on PostgreSQL",
            [*workers, "-m", "integration and not no_database", *extra],
            on_postgres,
        )
        failed |= run_pytest(
            "Journeys, on PostgreSQL",
            [*browsers, "-m", "journey and not pages", *extra],
            on_postgres,
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())
