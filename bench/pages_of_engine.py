"""One engine's pages; started by `bench.pages` with a database of its own."""

import json
import statistics
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django first
from django.test import Client  # noqa: E402 - as above
from django.urls import reverse  # noqa: E402 - as above
from tests import factories  # noqa: E402 - as above

from acquis.common.tenancy import SYSTEM, scoped  # noqa: E402 - as above
from acquis.organizations.enums import Role  # noqa: E402 - as above

ROWS = 30
WARM_UP, REQUESTS = 10, 150


def pages() -> dict[str, Callable[[], object]]:
    place = factories.organization("bench")
    version = factories.published(place)
    share = factories.held(version).share
    for _ in range(ROWS):
        factories.credential(version)
        factories.application(version)
    assessor, stranger, program = (Client(headers={"host": "localhost"}) for _ in range(3))
    assessor.force_login(factories.member(place, Role.ASSESSOR))
    text = factories.token(place, by=factories.member(place, Role.COORDINATOR))
    program.defaults["HTTP_AUTHORIZATION"] = f"Bearer {text}"
    return {
        "public credential": lambda: stranger.get(reverse("passport:shared", args=[share.token])),
        "assessor's queue": lambda: assessor.get(reverse("assessing:queue")),
        "api credential list": lambda: program.get(
            "/api/v1/organizations/bench/credentials", {"limit": ROWS}
        ),
    }


def measure(request: Callable[[], object]) -> list[float]:
    spent = []
    for number in range(WARM_UP + REQUESTS):
        started = time.process_time()
        response = request()
        if number >= WARM_UP:
            spent.append((time.process_time() - started) * 1000)
        if response.status_code != 200:  # type: ignore[attr-defined] # a response
            sys.exit(f"answered {response.status_code}")  # type: ignore[attr-defined] # as above
    return spent


def main(engine: str) -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with scoped(SYSTEM):
        found = pages()
    for page, request in found.items():
        spent = measure(request)
        line = {
            "name": "page_ms",
            "engine": engine,
            "page": page,
            "median": round(statistics.median(spent), 2),
            "p95": round(statistics.quantiles(spent, n=20)[-1], 2),
        }
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
