"""Logs: one JSON object a line on standard error, alike from Django, the worker and gunicorn.

What opens something is not written down: the secrets that links carry in their paths are masked,
and query strings are left out.
"""

import logging
import re
from logging.config import dictConfig
from typing import Any
from uuid import UUID

import structlog
from django.core.exceptions import ImproperlyConfigured
from structlog.typing import EventDict, Processor, WrappedLogger

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# Our shortest secret has 43 characters; names of organisations and achievements are words.
_LONG_SEGMENT = re.compile(r"(?<=/)[\w-]{32,}(?=/|[?\s\"')]|$)", re.ASCII)


def masked(text: str) -> str:
    """The text with each secret-like part of a path replaced; identifiers of rows are kept."""
    return _LONG_SEGMENT.sub(lambda found: _kept(found[0]) or "***", text)


def _kept(segment: str) -> str | None:
    if segment.strip("abcdefghijklmnopqrstuvwxyz-") == "":
        return segment  # a long slug
    try:
        return segment if str(UUID(segment)) == segment else None
    except ValueError:
        return None


def _mask(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    for name in ("event", "exception", "path"):
        if isinstance(event.get(name), str):
            event[name] = masked(event[name])
    return event


_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    # Only what we know to be plain: Django's own extras hold whole requests.
    structlog.stdlib.ExtraAdder(
        allow=["method", "path", "status", "bytes", "milliseconds", "address", "agent",
               "request_id", "status_code"]
    ),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]  # fmt: skip


def json_formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _mask,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    )


class PlainFormatter(logging.Formatter):
    """A line for the terminal of somebody who tries the system."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def configuration(*, plain: bool, level: str) -> dict[str, Any]:
    """The logging of every process: people read plain lines, machines read JSON.

    Raises:
        ImproperlyConfigured: there is no such level.
    """
    if level not in LEVELS:
        raise ImproperlyConfigured(f"ACQUIS_LOG_LEVEL must be one of {', '.join(LEVELS)}.")
    shown = "plain" if plain else "json"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": json_formatter},
            "plain": {"()": PlainFormatter, "format": "%(levelname)s %(name)s %(message)s"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": shown},
            "jobs": {
                "class": "logging.StreamHandler",
                "formatter": shown,
                "level": "WARNING" if plain else "INFO",
            },
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django has handlers of its own for development; here one line is enough.
            "django": {"handlers": [], "propagate": True},
            # The worker sets its loggers' levels itself; three lines for each job drown a
            # demonstration.
            "django_tasks": {"handlers": ["jobs"], "propagate": False},
            "django_tasks_db": {"handlers": ["jobs"], "propagate": False},
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Set up the standard library's logging and structlog's, which ends in it."""
    dictConfig(config)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
