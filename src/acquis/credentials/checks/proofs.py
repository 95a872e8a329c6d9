"""Whether every proof holds, and by whose key (vc-data-integrity 1.0, section 4; OB 3.0, 8.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from acquis.credentials import structure
from acquis.credentials.did import VerificationKey
from acquis.credentials.errors import CanonicalizationLimit, KeyProblem, UnsafeDocument
from acquis.credentials.keys import KeyRing, KeyUnavailable
from acquis.credentials.proofs import data_integrity
from acquis.credentials.report import Check, CheckName, Outcome
from acquis.credentials.times import format_time, parse_time

# Each proof costs a canonicalisation, and perhaps a look at a server that its maker chose.
MAX_PROOFS = 8

_UNCHECKED = Check(CheckName.ISSUER_KEY, Outcome.NOT_APPLICABLE, "not_checked")
_GRAVEST_FIRST = (Outcome.FAILED, Outcome.UNDECIDED, Outcome.NOT_APPLICABLE, Outcome.PASSED)


def check_proofs(
    credential: Mapping[str, Any], *, keys: KeyRing, now: datetime, digest: bytes
) -> tuple[Check, Check]:
    """The checks "proof" and "issuer_key". Every proof must hold; the gravest outcome counts.

    `digest` is the document's `data_integrity.digest_of`, without its proofs.
    """
    proofs = structure.proofs_of(credential)
    if not proofs:
        return _proof(Outcome.FAILED, "proof_missing"), _UNCHECKED
    if len(proofs) > MAX_PROOFS:
        return _proof(Outcome.FAILED, "too_complex"), _UNCHECKED
    judge = _Judge(credential, keys, now, digest)
    of_proof, of_key = zip(*map(judge.judge, proofs), strict=True)
    return min(of_proof, key=_gravity), min(of_key, key=_gravity)


def _gravity(check: Check) -> int:
    return _GRAVEST_FIRST.index(check.outcome)


@dataclass(frozen=True, slots=True)
class _Judge:
    credential: Mapping[str, Any]
    keys: KeyRing
    now: datetime
    digest: bytes

    def judge(self, proof: dict[str, Any]) -> tuple[Check, Check]:
        suite = f"{proof.get('type')} {proof.get('cryptosuite', '')}".strip()
        if suite != f"DataIntegrityProof {data_integrity.CRYPTOSUITE}":
            return _proof(Outcome.UNDECIDED, "proof_unsupported", suite=suite), _UNCHECKED
        problem = self._problem(proof)
        if problem is not None:
            return problem, _UNCHECKED
        key_check, public_key = self._find_key(proof)
        if public_key is None:
            return _proof(Outcome.UNDECIDED, "proof_needs_key"), key_check
        try:
            data_integrity.check_proof(self.credential, proof, public_key, digest=self.digest)
        except data_integrity.ProofMismatch:
            return _proof(Outcome.FAILED, "proof_mismatch"), key_check
        except (KeyProblem, UnsafeDocument, CanonicalizationLimit) as error:
            return _proof(Outcome.FAILED, "proof_malformed", detail=str(error)), key_check
        return _proof(Outcome.PASSED, "proof_matches"), key_check

    def _problem(self, proof: Mapping[str, Any]) -> Check | None:
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

    def _find_key(self, proof: Mapping[str, Any]) -> tuple[Check, bytes | None]:
        """The key of a proof, and whether it is the issuer's; no key when that is not known."""
        method = proof.get("verificationMethod")
        if not isinstance(method, str) or "#" not in method:
            return _key(Outcome.FAILED, "key_unlisted", detail=f"{method!r}"), None
        try:
            key = self.keys.find(method)
        except KeyUnavailable as error:
            return _key(Outcome.UNDECIDED, error.reason, **error.parameters), None
        except KeyProblem as error:
            return _key(Outcome.FAILED, "key_unlisted", detail=str(error)), None
        return self._judge_key(method, key, parse_time(proof.get("created"))), key.public_key

    def _judge_key(self, method: str, key: VerificationKey, created: datetime | None) -> Check:
        issuer, controller = structure.issuer_id(self.credential), method.partition("#")[0]
        if controller != issuer:
            return _key(Outcome.FAILED, "key_of_another", controller=controller, issuer=issuer)
        ended = key.revoked
        if ended is not None and (created is None or created >= ended):
            return _key(Outcome.FAILED, "key_revoked", date=format_time(ended))
        if key.expires is not None and (created is None or created > key.expires):
            return _key(Outcome.FAILED, "key_unlisted", detail=f"{method} had ceased to sign.")
        return _key(Outcome.PASSED, "key_belongs", issuer=issuer)


def _proof(outcome: Outcome, reason: str, **parameters: str) -> Check:
    return Check(CheckName.PROOF, outcome, reason, parameters)


def _key(outcome: Outcome, reason: str, **parameters: str) -> Check:
    return Check(CheckName.ISSUER_KEY, outcome, reason, parameters)
