"""Whether every proof holds, and by whose key (vc-data-integrity 1.0, section 4; OB 3.0, 8.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from acquis.credentials import structure
from acquis.credentials.checks.issuer_key import UNCHECKED, check_issuer_key, names_a_key
from acquis.credentials.did import VerificationKey
from acquis.credentials.errors import CanonicalizationLimit, KeyProblem, UnsafeDocument
from acquis.credentials.keys import KeyRing
from acquis.credentials.proofs import data_integrity
from acquis.credentials.proofs.chains import BrokenChain, previous_proofs
from acquis.credentials.proofs.data_integrity import Digests
from acquis.credentials.proofs.suites import suite_of
from acquis.credentials.report import Check, CheckName, Outcome
from acquis.credentials.times import format_time, parse_time

# Each proof costs a canonicalisation, and perhaps a look at a server that its maker chose.
MAX_PROOFS = 8
# A signer's clock may be ahead of the verifier's by so much. What claims to have been signed later
# than that was not: its maker's clock or word is wrong, and a key's history cannot be applied.
CLOCK_SKEW = timedelta(minutes=5)

_GRAVEST_FIRST = (Outcome.FAILED, Outcome.UNDECIDED, Outcome.NOT_APPLICABLE, Outcome.PASSED)


_MATCHES = Check(CheckName.PROOF, Outcome.PASSED, "proof_matches")


def check_proofs(
    credential: Mapping[str, Any], *, keys: KeyRing, now: datetime, digests: Digests | None = None
) -> tuple[Check, Check]:
    """The checks "proof" and "issuer_key". Every proof must hold; the gravest outcome counts.

    `digests` are those of the credential without its proofs, for who has some of them already.
    """
    proofs = structure.proofs_of(credential)
    if not proofs:
        return proof_check(Outcome.FAILED, "proof_missing"), UNCHECKED
    if len(proofs) > MAX_PROOFS:
        return proof_check(Outcome.FAILED, "too_complex"), UNCHECKED
    try:
        previous = previous_proofs(proofs)
    except BrokenChain as error:
        return proof_check(Outcome.FAILED, "proof_chain", detail=str(error)), UNCHECKED
    judge = _Judge(credential, keys, now, digests or Digests(credential))
    return gravest(list(map(judge.judge, proofs, previous)))


def gravest(found: Sequence[tuple[Check, Check]]) -> tuple[Check, Check]:
    """Of several proofs' checks the worst, for the proof and for the key."""
    if len(found) == 1:
        return found[0]
    of_proof, of_key = zip(*found, strict=True)
    return min(of_proof, key=_gravity), min(of_key, key=_gravity)


def proof_check(outcome: Outcome, reason: str, **parameters: str) -> Check:
    return Check(CheckName.PROOF, outcome, reason, parameters)


def check_signing_time(
    created: datetime | None, expires: datetime | None, *, now: datetime
) -> Check | None:
    """What is wrong with when a signature was made or ends; None if nothing is."""
    if created is not None and created > now + CLOCK_SKEW:
        return proof_check(Outcome.FAILED, "proof_future", date=format_time(created))
    if expires is not None and expires <= now:
        return proof_check(Outcome.FAILED, "proof_expired", date=format_time(expires))
    return None


def _gravity(check: Check) -> int:
    return _GRAVEST_FIRST.index(check.outcome)


@dataclass(frozen=True, slots=True)
class _Judge:
    credential: Mapping[str, Any]
    keys: KeyRing
    now: datetime
    digests: Digests

    def judge(
        self, proof: Mapping[str, Any], previous: Sequence[Mapping[str, Any]]
    ) -> tuple[Check, Check]:
        if suite_of(proof) is None:
            name = f"{proof.get('type')} {proof.get('cryptosuite', '')}".strip()
            return proof_check(Outcome.UNDECIDED, "proof_unsupported", suite=name), UNCHECKED
        problem = self._problem(proof)
        if problem is not None:
            return problem, UNCHECKED
        key_check, key = check_issuer_key(
            self.credential,
            lambda: self._find(proof.get("verificationMethod")),
            created=parse_time(proof.get("created")),
        )
        if key is None:
            return proof_check(Outcome.UNDECIDED, "proof_needs_key"), key_check
        try:
            data_integrity.check_proof(
                self.credential, proof, key, digests=self.digests, previous=previous
            )
        except data_integrity.ProofMismatch:
            return proof_check(Outcome.FAILED, "proof_mismatch"), key_check
        except (KeyProblem, UnsafeDocument, CanonicalizationLimit) as error:
            return proof_check(Outcome.FAILED, "proof_malformed", detail=str(error)), key_check
        return _MATCHES, key_check

    def _problem(self, proof: Mapping[str, Any]) -> Check | None:
        if proof.get("proofPurpose") != "assertionMethod":
            return proof_check(Outcome.FAILED, "proof_purpose")
        created, expires = parse_time(proof.get("created")), parse_time(proof.get("expires"))
        for name, moment in (("created", created), ("expires", expires)):
            if moment is None and name in proof:
                detail = f"{name}: {proof[name]!r}"
                return proof_check(Outcome.FAILED, "proof_malformed", detail=detail)
        return check_signing_time(created, expires, now=self.now)

    def _find(self, method: Any) -> tuple[str, VerificationKey]:
        if not names_a_key(method):
            raise KeyProblem(f"{method!r}")
        return method.partition("#")[0], self.keys.find(method)
