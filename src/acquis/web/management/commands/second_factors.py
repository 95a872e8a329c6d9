"""`acquis manage second_factors`: secrets of authenticator apps and recovery codes at rest."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from acquis.people.domain import second_factor


class Command(BaseCommand):
    help = "Count second factors that lie open or do not open, seal the ones, remove the others."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seal", action="store_true", help="seal those that lie open")
        parser.add_argument(
            "--remove-closed",
            action="store_true",
            help="remove those that do not open, after ACQUIS_KEY_ENCRYPTION_KEY was lost: these "
            "people sign in without a second factor until they set one up again",
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        lying_open, closed = len(second_factor.unsealed()), len(second_factor.closed())
        self.stdout.write(f"{lying_open} lie open, {closed} do not open")
        if options["seal"]:
            self.stdout.write(f"{second_factor.seal_open_ones()} sealed")
        if options["remove_closed"]:
            self.stdout.write(f"{second_factor.remove_closed()} removed")
