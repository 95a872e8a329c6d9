"""Everything that can be said about the code without running it: all checks, then one verdict."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PRODUCTION = {
    "ACQUIS_SECRET_KEY": "not-a-secret-" + "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEF",
    "ACQUIS_KEY_ENCRYPTION_KEY": "another-one-" + "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEF",
    "ACQUIS_BASE_URL": "https://badges.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
    "EMAIL_URL": "smtp+tls://acquis:secret@mail.example.org:587",
}
TESTING = {"ACQUIS_TESTING": "1", "ACQUIS_DATA_DIR": str(ROOT / ".cache" / "check")}
django = [sys.executable, "-m", "django"]
CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    "lint": ([f"{BIN}/ruff", "check", "--quiet", "."], {}),
    "format": ([f"{BIN}/ruff", "format", "--check", "--quiet", "."], {}),
    "types": ([f"{BIN}/mypy"], TESTING),
    "imports": ([f"{BIN}/lint-imports"], {}),
    "messages": ([sys.executable, "tools/messages.py", "check"], {}),
    "migrations": ([*django, "makemigrations", "--check", "--dry-run"], TESTING),
    "deployment": ([*django, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
}


def run(name: str) -> tuple[str, int, str, float]:
    command, environment = CHECKS[name]
    started = time.monotonic()
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "acquis.web.settings"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return name, result.returncode, result.stdout, time.monotonic() - started


def main() -> int:
    wanted = sys.argv[1:] or list(CHECKS)
    failed = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, code, output, seconds in pool.map(run, wanted):
            print(f"{'ok    ' if code == 0 else 'FAILED'} {name} ({seconds:.1f} s)", flush=True)
            if code:
                failed += 1
                print(output)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
