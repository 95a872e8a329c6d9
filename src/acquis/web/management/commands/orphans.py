"""`acquis manage orphans`: stored files that belong to no row (a request that failed midway)."""

from argparse import ArgumentParser
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand

from acquis.common.domain.files import orphans
from acquis.common.tenancy import system_scope


class Command(BaseCommand):
    help = "Lists stored files that belong to no row and are older than a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete them")

    def handle(self, *_arguments: Any, delete: bool, **_options: Any) -> None:
        with system_scope("a file is an orphan only if no tenant has it"):
            for name in orphans():
                self.stdout.write(name)
                if delete:
                    default_storage.delete(name)
