"""`acquis verify`: the verdict on a file, on the command line, with or without a network."""

import argparse
import gettext
import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from acquis.credentials import (
    Check,
    CredentialError,
    Fetcher,
    NotBakeable,
    NotTrusted,
    Outcome,
    Report,
    TrustedIssuers,
    Verdict,
    examine,
    extract,
)
from acquis.credentials.formats.baking import MAX_PICTURE_BYTES

EXIT_VALID, EXIT_INVALID, EXIT_UNDECIDED = 0, 1, 2
EXIT_CODES = {
    Verdict.VALID: EXIT_VALID,
    Verdict.INVALID: EXIT_INVALID,
    Verdict.UNDECIDED: EXIT_UNDECIDED,
}
MARKS = {
    Outcome.PASSED: "✓",
    Outcome.FAILED: "✗",
    Outcome.UNDECIDED: "?",
    Outcome.NOT_APPLICABLE: "–",
}


def run(_command: str, arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot write an accent must not look like a badge that is not valid.
            stream.reconfigure(errors="replace")
    say = _translator(options.lang)
    try:
        report = _examine(options)
    except NotBakeable as error:
        return _complain(options, EXIT_INVALID, str(error))
    except (CredentialError, OSError, ValueError) as error:
        return _complain(options, EXIT_UNDECIDED, str(error))
    distrust = _distrust(report, options.trusted_issuer)
    if options.json:
        found = report.to_json() | ({"trusted": not distrust} if options.trusted_issuer else {})
        print(json.dumps(found, ensure_ascii=False, indent=2))  # noqa: T201 - output
    else:
        _show(report, say, distrusted=bool(distrust) and report.verdict == Verdict.VALID)
    return EXIT_CODES[report.verdict] or (EXIT_INVALID if distrust else EXIT_VALID)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="acquis verify",
        description="Verify an Open Badge. Exit status: 0 valid, 1 not valid or not trusted, "
        "2 undecided.",
    )
    parser.add_argument("file", help="a PNG or SVG badge, or a credential; - for input")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--offline", action="store_true", help="look nothing up on the network")
    parser.add_argument(
        "--did-document",
        action="append",
        default=[],
        metavar="FILE",
        help="an issuer's DID document that you trust, instead of looking it up",
    )
    parser.add_argument(
        "--trusted-issuer",
        action="append",
        default=[],
        metavar="DID",
        help="an issuer that you trust; a genuine badge of any other is refused then",
    )
    parser.add_argument("--email", help="also check that it was issued to this address")
    parser.add_argument("--lang", choices=["en", "fr"], help="language of the report")
    return parser


def _examine(options: argparse.Namespace) -> Report:
    data = _read(options.file)
    documents: dict[str, Any] = {}
    for name in options.did_document:
        document = json.loads(Path(name).read_text(encoding="utf-8"))
        if not isinstance(document, dict) or not isinstance(document.get("id"), str):
            raise ValueError(f"{name} is not a DID document: it has no id.")  # noqa: TRY004 - content
        documents[document["id"]] = document
    return examine(
        extract(data),
        now=datetime.now(tz=UTC),
        fetcher=None if options.offline else _fetcher(),
        did_documents=documents,
        expected_email=options.email,
    )


def _read(name: str) -> bytes:
    """The file, or as much of it as shows that it is too large."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_PICTURE_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_PICTURE_BYTES + 1)


def _distrust(report: Report, trusted: Sequence[str]) -> str:
    """Why the issuer is not trusted; empty when it is, or when nobody was named."""
    try:
        if trusted:
            TrustedIssuers(trusted).verify(report)
    except NotTrusted as error:
        return str(error)
    return ""


def _fetcher() -> Fetcher:
    return _LazyFetcher()


class _LazyFetcher:
    """Loads the HTTP client only when something must be fetched."""

    def fetch(self, url: str, *, accept: str, max_bytes: int) -> bytes:
        from acquis.common.net import PublicFetcher  # noqa: PLC0415 - a slow import, often unneeded

        return PublicFetcher().fetch(url, accept=accept, max_bytes=max_bytes)


def _translator(language: str | None) -> Callable[[str], str]:
    wanted = language or (os.environ.get("LC_ALL") or os.environ.get("LANG") or "en")[:2]
    folder = Path(__file__).parent.parent / "locale"
    return gettext.translation("django", folder, languages=[wanted], fallback=True).gettext


def _n(text: str) -> str:
    """Marks a text for the message catalogue."""
    return text


_VERDICTS = {
    Verdict.VALID: _n("VALID: this badge is genuine."),
    Verdict.INVALID: _n("NOT VALID: do not rely on this badge."),
    Verdict.UNDECIDED: _n("UNDECIDED: a check could not be made."),
}
_DISTRUSTED = _n("NOT TRUSTED: this badge is genuine, but of none of the issuers that you named.")


def _show(report: Report, say: Callable[[str], str], *, distrusted: bool) -> None:
    lines = [say(_DISTRUSTED if distrusted else _VERDICTS[report.verdict])]
    lines += [f"  {MARKS[check.outcome]} {_sentence(check, say)}" for check in report.checks]
    if report.document is not None:
        lines += ["", *filter(None, (_title(report.document), _issuer(report.document)))]
    print("\n".join(_printable(line) for line in lines))  # noqa: T201 - output


def _title(document: Mapping[str, Any]) -> str:
    """What was earned, or what else the document calls itself."""
    subject = document.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    named = achievement if isinstance(achievement, dict) else document
    return str(named.get("name", ""))


def _issuer(document: Mapping[str, Any]) -> str:
    issuer = document.get("issuer", "")
    return str(issuer.get("name", issuer.get("id")) if isinstance(issuer, dict) else issuer)


def _sentence(check: Check, say: Callable[[str], str]) -> str:
    return check.sentence(say, lambda value: say(value) if value else value)


def _printable(line: str) -> str:
    """Without control characters: a badge must not be able to repaint the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in line)


def _complain(options: argparse.Namespace, code: int, message: str) -> int:
    if options.json:
        verdict = Verdict.INVALID if code == EXIT_INVALID else Verdict.UNDECIDED
        print(json.dumps({"verdict": verdict.value, "error": message}))  # noqa: T201 - output
    else:
        print(f"acquis verify: {_printable(message)}", file=sys.stderr)  # noqa: T201 - output
    return code
