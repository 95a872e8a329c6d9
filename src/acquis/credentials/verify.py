"""Verifying a credential: named checks in a fixed order, none of which trusts the document.

The rules (OB 3.0 section 8, VC Data Model 2.0 section 4 and 7, vc-data-integrity section 4):
1. the bytes are JSON with one meaning, and an OpenBadgeCredential;
2. every term is defined by a pinned context, and nothing escapes canonicalisation;
3. every proof was made for assertion, by a key, over exactly this content;
4. that key is listed by the issuer's own DID document, and was not unsafe when it signed;
5. the present lies within the credential's dates;
6. what the issuer's status list says, if there is one;
7. on request, that it was issued to a given e-mail address.
A check that needs what cannot be had is undecided, which is not invalid.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from acquis.credentials import structure
from acquis.credentials.checks.dates import check_dates
from acquis.credentials.checks.identity import check_identity
from acquis.credentials.checks.proofs import check_proofs
from acquis.credentials.checks.status import check_status
from acquis.credentials.errors import (
    CanonicalizationLimit,
    CredentialInvalid,
    CredentialUndecided,
    MalformedDocument,
    UnknownContext,
    UnsafeDocument,
)
from acquis.credentials.formats import strict_json
from acquis.credentials.keys import KeyRing
from acquis.credentials.ports import Fetcher
from acquis.credentials.proofs.data_integrity import Digests, without_proof
from acquis.credentials.report import Check, CheckName, Outcome, Report, Verdict

DidDocuments = Mapping[str, Mapping[str, Any]]


def verify(
    document: bytes,
    *,
    now: datetime,
    fetcher: Fetcher | None = None,
    did_documents: DidDocuments | None = None,
    expected_email: str | None = None,
) -> Report:
    """The report on a valid credential; takes what `examine` takes.

    Raises:
        CredentialInvalid: a check failed; the error has the report.
        CredentialUndecided: none failed, but one could not be made; the error has the report.
    """
    report = examine(
        document,
        now=now,
        fetcher=fetcher,
        did_documents=did_documents,
        expected_email=expected_email,
    )
    deciding = report.deciding
    if deciding is None:
        return report
    error = CredentialInvalid if report.verdict == Verdict.INVALID else CredentialUndecided
    raise error(deciding.text, report)


def examine(
    document: bytes,
    *,
    now: datetime,
    fetcher: Fetcher | None = None,
    did_documents: DidDocuments | None = None,
    expected_email: str | None = None,
) -> Report:
    """Make every check that can be made; a bad document is a failed check, never an exception.

    `document` is the credential's JSON. `did_documents` maps DIDs to documents that the caller
    trusts; other did:web documents come through `fetcher`, and without one stay undecided.
    """
    examination = _Examination(
        now=now, keys=KeyRing(fetcher=fetcher, documents=did_documents or {})
    )
    return examination.run(document, expected_email)


@dataclass
class _Examination:
    now: datetime
    keys: KeyRing
    checks: list[Check] = field(default_factory=list)
    digests: Digests | None = None

    def run(self, data: bytes, expected_email: str | None) -> Report:
        credential = self._read(data)
        if credential is None or not self._check_context(credential):
            done = {check.name for check in self.checks}
            for name in CheckName:
                if name not in done and name != CheckName.IDENTITY:
                    self._add(name, Outcome.NOT_APPLICABLE, "not_checked")
            return Report(tuple(self.checks), credential)
        self.checks += check_proofs(credential, keys=self.keys, now=self.now, digests=self.digests)
        self.checks.append(check_dates(credential, now=self.now))
        self.checks.append(check_status(credential))
        if expected_email is not None:
            self.checks.append(check_identity(credential, expected_email))
        return Report(tuple(self.checks), credential)

    def _add(self, name: CheckName, outcome: Outcome, reason: str, **parameters: str) -> None:
        self.checks.append(Check(name, outcome, reason, parameters))

    def _read(self, data: bytes) -> dict[str, Any] | None:
        try:
            credential = strict_json.load_object(data)
        except MalformedDocument as error:
            self._add(CheckName.STRUCTURE, Outcome.FAILED, "malformed", detail=str(error))
            return None
        problem = structure.problem_of(credential)
        if problem:
            self._add(CheckName.STRUCTURE, Outcome.FAILED, "not_a_credential", detail=problem)
            return None
        self._add(CheckName.STRUCTURE, Outcome.PASSED, "well_formed")
        return credential

    def _check_context(self, credential: dict[str, Any]) -> bool:
        if structure.is_described_twice(without_proof(credential)):
            self._add(CheckName.CONTEXT, Outcome.FAILED, "described_twice")
            return False
        try:
            self.digests = Digests(credential)
            self.digests.rdfc()
        except UnknownContext as error:
            self._add(CheckName.CONTEXT, Outcome.UNDECIDED, "context_unknown", detail=error.context)
        except UnsafeDocument as error:
            self._add(CheckName.CONTEXT, Outcome.FAILED, "context_unsafe", detail=str(error))
        except CanonicalizationLimit:
            self._add(CheckName.CONTEXT, Outcome.FAILED, "too_complex")
        else:
            self._add(CheckName.CONTEXT, Outcome.PASSED, "context_known")
            return True
        return False
