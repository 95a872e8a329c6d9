"""The matrix of roles and permissions, asked of the rules themselves: writes docs/permissions.md.

`make docs` writes it; a test fails when it is out of date. Everything is real: people, roles, an
application, a badge in a passport, in a database that is thrown away.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "permissions.md"
HEAD = """# Who may do what

Written by `make docs` from the rules in the code; do not edit it by hand. Each cell was asked of the rules with a real person who holds this role alone, at the organisation that the object belongs to. ● may, · may not.

A role reaches the organisation where it is held and every organisation below it, and nothing beside or above; a test asks every permission for every role at the organisation itself, above, below, beside and in another tree. *Member* holds no role. *Concerned* is the person whom the object is about: the candidate of an application, the holder of a badge, whoever asked for a job. *Stranger* is signed in and belongs elsewhere; whoever is not signed in holds no permission at all.

What needs no permission is the addresses with a reason to be public, and what each person sees of her own (`acquis.common.access`).
"""  # noqa: E501 - a paragraph is a line
YES, NO = "●", "·"


def permissions() -> list[str]:
    from rules.permissions import permissions as declared  # noqa: PLC0415 - filled with the apps

    return sorted(declared)


def targets(organization: Any) -> dict[str, Callable[[], tuple[Any, Any]]]:
    """What a permission of an app is asked about, with the person whom it concerns, if any.

    The permissions of every other app are asked about the organisation itself.
    """
    from tests import factories  # noqa: PLC0415 - needs settings

    from acquis.common.models import Job  # noqa: PLC0415 - needs settings

    def application() -> tuple[Any, Any]:
        candidate = factories.person()
        return factories.application(
            factories.published(organization), candidate=candidate
        ), candidate

    def held() -> tuple[Any, Any]:
        holder = factories.person()
        return factories.held(factories.published(organization), holder=holder), holder

    def job() -> tuple[Any, Any]:
        requester = factories.person()
        return Job.objects.create(
            kind="tests.work", title="Work", language="fr", requested_by=requester.pk
        ), requester

    return {"assessing": application, "common": job, "passport": held}


def ask(organization: Any) -> dict[str, dict[str, bool]]:
    """By permission, who holds it: each role alone, a member, whom it concerns, a stranger."""
    from tests import factories  # noqa: PLC0415 - needs settings

    from acquis.organizations.enums import Role  # noqa: PLC0415 - needs settings

    stranger = factories.member(factories.organization(), *Role)
    organization.refresh_from_db()  # a new tree may move the others' paths
    people = {str(role.value): factories.member(organization, role) for role in Role}
    people["member"] = factories.member(organization)
    made = {app: make() for app, make in targets(organization).items()}
    found = {}
    for permission in permissions():
        target, concerned = made.get(permission.partition(".")[0], (organization, None))
        asked = {**people, "concerned": concerned, "stranger": stranger}
        found[permission] = {
            name: person is not None and person.has_perm(permission, target)
            for name, person in asked.items()
        }
    return found


def render(found: dict[str, dict[str, bool]]) -> str:
    columns = list(next(iter(found.values())))
    lines = [
        "| permission | " + " | ".join(columns) + " |",
        "| --- |" + " :-: |" * len(columns),
        *(
            f"| `{permission}` | "
            + " | ".join(YES if holders[column] else NO for column in columns)
            + " |"
            for permission, holders in found.items()
        ),
    ]
    return HEAD + "\n" + "\n".join(lines) + "\n"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "acquis.web.settings",
            "ACQUIS_TESTING": "1",
            "ACQUIS_DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/permissions.sqlite3",
        }
        sys.path.insert(0, str(ROOT))
        import django  # noqa: PLC0415 - after the settings are named

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 - needs settings
        from tests import factories  # noqa: PLC0415 - needs settings

        from acquis.common.tenancy import system_scope  # noqa: PLC0415 - needs settings

        call_command("migrate", verbosity=0)
        with system_scope("asks for everybody"):
            DOCUMENT.write_text(render(ask(factories.organization())), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
