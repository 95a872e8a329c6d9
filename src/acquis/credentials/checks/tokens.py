"""Whether a signed token holds, by whose key, and says what its credential says (OB 3.0, 8.2.6;
RFC 7515, section 5.2; RFC 8725, best current practices)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from acquis.credentials import structure
from acquis.credentials.checks.issuer_key import UNCHECKED, check_issuer_key, names_a_key
from acquis.credentials.checks.proofs import check_signing_time, proof_check
from acquis.credentials.did import VerificationKey, read_jwk
from acquis.credentials.errors import KeyProblem
from acquis.credentials.keys import KeyRing
from acquis.credentials.proofs import vc_jwt
from acquis.credentials.proofs.jws import Token
from acquis.credentials.reasons import mark as _n
from acquis.credentials.report import Check, Outcome

# "JWT" is Open Badges', the others are vc-jose-cose's, now and in drafts. A token of another type
# was made for another purpose, by the same key.
OPEN_BADGES_TYPE = "jwt"
TYPES = frozenset({OPEN_BADGES_TYPE, "vc+jwt", "vc+ld+jwt"})


def check_token(
    credential: Mapping[str, Any],
    token: Token,
    claims: Mapping[str, Any],
    *,
    keys: KeyRing,
    now: datetime,
) -> tuple[Check, Check]:
    """The checks "proof" and "issuer_key" of a credential that came as a compact JWS.

    `claims` are the registered ones of the payload; `credential` is the rest of it.
    """
    header = _Header(token.header)
    of_open_badges = header.is_of_open_badges
    problem = (
        header.problem()
        or _claims_problem(claims, credential, of_open_badges=of_open_badges)
        or _time_problem(claims, credential, now, of_open_badges=of_open_badges)
    )
    if problem is not None:
        return problem, UNCHECKED
    key_check, key = check_issuer_key(
        credential,
        lambda: header.find(keys, structure.issuer_id(credential)),
        created=vc_jwt.numeric_date(claims.get("iat")),
    )
    if key is None:
        return proof_check(Outcome.UNDECIDED, "proof_needs_key"), key_check
    if key.kind is not token.kind:
        detail = f"{token.header['alg']} is not for a key of the kind {key.kind}."
        return proof_check(Outcome.FAILED, "proof_malformed", detail=detail), key_check
    if not token.is_signed_by(key):
        return proof_check(Outcome.FAILED, "proof_mismatch"), key_check
    return proof_check(Outcome.PASSED, "proof_matches"), key_check


@dataclass(frozen=True, slots=True)
class _Header:
    values: Mapping[str, Any]

    @property
    def is_of_open_badges(self) -> bool:
        return self._type == OPEN_BADGES_TYPE

    @property
    def _type(self) -> str:
        """RFC 7515, 4.1.9: a media type, without regard to case, "application/" understood."""
        value = self.values.get("typ", OPEN_BADGES_TYPE)
        return str(value).lower().removeprefix("application/")

    def problem(self) -> Check | None:
        if self._type not in TYPES:
            return _malformed(f"typ: {self.values['typ']!r}")
        # RFC 7515, 4.1.11: what is critical must be understood. RFC 7797's b64 changes what is
        # signed, and must be critical.
        for name in ("crit", "b64"):
            if name in self.values:
                return _malformed(f"{name}: {self.values[name]!r}")
        return self._algorithm_problem()

    def _algorithm_problem(self) -> Check | None:
        name = self.values.get("alg")
        if not isinstance(name, str):
            return _malformed(f"alg: {name!r}")
        if name.lower() == "none":
            return proof_check(Outcome.FAILED, "proof_missing")
        if name.upper().startswith("HS"):
            return _malformed(
                _n("it is a code made with a shared secret, and proves nothing to others.")
            )
        if Token(self.values, b"", b"", b"").kind is None:
            return proof_check(Outcome.UNDECIDED, "proof_unsupported", suite=f"JWT {name}")
        return None

    def find(self, keys: KeyRing, issuer: str) -> tuple[str, VerificationKey]:
        """The key that `kid` names as a DID URL, or else the issuer's key that is `jwk`. A key
        that the token brings along is worth nothing unless the issuer lists it."""
        brought = read_jwk(self.values["jwk"]) if "jwk" in self.values else None
        name = self.values.get("kid")
        if names_a_key(name):
            method = issuer + name if name.startswith("#") else name
            key = keys.find(method)
            if brought not in (None, (key.kind, key.public_key)):
                raise KeyProblem(_n("the signature came with another key than the one it names."))
            return method.partition("#")[0], key
        if brought is None:
            raise KeyProblem(f"kid: {name!r}")
        return issuer, keys.find_same(issuer, *brought)


def _claims_problem(
    claims: Mapping[str, Any], credential: Mapping[str, Any], *, of_open_badges: bool
) -> Check | None:
    if "aud" in claims:  # RFC 7519, 4.1.3: for somebody, who is not whoever verifies here
        return _malformed(f"aud: {claims['aud']!r}")
    for name in ("nbf", "exp", "iat"):
        if name in claims and vc_jwt.numeric_date(claims[name]) is None:
            return _malformed(f"{name}: {claims[name]!r}")
    name = vc_jwt.contradiction(claims, credential, times=of_open_badges)
    if name:
        return proof_check(Outcome.FAILED, "claim_differs", claim=name)
    name = vc_jwt.missing(claims, credential) if of_open_badges else ""
    return proof_check(Outcome.FAILED, "claim_missing", claim=name) if name else None


def _time_problem(
    claims: Mapping[str, Any], credential: Mapping[str, Any], now: datetime, *, of_open_badges: bool
) -> Check | None:
    """To Open Badges, `nbf` and `exp` are the credential's own dates, of which there is a check.
    To vc-jose-cose they are the signature's, and so is an `exp` where the credential has no end."""
    iat, nbf, exp = (vc_jwt.numeric_date(claims.get(name)) for name in ("iat", "nbf", "exp"))
    if of_open_badges:
        nbf, exp = None, None if "validUntil" in credential else exp
    starts = max((moment for moment in (iat, nbf) if moment is not None), default=None)
    return check_signing_time(starts, exp, now=now)


def _malformed(detail: str) -> Check:
    return proof_check(Outcome.FAILED, "proof_malformed", detail=detail)
