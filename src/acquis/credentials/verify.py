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
from acquis.credentials.errors import (
    CanonicalizationLimit,
    CredentialInvalid,
    CredentialUndecided,
    KeyProblem,
    MalformedDocument,
    UnknownContext,
    UnsafeDocument,
)
from acquis.credentials.formats import strict_json
from acquis.credentials.keys import KeyRing, KeyUnavailable
from acquis.credentials.model import hash_identity
from acquis.credentials.ports import Fetcher
from acquis.credentials.proofs import data_integrity
from acquis.credentials.report import Check, CheckName, Outcome, Report, Verdict
from acquis.credentials.times import format_time, parse_time

DidDocuments = Mapping[str, Mapping[str, Any]]

# Each proof costs a canonicalisation, and perhaps a look at a server that its maker chose.
MAX_PROOFS = 8


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
    digest: bytes = b""

    def run(self, data: bytes, expected_email: str | None) -> Report:
        credential = self._read(data)
        if credential is None or not self._check_context(credential):
            done = {check.name for check in self.checks}
            for name in CheckName:
                if name not in done and name != CheckName.IDENTITY:
                    self._add(name, Outcome.NOT_APPLICABLE, "not_checked")
            return Report(tuple(self.checks), credential)
        self._check_proofs(credential)
        self._check_dates(credential)
        self._check_status(credential)
        if expected_email is not None:
            self._check_identity(credential, expected_email)
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
        unsecured = {key: value for key, value in credential.items() if key != "proof"}
        if structure.is_described_twice(unsecured):
            self._add(CheckName.CONTEXT, Outcome.FAILED, "described_twice")
            return False
        try:
            self.digest = data_integrity.digest_of(unsecured)
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

    def _check_proofs(self, credential: dict[str, Any]) -> None:
        """Every proof of the set must hold; the first that does not gives the outcome."""
        proofs = structure.proofs_of(credential)
        unchecked = Check(CheckName.ISSUER_KEY, Outcome.NOT_APPLICABLE, "not_checked")
        if not proofs:
            found = [(_proof(Outcome.FAILED, "proof_missing"), unchecked)]
        elif len(proofs) > MAX_PROOFS:
            found = [(_proof(Outcome.FAILED, "too_complex"), unchecked)]
        else:
            found = [self._judge_proof(credential, proof) for proof in proofs]
        for index in (0, 1):
            column = [pair[index] for pair in found]
            self.checks.append(min(column, key=_severity))

    def _judge_proof(
        self, credential: dict[str, Any], proof: dict[str, Any]
    ) -> tuple[Check, Check]:
        unchecked = Check(CheckName.ISSUER_KEY, Outcome.NOT_APPLICABLE, "not_checked")
        suite = f"{proof.get('type')} {proof.get('cryptosuite', '')}".strip()
        if suite != f"DataIntegrityProof {data_integrity.CRYPTOSUITE}":
            return _proof(Outcome.UNDECIDED, "proof_unsupported", suite=suite), unchecked
        problem = self._proof_problem(proof)
        if problem is not None:
            return problem, unchecked
        key_check, public_key = self._find_key(credential, proof)
        if public_key is None:
            return _proof(Outcome.UNDECIDED, "proof_needs_key"), key_check
        try:
            data_integrity.check_proof(credential, proof, public_key, digest=self.digest)
        except data_integrity.ProofMismatch:
            return _proof(Outcome.FAILED, "proof_mismatch"), key_check
        except (KeyProblem, UnsafeDocument, CanonicalizationLimit) as error:
            return _proof(Outcome.FAILED, "proof_malformed", detail=str(error)), key_check
        return _proof(Outcome.PASSED, "proof_matches"), key_check

    def _proof_problem(self, proof: dict[str, Any]) -> Check | None:
        if proof.get("proofPurpose") != "assertionMethod":
            return _proof(Outcome.FAILED, "proof_purpose")
        for name in ("created", "expires"):
            if name in proof and parse_time(proof[name]) is None:
                detail = f"{name}: {proof[name]!r}"
                return _proof(Outcome.FAILED, "proof_malformed", detail=detail)
        expires = parse_time(proof.get("expires"))
        if expires is not None and expires <= self.now:
            return _proof(Outcome.FAILED, "proof_expired", date=format_time(expires))
        return None

    def _find_key(
        self, credential: dict[str, Any], proof: dict[str, Any]
    ) -> tuple[Check, bytes | None]:
        """The key of a proof, and whether it is the issuer's; no key when that is not known."""
        issuer = structure.issuer_id(credential)
        method = proof.get("verificationMethod")
        if not isinstance(method, str) or "#" not in method:
            return _key(Outcome.FAILED, "key_unlisted", detail=f"{method!r}"), None
        controller = method.partition("#")[0]
        try:
            key = self.keys.find(method)
        except KeyUnavailable as error:
            return _key(Outcome.UNDECIDED, error.reason, **error.parameters), None
        except KeyProblem as error:
            return _key(Outcome.FAILED, "key_unlisted", detail=str(error)), None
        if controller != issuer:
            return (
                _key(Outcome.FAILED, "key_of_another", controller=controller, issuer=issuer),
                key.public_key,
            )
        created = parse_time(proof.get("created"))
        ended = key.revoked
        if ended is not None and (created is None or created >= ended):
            return _key(Outcome.FAILED, "key_revoked", date=format_time(ended)), key.public_key
        if key.expires is not None and (created is None or created > key.expires):
            return (
                _key(Outcome.FAILED, "key_unlisted", detail=f"{method} had ceased to sign."),
                key.public_key,
            )
        return _key(Outcome.PASSED, "key_belongs", issuer=issuer), key.public_key

    def _check_dates(self, credential: dict[str, Any]) -> None:
        since, until = (parse_time(credential.get(key)) for key in ("validFrom", "validUntil"))
        for name, value in (("validFrom", since), ("validUntil", until)):
            if value is None and name in credential:
                detail = f"{name}: {credential[name]!r}"
                self._add(CheckName.DATES, Outcome.FAILED, "dates_malformed", detail=detail)
                return
        texts = {
            "since": format_time(since) if since else "",
            "until": format_time(until) if until else "",
        }
        if since is not None and since > self.now:
            self._add(CheckName.DATES, Outcome.FAILED, "not_yet_valid", **texts)
        elif until is not None and until <= self.now:
            self._add(CheckName.DATES, Outcome.FAILED, "expired", **texts)
        else:
            reason = "dates_until" if until is not None else "dates_current"
            self._add(CheckName.DATES, Outcome.PASSED, reason, **texts)

    def _check_status(self, credential: dict[str, Any]) -> None:
        entries = structure.as_list(credential.get("credentialStatus"))
        if not entries:
            self._add(CheckName.STATUS, Outcome.NOT_APPLICABLE, "no_status")
            return
        kind = entries[0].get("type") if isinstance(entries[0], dict) else entries[0]
        self._add(CheckName.STATUS, Outcome.UNDECIDED, "status_unsupported", type=str(kind))

    def _check_identity(self, credential: dict[str, Any], email: str) -> None:
        subject = credential["credentialSubject"]
        hashed = [
            entry
            for entry in structure.as_list(subject.get("identifier"))
            if isinstance(entry, dict) and entry.get("identityType") == "emailAddress"
        ]
        if not hashed:
            self._add(CheckName.IDENTITY, Outcome.UNDECIDED, "identity_absent")
        elif any(_is_identity(entry, email.strip().lower()) for entry in hashed):
            self._add(CheckName.IDENTITY, Outcome.PASSED, "identity_matches")
        else:
            self._add(CheckName.IDENTITY, Outcome.FAILED, "identity_differs")


def _is_identity(entry: dict[str, Any], email: str) -> bool:
    found = entry.get("identityHash")
    if entry.get("hashed") is True:
        return bool(found == hash_identity(email, str(entry.get("salt", ""))))
    return isinstance(found, str) and found.strip().lower() == email


def _severity(check: Check) -> int:
    order = [Outcome.FAILED, Outcome.UNDECIDED, Outcome.NOT_APPLICABLE, Outcome.PASSED]
    return order.index(check.outcome)


def _proof(outcome: Outcome, reason: str, **parameters: str) -> Check:
    return Check(CheckName.PROOF, outcome, reason, parameters)


def _key(outcome: Outcome, reason: str, **parameters: str) -> Check:
    return Check(CheckName.ISSUER_KEY, outcome, reason, parameters)
