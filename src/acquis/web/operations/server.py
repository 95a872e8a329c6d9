"""gunicorn's configuration: `gunicorn --config python:acquis.web.operations.server`.

At SIGTERM it takes no new connection and lets the requests under way end within
`graceful_timeout`.
"""

import os
import sys
import tempfile
from datetime import timedelta
from typing import Any

from django.conf import settings
from gunicorn.glogging import Logger

from acquis.web.environment import number
from acquis.web.operations import logs

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{number('PORT', default=8000)}"
workers = number("WEB_CONCURRENCY", default=1)
worker_class = "gthread"
threads = 8
graceful_timeout = 30
timeout = 60
loglevel = "warning" if settings.RELAXED else "info"
if workers > 1:
    # Each process counts for itself: /metrics adds them up from the files in this folder. The
    # library looks for it when it is imported.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="acquis-metrics-"))


class JsonLogger(Logger):  # type: ignore[misc] # untyped library
    """gunicorn's own lines and one line a request, as JSON on standard error."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(logs.json_formatter())
                handler.setStream(sys.stderr)

    def access(
        self, resp: Any, _req: Any, environ: dict[str, Any], request_time: timedelta
    ) -> None:
        """Without the query string: it may carry what opens something."""
        headers = {name.lower(): value for name, value in resp.headers}
        self.access_log.info(
            "request",
            extra={
                "method": environ["REQUEST_METHOD"],
                "path": environ["PATH_INFO"],
                "status": int(str(resp.status).split(maxsplit=1)[0]),
                "bytes": resp.sent,
                "milliseconds": round(request_time.total_seconds() * 1000, 1),
                "address": environ.get("REMOTE_ADDR", ""),
                "agent": environ.get("HTTP_USER_AGENT", "")[:200],
                "request_id": headers.get("x-request-id", ""),
            },
        )


if not settings.RELAXED:
    logger_class = JsonLogger
    accesslog = "-"


def child_exit(_server: Any, worker: Any) -> None:
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess  # noqa: PLC0415 - after the folder is known

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call] # untyped library
