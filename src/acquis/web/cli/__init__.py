"""The `acquis` command. What a command needs is imported with it: `verify` needs no Django."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "verify": ("acquis.web.cli.verify", "Verify a badge or credential file"),
    "serve": ("acquis.web.cli.server", "Run the web server and one worker"),
    "web": ("acquis.web.cli.server", "Run the web server"),
    "worker": ("acquis.web.cli.server", "Run one worker"),
    "demo": ("acquis.web.cli.server", "Run everything with a demonstration network"),
    "mail": ("acquis.web.cli.server", "List the mail that did not arrive, or send it again"),
    "doctor": ("acquis.web.cli.operations", "Examine this installation"),
    "backup": ("acquis.web.cli.operations", "Write the database and the files into one file"),
    "restore": ("acquis.web.cli.operations", "Fill an empty system from such a file"),
    "audit": ("acquis.web.cli.audit", "Check the audit trails"),
    "manage": ("acquis.web.cli.server", "Any of Django's management commands"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="acquis", description="Micro-credentials that belong to their holders."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_module, help_text) in COMMANDS.items():
        commands.add_parser(name, help=help_text, add_help=False)
    chosen, rest = parser.parse_known_args(given[:1]), given[1:]
    module = import_module(COMMANDS[chosen[0].command][0])
    return int(module.run(chosen[0].command, rest))
