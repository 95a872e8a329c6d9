"""The verdict on a credential: named checks, each with its outcome and its reason."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from acquis.credentials.kinds import Kind
from acquis.credentials.reasons import REASONS


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not_applicable"


class Verdict(StrEnum):
    VALID = "valid"
    INVALID = "invalid"
    UNDECIDED = "undecided"


class CheckName(StrEnum):
    """What is looked at, in this order.

    `CREDENTIALS` is looked at in learner records alone, `IDENTITY` on request.
    """

    STRUCTURE = "structure"
    CONTEXT = "context"
    PROOF = "proof"
    ISSUER_KEY = "issuer_key"
    DATES = "dates"
    STATUS = "status"
    ENDORSEMENTS = "endorsements"
    CREDENTIALS = "credentials"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Check:
    """One look at the credential. `reason` is a code; `text` says it in English.

    `cause` is the check of another document that decided this one: what it says stands in the
    sentence as its `detail`.
    """

    name: CheckName
    outcome: Outcome
    reason: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    cause: "Check | None" = None

    @property
    def text(self) -> str:
        return self.sentence(str, str)

    def sentence(self, say: Callable[[str], str], write: Callable[[str], str]) -> str:
        """What the check says, in another language: `say` translates its sentence, and `write` its
        parameters, which are moments, identifiers and explanations."""
        values = {name: write(value) for name, value in self.parameters.items()}
        if self.cause is not None:
            values["detail"] = self.cause.sentence(say, write)
        return say(REASONS[self.reason]) % values

    def to_json(self) -> dict[str, Any]:
        return {
            "check": self.name.value,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Every check, and the document they were made on (None when it could not be read).

    `source` is that document, or the bytes to read it from; `kind` is what it is. What a badge of
    Open Badges 2 says is put in the words of version 3. `endorsements` and `credentials` are the
    reports on the credentials inside the document, each judged by itself, in their order.
    """

    checks: tuple[Check, ...]
    source: Mapping[str, Any] | bytes | None = field(default=None, compare=False, repr=False)
    kind: Kind | None = None
    endorsements: tuple["Report", ...] = ()
    credentials: tuple["Report", ...] = ()

    @property
    def document(self) -> Mapping[str, Any] | None:
        """The document. Bytes are read anew each time: most callers want the verdict alone."""
        if isinstance(self.source, bytes):
            found: dict[str, Any] = json.loads(self.source.decode("utf-8-sig"))
            return found
        return self.source

    @property
    def verdict(self) -> Verdict:
        """Invalid if any check failed; undecided if any could not be made; else valid."""
        outcomes = {check.outcome for check in self.checks}
        if Outcome.FAILED in outcomes:
            return Verdict.INVALID
        return Verdict.UNDECIDED if Outcome.UNDECIDED in outcomes else Verdict.VALID

    @property
    def deciding(self) -> Check | None:
        """The first check that keeps the credential from being valid."""
        for outcome in (Outcome.FAILED, Outcome.UNDECIDED):
            for check in self.checks:
                if check.outcome == outcome:
                    return check
        return None

    def to_json(self) -> dict[str, Any]:
        """`endorsements` and `credentials` are there only if the document carries any."""
        inner = {"endorsements": self.endorsements, "credentials": self.credentials}
        return {
            "verdict": self.verdict.value,
            "kind": self.kind.value if self.kind else None,
            "checks": [check.to_json() for check in self.checks],
            **{name: [one.to_json() for one in found] for name, found in inner.items() if found},
        }
