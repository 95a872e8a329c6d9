"""Verifying badges of Open Badges 2.0 and 2.1 (OB 2.0, "Verification").

A hosted badge is what its issuer publishes at the badge's own address, and the address must be one
of the issuer's. A signed one is a compact JWS by a key that the issuer's profile lists. Either way,
the issuer speaks for itself at the address that is its id: what a badge says of its issuer proves
nothing. The checks are named as those of version 3 are; `proof` is of the address or the signature,
`issuer_key` of the address's or the key's belonging to the issuer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict

from acquis.credentials.checks.dates import check_dates
from acquis.credentials.checks.identity import compare_identities
from acquis.credentials.did import VerificationKey
from acquis.credentials.errors import (
    CredentialError,
    FetchError,
    KeyProblem,
    MalformedDocument,
)
from acquis.credentials.formats import ob2, strict_json
from acquis.credentials.kinds import Kind
from acquis.credentials.ports import Fetcher
from acquis.credentials.proofs.jws import Token
from acquis.credentials.reasons import mark as _n
from acquis.credentials.report import Check, CheckName, Outcome, Report
from acquis.credentials.structure import as_list

MEDIA_TYPES = "application/ld+json, application/json"
# A profile may list its older keys too; each may have to be looked up.
MAX_KEYS = 4
_GONE = 410

Json = Mapping[str, Any]


class Older(TypedDict):
    """What both ways into this module take."""

    now: datetime
    fetcher: Fetcher | None
    expected_email: str | None


class _Unavailable(CredentialError):
    """A document of the issuer cannot be had or relied upon; the check says why."""

    def __init__(self, outcome: Outcome, reason: str, **parameters: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.parameters = parameters

    def check(self, name: CheckName) -> Check:
        return Check(name, self.outcome, self.reason, self.parameters)


class _Gone(CredentialError):
    """The issuer answers that the document is no longer there, which revokes it."""


def examine_assertion(
    assertion: Json,
    token: Token | None,
    *,
    now: datetime,
    fetcher: Fetcher | None,
    expected_email: str | None = None,
) -> Report:
    """Every check on an assertion, and on the JWS whose payload it is, if it came in one.

    The report's document is the assertion that counts, which for a hosted badge is the published
    one, with what could be had of badge class and issuer, in the words of version 3.
    """
    examination = _Examination(now, fetcher, expected_email)
    return examination.run(assertion, token)


def examine_address(
    address: str, *, now: datetime, fetcher: Fetcher | None, expected_email: str | None = None
) -> Report:
    """As `examine_assertion`, of a hosted badge of which only the address is known."""
    examination = _Examination(now, fetcher, expected_email)
    try:
        published = examination.fetch(address)
    except _Gone:
        examination.add(CheckName.STATUS, Outcome.FAILED, "revoked")
        return examination.report(None)
    except _Unavailable as error:
        examination.checks.append(error.check(CheckName.STRUCTURE))
        return examination.report(None)
    return examination.run({**published, "id": published.get("id", address)}, None)


@dataclass
class _Examination:
    now: datetime
    fetcher: Fetcher | None
    expected_email: str | None
    checks: list[Check] = field(default_factory=list)
    _known: dict[str, Json] = field(default_factory=dict)

    def run(self, assertion: Json, token: Token | None) -> Report:
        if assertion.get("revoked") is True:
            self.add(CheckName.STATUS, Outcome.FAILED, "revoked")
            return self.report(None)
        problem = ob2.problem_of(assertion)
        if problem:
            self.add(CheckName.STRUCTURE, Outcome.FAILED, "not_an_assertion", detail=problem)
            return self.report(None)
        self.add(CheckName.STRUCTURE, Outcome.PASSED, "well_formed_2")
        self._check_context(assertion)
        if ob2.is_hosted(assertion):
            return self._run_hosted(assertion)
        if ob2.is_signed(assertion):
            return self._run_signed(assertion, token)
        suite = ob2.kinds_named(assertion)
        self.add(CheckName.PROOF, Outcome.UNDECIDED, "proof_unsupported", suite=suite)
        return self.report(assertion)

    def add(self, name: CheckName, outcome: Outcome, reason: str, **parameters: str) -> None:
        self.checks.append(Check(name, outcome, reason, parameters))

    def report(self, document: Json | None) -> Report:
        """The checks in their order, the last of each name; those that were not made say so."""
        done = {check.name: check for check in self.checks}
        order = [name for name in CheckName if name != CheckName.CREDENTIALS]
        if self.expected_email is None:
            order.remove(CheckName.IDENTITY)
        unmade = {name: Check(name, Outcome.NOT_APPLICABLE, "not_checked") for name in order}
        checks = tuple((unmade | done)[name] for name in order)
        if document is None:
            return Report(checks)
        return Report(checks, ob2.in_version_3(document), Kind.OPEN_BADGE_2)

    def _check_context(self, assertion: Json) -> None:
        foreign = ob2.foreign_context(assertion)
        if foreign:
            self.add(CheckName.CONTEXT, Outcome.UNDECIDED, "context_unknown", detail=foreign)
        else:
            self.add(CheckName.CONTEXT, Outcome.PASSED, "context_known_2")

    # hosted

    def _run_hosted(self, local: Json) -> Report:
        try:
            published = self.fetch(local["id"])
        except _Gone:
            self.add(CheckName.STATUS, Outcome.FAILED, "revoked")
            return self.report(local)
        except _Unavailable as error:
            self.checks.append(error.check(CheckName.PROOF))
            return self._conclude(local)
        if published.get("revoked") is True:
            self.add(CheckName.STATUS, Outcome.FAILED, "revoked")
            return self.report(local)
        problem = ob2.problem_of(published) or ob2.difference(local, published)
        if problem:
            self.add(CheckName.PROOF, Outcome.FAILED, "hosted_differs", detail=problem)
            return self.report(local)
        self._check_context(published)
        self.add(CheckName.PROOF, Outcome.PASSED, "hosted_matches")
        self.add(CheckName.STATUS, Outcome.PASSED, "status_published")
        return self._conclude(self._within_scope(published))

    def _within_scope(self, assertion: Json) -> Json:
        try:
            badge = self._badge_of(assertion)
            profile = self._profile_of(badge)
        except _Unavailable as error:
            self.checks.append(error.check(CheckName.ISSUER_KEY))
            return assertion
        places = [assertion["id"]]
        if not _is_there(assertion["badge"]):
            places.append(ob2.id_of(assertion["badge"]))
        strange = [one for one in places if not ob2.is_within_scope(one, profile)]
        if strange:
            parameters = {"address": strange[0], "issuer": profile["id"]}
            self.add(CheckName.ISSUER_KEY, Outcome.FAILED, "host_of_another", **parameters)
        else:
            self.add(CheckName.ISSUER_KEY, Outcome.PASSED, "host_belongs", issuer=profile["id"])
        return _assembled(assertion, badge, profile)

    # signed

    def _run_signed(self, assertion: Json, token: Token | None) -> Report:
        if token is None:
            self.add(CheckName.PROOF, Outcome.FAILED, "proof_missing")
            return self.report(assertion)
        try:
            badge = self._badge_of(assertion)
            profile = self._profile_of(badge)
            keys = self._keys_of(assertion, profile)
        except _Unavailable as error:
            self.add(CheckName.PROOF, Outcome.UNDECIDED, "proof_needs_key")
            self.checks.append(error.check(CheckName.ISSUER_KEY))
            return self._conclude(assertion)
        self.checks.append(_check_signature(token, keys))
        self.add(CheckName.ISSUER_KEY, Outcome.PASSED, "key_belongs", issuer=profile["id"])
        self.checks.append(self._check_revocation(assertion, profile))
        return self._conclude(_assembled(assertion, badge, profile))

    def _keys_of(self, assertion: Json, profile: Json) -> list[VerificationKey]:
        """The keys that may have signed: the one that the assertion names, or all of the issuer's.

        Raises:
            _Unavailable: the issuer lists none, or not that one, or it cannot be had or used.
        """
        listed = {ob2.id_of(key): key for key in as_list(profile.get("publicKey"))}
        named = assertion["verification"].get("creator")
        wanted = [ob2.id_of(named)] if named is not None else list(listed)[:MAX_KEYS]
        if not wanted or any(name not in listed for name in wanted):
            detail = ", ".join(wanted) or _n("the issuer's profile lists no key.")
            raise _Unavailable(Outcome.FAILED, "key_unlisted", detail=detail)
        return [self._key(name, listed[name], profile["id"]) for name in wanted]

    def _key(self, name: str, found: Any, owner: str) -> VerificationKey:
        document: Json = self._about(name) if not _has_pem(found) else {"owner": owner, **found}
        pem = document.get("publicKeyPem")
        if ob2.id_of(document.get("owner")) != owner or not isinstance(pem, str):
            detail = _n("the key's own description does not name the issuer as its owner.")
            raise _Unavailable(Outcome.FAILED, "key_unlisted", detail=detail)
        # OpenSSL's bindings are slow to load, and only signed badges of this version need them.
        from acquis.credentials import openssl  # noqa: PLC0415 - loaded only when it is needed

        try:
            kind, public_key = openssl.read_pem(pem)
        except KeyProblem as error:
            raise _Unavailable(Outcome.FAILED, "key_unlisted", detail=str(error)) from error
        return VerificationKey(fragment=name, public_key=public_key, kind=kind)

    def _check_revocation(self, assertion: Json, profile: Json) -> Check:
        address = profile.get("revocationList")
        if address is None:
            return Check(CheckName.STATUS, Outcome.NOT_APPLICABLE, "no_status")
        try:
            listing = self._at(ob2.id_of(address), "status_offline", "status_unavailable")
        except _Unavailable as error:
            return error.check(CheckName.STATUS)
        keeper = ob2.id_of(listing.get("issuer")) or profile["id"]
        if keeper != profile["id"]:
            parameters = {"keeper": keeper, "issuer": profile["id"]}
            outcome = Outcome.UNDECIDED
            return Check(CheckName.STATUS, outcome, "status_list_of_another", parameters)
        if assertion["id"] in {ob2.id_of(one) for one in as_list(listing.get("revokedAssertions"))}:
            return Check(CheckName.STATUS, Outcome.FAILED, "revoked")
        return Check(CheckName.STATUS, Outcome.PASSED, "status_good")

    # both

    def _conclude(self, assertion: Json) -> Report:
        names = ("issuedOn", "expires")
        self.checks.append(check_dates(assertion, now=self.now, names=names))
        carries = assertion.get("endorsement") is not None
        reason = "endorsements_unread" if carries else "no_endorsement"
        self.add(CheckName.ENDORSEMENTS, Outcome.NOT_APPLICABLE, reason)
        if self.expected_email is not None:
            identities = ob2.identities(assertion)
            self.checks.append(compare_identities(identities, self.expected_email))
        return self.report(assertion)

    def _badge_of(self, assertion: Json) -> Json:
        """The badge class: in the assertion, which was published or signed, or at its address."""
        found = assertion["badge"]
        badge = found if _is_there(found) else self._about(ob2.id_of(found))
        return _complete(badge, ob2.badge_problem(badge))

    def _profile_of(self, badge: Json) -> Json:
        """The issuer's profile, always from the address that is its id."""
        profile = self._about(ob2.id_of(badge["issuer"]))
        return _complete(profile, ob2.profile_problem(profile))

    def _about(self, address: str) -> Json:
        """What an address says of itself: the document there must not be another's."""
        found = self._at(address, "key_offline", "key_unavailable")
        if found.get("id", address) != address:
            detail = f"{address} has another document's id."
            raise _Unavailable(Outcome.FAILED, "issuer_malformed", detail=detail)
        return {**found, "id": address}

    def _at(self, address: str, offline: str, unavailable: str) -> Json:
        try:
            return self.fetch(address, offline, unavailable)
        except _Gone as error:
            detail = f"{address} is no longer there."
            raise _Unavailable(Outcome.UNDECIDED, unavailable, detail=detail) from error

    def fetch(
        self,
        address: str,
        offline: str = "hosted_offline",
        unavailable: str = "hosted_unavailable",
    ) -> Json:
        """The document at an address; once had, it is kept.

        Raises:
            _Gone: it is no longer there.
            _Unavailable: it cannot be had for another reason.
        """
        if address in self._known:
            return self._known[address]
        if not address.startswith("https://"):
            detail = f"{address!r} is not an https address."
            raise _Unavailable(Outcome.UNDECIDED, unavailable, detail=detail)
        if self.fetcher is None:
            raise _Unavailable(Outcome.UNDECIDED, offline)
        try:
            data = self.fetcher.fetch(address, accept=MEDIA_TYPES, max_bytes=strict_json.MAX_BYTES)
            found = strict_json.load_object(data)
        except (FetchError, MalformedDocument) as error:
            if isinstance(error, FetchError) and error.status == _GONE:
                raise _Gone from error
            raise _Unavailable(Outcome.UNDECIDED, unavailable, detail=str(error)) from error
        self._known[address] = found
        return found


def _check_signature(token: Token, keys: list[VerificationKey]) -> Check:
    algorithm = token.header.get("alg")
    if algorithm == "none":
        return Check(CheckName.PROOF, Outcome.FAILED, "proof_missing")
    if token.kind is None:
        parameters = {"suite": f"JWS {algorithm}"}
        return Check(CheckName.PROOF, Outcome.UNDECIDED, "proof_unsupported", parameters)
    if "crit" in token.header or all(key.kind != token.kind for key in keys):
        parameters = {"detail": _n("its header asks for what the key does not do.")}
        return Check(CheckName.PROOF, Outcome.FAILED, "proof_malformed", parameters)
    if any(key.kind == token.kind and token.is_signed_by(key) for key in keys):
        return Check(CheckName.PROOF, Outcome.PASSED, "proof_matches")
    return Check(CheckName.PROOF, Outcome.FAILED, "proof_mismatch")


def _has_pem(key: Any) -> bool:
    return isinstance(key, dict) and "publicKeyPem" in key


def _is_there(badge: Any) -> bool:
    """Whether the badge class stands in the assertion, and is not only named."""
    return isinstance(badge, dict) and "issuer" in badge


def _complete(document: Json, problem: str) -> Json:
    if problem:
        raise _Unavailable(Outcome.FAILED, "issuer_malformed", detail=problem)
    return document


def _assembled(assertion: Json, badge: Json, profile: Json) -> Json:
    return {**assertion, "badge": {**badge, "issuer": profile}}
