"""`acquis audit`: whether the audit trails hold, and where each of them stands."""

import argparse
import json
import os
from collections.abc import Sequence
from typing import Any

EXIT_WHOLE, EXIT_BROKEN = 0, 1


def run(_command: str, arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="acquis audit",
        description="Check the audit trails. Exit status: 0 all hold, 1 one is broken.",
    )
    parser.add_argument(
        "action",
        choices=["check", "heads"],
        help="check: walk every chain; heads: print each chain's length and last digest, to be "
        "kept where this system cannot change it",
    )
    parser.add_argument("--organization", metavar="SLUG", help="only this organisation's")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.web.settings")
    import django  # noqa: PLC0415 - only what needs the system loads it

    django.setup()
    from acquis.common.tenancy import system_scope  # noqa: PLC0415 - Django first

    with system_scope("an operator checks every chain"):
        lines = list(_lines(options))
    for line in lines:
        print(json.dumps(line) if options.json else _sentence(line))  # noqa: T201 - output
    return EXIT_BROKEN if any(line.get("problem") for line in lines) else EXIT_WHOLE


def _lines(options: argparse.Namespace) -> Any:
    from acquis.organizations.domain import audit  # noqa: PLC0415 - Django first
    from acquis.organizations.errors import AuditBroken  # noqa: PLC0415 - as above

    for organization in audit.chains():
        if options.organization not in {None, organization.slug}:
            continue
        line: dict[str, Any] = {"organization": organization.slug}
        if options.action == "heads":
            length, digest = audit.head_of(organization)
            line |= {"records": length, "digest": digest}
        else:
            try:
                line["records"] = audit.check(organization)
            except AuditBroken as error:
                line |= {"record": error.number, "problem": error.problem}
        yield line


def _sentence(line: dict[str, Any]) -> str:
    name = line["organization"]
    if "problem" in line:
        return f"BROKEN  {name}: record {line['record']}: {line['problem']}"
    digest = f" {line['digest']}" if "digest" in line else ""
    return f"ok      {name}: {line['records']} records{digest}"
