"""Verifying a credential: named checks in a fixed order, none of which trusts the document.

The rules (OB 3.0 section 8, VC Data Model 2.0 section 4 and 7, vc-data-integrity section 4):
1. the bytes are JSON with one meaning, and a credential of a kind that is known;
2. every term is defined by a pinned context, and nothing escapes canonicalisation;
3. every proof was made for assertion, by a key, over exactly this content;
4. that key is listed by the issuer's own DID document, and was not unsafe when it signed;
5. the present lies within the credential's dates;
6. what the issuer's status list says, if there is one, and the list holds itself;
7. every endorsement inside, and every credential that a learner record gathers, by these rules;
8. on request, that it was issued to a given e-mail address.
A check that needs what cannot be had is undecided, which is not invalid.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from acquis.credentials import structure
from acquis.credentials.checks.dates import check_dates
from acquis.credentials.checks.embedded import Examine, check_endorsements, check_members
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
from acquis.credentials.fetching import Allowance
from acquis.credentials.formats import strict_json
from acquis.credentials.keys import KeyRing
from acquis.credentials.kinds import Kind, kind_of
from acquis.credentials.policy import Policy
from acquis.credentials.ports import Fetcher
from acquis.credentials.proofs.data_integrity import Digests, without_proof
from acquis.credentials.report import Check, CheckName, Outcome, Report, Verdict
from acquis.credentials.status.lists import StatusCache, StatusLists
from acquis.credentials.structure import as_list

DidDocuments = Mapping[str, Mapping[str, Any]]


# A credential, its endorsements, and theirs; or a record, its members and their endorsements.
MAX_DEPTH = 2
_ON_REQUEST = frozenset({CheckName.IDENTITY, CheckName.CREDENTIALS})
_WELL_FORMED = {
    Kind.OPEN_BADGE: "well_formed",
    Kind.ENDORSEMENT: "well_formed_endorsement",
    Kind.PROFILE: "well_formed_profile",
    Kind.LEARNER_RECORD: "well_formed_record",
    Kind.STATUS_LIST: "well_formed_status_list",
}


def verify(
    document: bytes,
    *,
    now: datetime,
    fetcher: Fetcher | None = None,
    did_documents: DidDocuments | None = None,
    expected_email: str | None = None,
    status_cache: StatusCache | None = None,
    status_keepers: Container[str] = (),
    policy: Policy | None = None,
) -> Report:
    """The report on a valid credential; takes what `examine` takes.

    Without a `policy` whoever issued it is as good as anybody: look at the issuer yourself.

    Raises:
        CredentialInvalid: a check failed; the error has the report.
        CredentialUndecided: none failed, but one could not be made; the error has the report.
        NotTrusted: it is valid, but the policy does not trust it; the error has the report.
    """
    report = examine(
        document,
        now=now,
        fetcher=fetcher,
        did_documents=did_documents,
        expected_email=expected_email,
        status_cache=status_cache,
        status_keepers=status_keepers,
    )
    deciding = report.deciding
    if deciding is None:
        if policy is not None:
            policy.verify(report)
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
    status_cache: StatusCache | None = None,
    status_keepers: Container[str] = (),
) -> Report:
    """Make every check that can be made; a bad document is a failed check, never an exception.

    `document` is the credential's JSON. `did_documents` maps DIDs to documents that the caller
    trusts; other did:web documents, and status lists, come through `fetcher`, and without one stay
    undecided. `status_cache` (a dict will do) keeps status lists from one verification to the next;
    share it only among those that trust the same DID documents. `status_keepers` are DIDs whose
    status lists are accepted besides the credential's own issuer's.
    """
    allowed = Allowance(fetcher) if fetcher is not None else None
    keys = KeyRing(fetcher=allowed, documents=did_documents or {})
    of_lists = _World(now=now, keys=keys, lists=None, depth=MAX_DEPTH)
    lists = StatusLists(
        fetcher=allowed,
        examine=lambda data: _Examination(of_lists).run(data),
        cache=status_cache,
        keepers=status_keepers,
    )
    world = _World(now=now, keys=keys, lists=lists, depth=0)
    return _Examination(world).run(document, expected_email)


@dataclass(frozen=True, slots=True)
class _World:
    """What a verification may ask, and how deep inside another credential it is."""

    now: datetime
    keys: KeyRing
    lists: StatusLists | None
    depth: int

    def inner(self) -> Examine | None:
        """Judges what is embedded one level deeper, unless that is too deep."""
        if self.depth >= MAX_DEPTH:
            return None
        deeper = replace(self, depth=self.depth + 1)
        return lambda found: _Examination(deeper).run_inner(found)


@dataclass
class _Examination:
    world: _World
    checks: list[Check] = field(default_factory=list)
    digests: Digests | None = None

    def run(self, data: bytes, expected_email: str | None = None) -> Report:
        try:
            document = strict_json.load_object(data)
        except MalformedDocument as error:
            self._add(CheckName.STRUCTURE, Outcome.FAILED, "malformed", detail=str(error))
            return self._cut_short(None)
        return self._judge(document, expected_email)

    def run_inner(self, found: Any) -> Report:
        """On an object of a document that was read before, or the text of a JWT in it."""
        if isinstance(found, dict):
            return self._judge(found, None)
        return self.run(found.encode() if isinstance(found, str) else strict_json.dumps(found))

    def _judge(self, credential: dict[str, Any], expected_email: str | None) -> Report:
        if not self._check_structure(credential):
            return self._cut_short(None)
        if not self._check_context(credential):
            return self._cut_short(credential)
        world, kind = self.world, kind_of(credential)
        self.checks += check_proofs(
            credential, keys=world.keys, now=world.now, digests=self.digests
        )
        self.checks.append(check_dates(credential, now=world.now))
        self.checks.append(check_status(credential, now=world.now, lists=world.lists))
        check, endorsements = check_endorsements(credential, examine=world.inner())
        self.checks.append(check)
        members: tuple[Report, ...] = ()
        if kind == Kind.LEARNER_RECORD:
            check, members = check_members(credential, examine=world.inner())
            self.checks.append(check)
        if expected_email is not None:
            self.checks.append(check_identity(credential, expected_email))
        return Report(tuple(self.checks), credential, kind, endorsements, members)

    def _cut_short(self, credential: dict[str, Any] | None) -> Report:
        done = {check.name for check in self.checks}
        for name in CheckName:
            if name not in done and name not in _ON_REQUEST:
                self._add(name, Outcome.NOT_APPLICABLE, "not_checked")
        return Report(tuple(self.checks), credential, kind_of(credential) if credential else None)

    def _add(self, name: CheckName, outcome: Outcome, reason: str, **parameters: str) -> None:
        self.checks.append(Check(name, outcome, reason, parameters))

    def _check_structure(self, credential: dict[str, Any]) -> bool:
        problem = structure.problem_of(credential)
        if problem:
            self._add(CheckName.STRUCTURE, Outcome.FAILED, "not_a_credential", detail=problem)
            return False
        kind = kind_of(credential)
        if kind in _WELL_FORMED:
            self._add(CheckName.STRUCTURE, Outcome.PASSED, _WELL_FORMED[kind])
        else:
            types = [one for one in as_list(credential["type"]) if one != "VerifiableCredential"]
            named = ", ".join(map(str, types)) or "VerifiableCredential"
            self._add(CheckName.STRUCTURE, Outcome.UNDECIDED, "no_badge", type=named)
        return True

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
