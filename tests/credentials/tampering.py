"""Changes to the sample credential, and what is said of the result."""

from collections.abc import Callable
from typing import Any

from acquis.credentials import examine
from tests.credentials import samples
from tests.credentials.samples import DID, DOCUMENTS, NOW, parsed

Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> bytes:
    """The signed sample with a change that nobody signed."""
    document = parsed()
    change(document)
    return samples.packed(document)


def put(path: str, value: Any) -> Change:
    """Sets what is at a path like `credentialSubject/achievement/name`."""

    def change(document: dict[str, Any]) -> None:
        *way, last = _steps(path)
        item: Any = document
        for part in way:
            item = item[part]
        item[last] = value

    return change


def drop(path: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        *way, last = _steps(path)
        item: Any = document
        for part in way:
            item = item[part]
        del item[last]

    return change


def _steps(path: str) -> list[Any]:
    return [int(part) if part.isdigit() else part for part in path.split("/")]


def both(*changes: Change) -> Change:
    return lambda document: [change(document) for change in changes]


def judged(document: bytes, **options: Any) -> tuple[str, ...]:
    """The verdict, and the check that decided it with its outcome, its reason and its sentence."""
    values: dict[str, Any] = {"now": NOW, "did_documents": DOCUMENTS}
    report = examine(document, **(values | options))
    assert report.deciding is not None
    check = report.deciding
    return (
        report.verdict.value,
        check.name.value,
        check.outcome.value,
        check.reason,
        check.text,
    )


def columns(document: bytes, **options: Any) -> list[tuple[str, str, str]]:
    """What the checks of proof and key say."""
    values: dict[str, Any] = {"now": NOW, "did_documents": DOCUMENTS}
    report = examine(document, **(values | options))
    return [
        (check.outcome.value, check.reason, check.text)
        for check in report.checks
        if check.name.value in {"proof", "issuer_key"}
    ]


GOOD = [
    (
        "passed",
        "proof_matches",
        "The signature matches: nothing was changed since it was signed.",
    ),
    ("passed", "key_belongs", f"The key is published by the issuer {DID}."),
]
