"""`acquis doctor`, `acquis backup` and `acquis restore`."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

OK, FAILED = 0, 1


def run(command: str, arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.web.settings")
    options = _parser(command).parse_args(arguments)
    return {"doctor": _doctor, "backup": _backup, "restore": _restore}[command](options)


def _parser(command: str) -> argparse.ArgumentParser:
    said = {
        "doctor": "Examine this installation. Exit status: 0 all is well, 1 something is not.",
        "backup": "Write the database and the files into FILE, while the system runs.",
        "restore": "Fill an empty system from FILE.",
    }
    parser = argparse.ArgumentParser(prog=f"acquis {command}", description=said[command])
    if command == "doctor":
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    else:
        parser.add_argument("file", type=Path, metavar="FILE", help="a .tar.gz file")
    return parser


def _doctor(options: argparse.Namespace) -> int:
    problem = _start()
    if problem:
        finding = {"check": "configuration", "ok": False, "message": problem,
                   "remedy": "Correct the settings; docs/operators.md has the table."}  # fmt: skip
        found = [finding]
    else:
        from acquis.common.tenancy import system_scope  # noqa: PLC0415 - needs settings
        from acquis.web.operations import doctor  # noqa: PLC0415 - needs settings

        with system_scope("examines the whole installation"):
            found = [finding.to_json() for finding in doctor.examine()]
    well = all(finding["ok"] for finding in found)
    if options.json:
        _say(json.dumps({"ok": well, "findings": found}, ensure_ascii=False, indent=2))
    else:
        for finding in found:
            _say(f"{'ok     ' if finding['ok'] else 'PROBLEM'} {finding['check']}: "
                 f"{finding['message']}")  # fmt: skip
            if finding["remedy"]:
                _say(f"        -> {finding['remedy']}")
    return OK if well else FAILED


def _backup(options: argparse.Namespace) -> int:
    return _with_archive("backup", options.file)


def _restore(options: argparse.Namespace) -> int:
    return _with_archive("restore", options.file)


def _with_archive(command: str, file: Path) -> int:
    problem = _start()
    if problem:
        return _complain(command, problem)
    from acquis.web.operations import backup  # noqa: PLC0415 - needs settings
    from acquis.web.operations.archive import BackupError  # noqa: PLC0415 - needs settings

    try:
        manifest = getattr(backup, command)(file.resolve())
    except BackupError as error:
        return _complain(command, str(error))
    count = len(manifest.members) - 1
    _say(
        f"{sum(manifest.rows.values())} rows of {len(manifest.rows)} tables and {count} files, "
        f"made at {manifest.made_at} by release {manifest.release}."
    )
    if manifest.files_in_bucket:
        _say(f"Files in the bucket {manifest.files_in_bucket} are not in it.")
    if command == "restore":
        _say("Start with the ACQUIS_KEY_ENCRYPTION_KEY of that system, run `acquis manage migrate`"
             " if this release is newer, then `acquis doctor`.")  # fmt: skip
    return OK


def _start() -> str:
    """Load the settings and Django; gives what is wrong with them."""
    try:
        import django  # noqa: PLC0415 - the server extra may not be installed
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - as above
    except ImportError:
        return "This command needs the server: pip install 'acquis[server]'"
    try:
        django.setup()
    except ImproperlyConfigured as error:
        return str(error)
    return ""


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - output


def _complain(command: str, message: str) -> int:
    print(f"acquis {command}: {message}", file=sys.stderr)  # noqa: T201 - output
    return FAILED
