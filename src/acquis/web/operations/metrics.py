"""Figures for Prometheus: requests from each web process, and what waits in the database."""

import os
from collections.abc import Iterable
from typing import Any

from django.db.models import Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_prometheus.middleware import PrometheusAfterMiddleware
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from acquis.common.domain import pulse
from acquis.common.enums import JobState
from acquis.common.models import EventRecord, Job, OutgoingMail
from acquis.common.tenancy import system_scope


class Measured(PrometheusAfterMiddleware):  # type: ignore[misc] # untyped library
    """Counts requests by view, and never by what a stranger can invent."""

    def label_metric(
        self, metric: Any, request: HttpRequest, response: HttpResponse | None = None, **labels: Any
    ) -> Any:
        if "method" in labels:
            labels["method"] = self._method(request)
        return super().label_metric(metric, request, response, **labels)


class Waiting(Collector):
    """What the worker has not done yet: when the oldest grows old, the worker is not there."""

    def collect(self) -> Iterable[Metric]:
        count = GaugeMetricFamily(
            "acquis_waiting", "Events, letters and jobs that wait for the worker", labels=["kind"]
        )
        age = GaugeMetricFamily(
            "acquis_waiting_seconds", "How long the oldest of them is due", labels=["kind"]
        )
        now = timezone.now()
        with system_scope("counts what waits, of all tenants together"):
            for kind, rows, due_at in _outboxes():
                due = rows.filter(**{f"{due_at}__lte": now})
                oldest = due.aggregate(oldest=Min(due_at))["oldest"]
                count.add_metric([kind], rows.count())
                age.add_metric([kind], (now - oldest).total_seconds() if oldest else 0)
        silent = GaugeMetricFamily(
            "acquis_worker_silent_seconds", "How long ago a worker was last heard of; -1: never"
        )
        last = pulse.last_beat()
        silent.add_metric([], (now - last).total_seconds() if last else -1)
        return [count, age, silent]


def _outboxes() -> list[tuple[str, QuerySet[Any], str]]:
    """Kind, what waits, and the field that says when it is due."""
    return [
        ("event", EventRecord.objects.filter(delivered_at=None), "next_attempt_at"),
        ("mail", OutgoingMail.objects.filter(sent_at=None), "next_attempt_at"),
        ("job", Job.objects.filter(state=JobState.QUEUED), "due_at"),
    ]


def page() -> bytes:
    """The figures of all web processes together, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Waiting())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # untyped library
        return bytes(generate_latest(registry))
    return bytes(generate_latest(REGISTRY)) + bytes(generate_latest(registry))
