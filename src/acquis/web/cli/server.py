"""The commands that need the whole system: web server, worker, demonstration, Django's own."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType


def run(command: str, arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.web.settings")
    if command == "demo":
        return _demo()
    if command in {"serve", "web", "worker"}:
        _demand_settings()
    if command == "serve":
        return _together()
    if command == "web":
        return _web()
    if command == "worker":
        return _worker()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - needs settings

    own = ["mail"] if command == "mail" else []
    execute_from_command_line(["acquis manage", *own, *arguments])
    return 0


def _setup() -> None:
    try:
        import django  # noqa: PLC0415 - the server extra may not be installed
    except ImportError:
        sys.exit("This command needs the server: pip install 'acquis[server]'")
    django.setup()
    from acquis.common.tenancy import SYSTEM, enter  # noqa: PLC0415 - Django first

    enter(SYSTEM)  # whoever can start this command has the whole database in hand


def _web() -> int:
    command = [sys.executable, "-m", "gunicorn", "--config", "python:acquis.web.operations.server"]
    os.execv(sys.executable, [*command, "acquis.web.wsgi"])  # noqa: S606 - becomes the server


def _demand_settings() -> None:
    """What is wrong with the settings is said in one line, before anything starts."""
    try:
        from django.conf import settings  # noqa: PLC0415 - the server extra may not be installed
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - as above
    except ImportError:
        sys.exit("This command needs the server: pip install 'acquis[server]'")
    try:
        _ = settings.BASE_URL  # reading one reads all
    except ImproperlyConfigured as error:
        sys.exit(f"acquis: {error}")


def _worker() -> int:
    _setup()
    from acquis.web.cli import worker  # noqa: PLC0415 - needs settings

    return worker.run()


def _together() -> int:
    """The web server and one worker; when either ends, both do. Told to end, it ends with 0."""
    children: list[subprocess.Popen[bytes]] = []
    told: list[int] = []

    def end_them() -> None:
        for child in children:
            if child.poll() is None:
                child.terminate()

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        end_them()

    # Before there is a child: one that starts while the signal comes is ended below.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for name in ("worker", "web"):
        command = [sys.executable, "-m", "acquis.web.cli", name]
        children.append(subprocess.Popen(command))  # noqa: S603 - our own
    code = 0 if told else _first_to_end(children)
    end_them()
    for child in children:
        child.wait()
    return 0 if told else code


def _first_to_end(children: list[subprocess.Popen[bytes]]) -> int:
    while True:
        for child in children:
            try:
                return child.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                continue


def _demo() -> int:
    os.environ["ACQUIS_DEMO"] = "1"
    _setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs settings

    from acquis.web.demo import network  # noqa: PLC0415 - needs settings

    call_command("migrate", verbosity=0)
    network.build()
    print(network.welcome(), flush=True)  # noqa: T201 - what the command is there to say
    return _together()
