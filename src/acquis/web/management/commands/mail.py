"""Mail that has not arrived, for the operator; `acquis mail` runs it."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from acquis.common.domain import mail
from acquis.common.models import OutgoingMail


class Command(BaseCommand):
    help = "List the mail that is late or was refused, or send one of it again"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--send-again", metavar="ID", type=UUID, help="try this mail now")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["send_again"]:
            if not mail.send_again(options["send_again"]):
                raise CommandError(
                    "This mail has left, is unknown, or its text is forgotten. A badge is offered "
                    "again from the page of the credentials issued."
                )
            return
        stuck = OutgoingMail.objects.filter(
            Q(bounced_at__isnull=False) | Q(sent_at=None) & ~Q(last_error="")
        )
        for found in stuck.defer("text", "html").order_by("created_at"):
            self.stdout.write(f"{found.pk} {found.state} {found.to} {found.last_error}")
