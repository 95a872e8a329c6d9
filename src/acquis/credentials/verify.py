"""Verifying a credential: named checks in a fixed order, none of which trusts the document.

The rules (OB 3.0 section 8, VC Data Model 2.0 section 4 and 7, vc-data-integrity section 4):
1. the bytes are JSON with one meaning, or a token with such JSON inside, and that is an
   OpenBadgeCredential;
2. every term is defined by a pinned context, and nothing escapes canonicalisation;
3. every proof was made for assertion, by a key, over exactly this content; a token's claims say
   what its credential says;
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
from acquis.credentials.checks.proofs import check_proofs, gravest
from acquis.credentials.checks.status import check_status
from acquis.credentials.checks.tokens import check_token
from acquis.credentials.errors import (
    CanonicalizationLimit,
    CredentialInvalid,
    CredentialUndecided,
    MalformedDocument,
    UnknownContext,
    UnsafeDocument,
)
from acquis.credentials.keys import KeyRing
from acquis.credentials.ports import Fetcher
from acquis.credentials.proofs.data_integrity import Digests, without_proof
from acquis.credentials.proofs.vc_jwt import Opened, UnsupportedEnvelope, open_document
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

    `document` is the credential's JSON, or a compact JWS that has it as its payload; the report
    has the credential inside. `did_documents` maps DIDs to documents that the caller
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
        opened = self._read(data)
        credential = opened.credential if opened else None
        # A token is of its very bytes, and can be checked though their meaning is not known.
        if opened is None or not (self._check_context(opened) or opened.token):
            done = {check.name for check in self.checks}
            for name in CheckName:
                if name not in done and name != CheckName.IDENTITY:
                    self._add(name, Outcome.NOT_APPLICABLE, "not_checked")
            return Report(tuple(self.checks), credential)
        credential = opened.credential
        self.checks += self._check_signatures(opened)
        self.checks.append(check_dates(credential, now=self.now))
        self.checks.append(check_status(credential))
        if expected_email is not None:
            self.checks.append(check_identity(credential, expected_email))
        return Report(tuple(self.checks), credential)

    def _add(self, name: CheckName, outcome: Outcome, reason: str, **parameters: str) -> None:
        self.checks.append(Check(name, outcome, reason, parameters))

    def _read(self, data: bytes) -> Opened | None:
        try:
            opened = open_document(data)
        except MalformedDocument as error:
            self._add(CheckName.STRUCTURE, Outcome.FAILED, "malformed", detail=str(error))
            return None
        except UnsupportedEnvelope as error:
            self._add(CheckName.STRUCTURE, Outcome.UNDECIDED, "envelope_unknown", kind=error.kind)
            return None
        problem = structure.problem_of(opened.credential)
        if problem:
            self._add(CheckName.STRUCTURE, Outcome.FAILED, "not_a_credential", detail=problem)
            return None
        self._add(CheckName.STRUCTURE, Outcome.PASSED, "well_formed")
        return opened

    def _check_signatures(self, opened: Opened) -> tuple[Check, Check]:
        """Of a token, and of proofs inside the credential: what there is must hold."""
        credential, found = opened.credential, []
        if opened.token is not None:
            found.append(
                check_token(credential, opened.token, opened.claims, keys=self.keys, now=self.now)
            )
        if opened.token is None or "proof" in credential:
            found.append(
                check_proofs(credential, keys=self.keys, now=self.now, digests=self.digests)
            )
        return gravest(found)

    def _check_context(self, opened: Opened) -> bool:
        credential = opened.credential
        if structure.is_described_twice(without_proof(credential)):
            self._add(CheckName.CONTEXT, Outcome.FAILED, "described_twice")
            return False
        try:
            self.digests = Digests(credential)
            self.digests.rdfc()
        except UnknownContext as error:
            self._add(CheckName.CONTEXT, Outcome.UNDECIDED, "context_unknown", detail=error.context)
        except UnsafeDocument as error:
            reason = "context_vague" if opened.token else "context_unsafe"
            self._add(CheckName.CONTEXT, Outcome.FAILED, reason, detail=str(error))
        except CanonicalizationLimit:
            self._add(CheckName.CONTEXT, Outcome.FAILED, "too_complex")
        else:
            self._add(CheckName.CONTEXT, Outcome.PASSED, "context_known")
            return True
        return False
