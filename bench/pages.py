"""What a page costs: CPU per request, in milliseconds, on both engines, with thirty rows in lists.

Each engine is measured in a process of its own, through Django's test client: everything but the
web server's own work.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from bench.harness import Line

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))


def figures() -> list[Line]:
    import postgres  # noqa: PLC0415 - tools/, found by the line above

    found: list[Line] = []
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="acquis-bench-"))
        server = stack.enter_context(postgres.running_server())
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE acquis_bench")
        stack.callback(_drop, server)
        for engine, url in (
            ("sqlite", f"sqlite:///{folder}/bench.sqlite3"),
            ("postgresql", urlsplit(server)._replace(path="/acquis_bench").geturl()),
        ):
            result = subprocess.run(
                [sys.executable, "-m", "bench.pages_of_engine", engine],
                cwd=ROOT,
                env=os.environ
                | {
                    "ACQUIS_TESTING": "1",
                    "ACQUIS_DATA_DIR": folder,
                    "DATABASE_URL": url,
                    "DJANGO_SETTINGS_MODULE": "acquis.web.settings",
                    "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
                },
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            found += [json.loads(line) for line in result.stdout.splitlines()]
    return found


def _drop(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE acquis_bench WITH (FORCE)")


FIGURES = ((("page_ms",), figures),)
