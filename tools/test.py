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
    return result.returncode


def main() -> int:
    for name in ("DATABASE_URL", "ACQUIS_DEMO", "ACQUIS_DEBUG", "ACQUIS_BASE_URL", "EMAIL_URL"):
        os.environ.pop(name, None)
    extra = sys.argv[1:]
    workers = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadgroup", "-q"]
    if not shutil.which("chromium"):
        print("Chromium is not on this machine: journeys are skipped. (apt-get install chromium)")
    failed = run_pytest("Everything, on SQLite", [*workers, *extra], {})
    with postgres.running_server() as url:
        failed |= run_pytest(
            "What touches the database, on PostgreSQL",
            [*workers, "-m", "integration or journey", *extra],
            {"DATABASE_URL": url},
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
