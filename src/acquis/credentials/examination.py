"""One document under examination: its checks, one after the other, and where they end early."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from acquis.credentials import structure
from acquis.credentials.canon.layouts import Layout, Layouts
from acquis.credentials.canon.template import NotFilled
from acquis.credentials.checks.dates import check_dates
from acquis.credentials.checks.embedded import (
    Examine,
    carries_others,
    check_endorsements,
    check_members,
)
from acquis.credentials.checks.identity import check_identity
from acquis.credentials.checks.proofs import check_proofs, gravest
from acquis.credentials.checks.status import check_status
from acquis.credentials.checks.tokens import check_token
from acquis.credentials.errors import (
    CanonicalizationLimit,
    MalformedDocument,
    UnknownContext,
    UnsafeDocument,
)
from acquis.credentials.formats import ob2, strict_json
from acquis.credentials.formats.contents import is_address
from acquis.credentials.keys import KeyRing
from acquis.credentials.kinds import Kind, kind_of
from acquis.credentials.older import Older, examine_address, examine_assertion
from acquis.credentials.ports import Fetcher
from acquis.credentials.proofs.data_integrity import Digests, without_proof
from acquis.credentials.proofs.vc_jwt import ENVELOPED, Opened, UnsupportedEnvelope, open_document
from acquis.credentials.report import Check, CheckName, Outcome, Report
from acquis.credentials.status.lists import StatusCache, StatusLists
from acquis.credentials.structure import as_list

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
_CONTEXT_KNOWN = Check(CheckName.CONTEXT, Outcome.PASSED, "context_known")
_NO_ENDORSEMENT = Check(CheckName.ENDORSEMENTS, Outcome.NOT_APPLICABLE, "no_endorsement")
LAYOUTS = Layouts()


class Sources(NamedTuple):
    """Where status lists come from, and whose are accepted besides an issuer's own."""

    fetcher: Fetcher | None
    status_cache: StatusCache | None
    status_keepers: Container[str]


@dataclass(slots=True)
class World:
    """What a verification may ask, and how deep inside another credential it is."""

    now: datetime
    fetcher: Fetcher | None
    keys: KeyRing
    sources: Sources | None  # None where no further list may be followed
    depth: int
    _lists: StatusLists | None = None

    @property
    def lists(self) -> StatusLists | None:
        if self._lists is None and self.sources is not None:
            of_lists = World(self.now, None, self.keys, None, MAX_DEPTH)
            self._lists = StatusLists(
                fetcher=self.sources.fetcher,
                examine=lambda data: Examination(of_lists).run(data),
                cache=self.sources.status_cache,
                keepers=self.sources.status_keepers,
            )
        return self._lists

    def inner(self) -> Examine | None:
        """Judges what is embedded one level deeper, unless that is too deep."""
        if self.depth >= MAX_DEPTH:
            return None
        deeper = World(self.now, self.fetcher, self.keys, self.sources, self.depth + 1, self.lists)
        return lambda found: Examination(deeper).run_inner(found)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is the same of all documents with one layout."""

    kind: Kind
    structure: Check
    carries_others: bool


@dataclass
class Examination:
    """Of one document; to be run once."""

    world: World
    checks: list[Check] = field(default_factory=list)

    def run(self, data: bytes, expected_email: str | None = None) -> Report:
        known = self._run_known(data, expected_email)
        if known is not None:
            return known
        text, is_outermost = data.strip(), self.world.depth == 0
        if is_outermost and is_address(text):
            return examine_address(text.decode("ascii"), **self._older(expected_email))
        try:
            opened = open_document(data)
        except MalformedDocument as error:
            self._add(CheckName.STRUCTURE, Outcome.FAILED, "malformed", detail=str(error))
            return self._cut_short(None)
        except UnsupportedEnvelope as error:
            self._add(CheckName.STRUCTURE, Outcome.UNDECIDED, "envelope_unknown", kind=error.kind)
            return self._cut_short(None)
        if is_outermost and ob2.is_assertion(opened.credential):
            older = self._older(expected_email)
            return examine_assertion(opened.credential, opened.token, **older)
        return self._judge(opened, expected_email, text=data)

    def run_inner(self, found: Any) -> Report:
        """On an object of a document that was read before, or the text of a JWT in it."""
        if isinstance(found, dict) and ENVELOPED not in as_list(found.get("type")):
            return self._judge(Opened(found), None)
        return self.run(found.encode() if isinstance(found, str) else strict_json.dumps(found))

    def _older(self, expected_email: str | None) -> Older:
        world = self.world
        return {"now": world.now, "fetcher": world.fetcher, "expected_email": expected_email}

    def _run_known(self, data: bytes, expected_email: str | None) -> Report | None:
        """On bytes whose layout was met before; None if they must be read the full way."""
        reading = LAYOUTS.read(data)
        if reading is None or reading.repeats_its_id():
            return None
        try:
            digest = reading.digest()
        except (NotFilled, CanonicalizationLimit):
            return None
        facts = _facts_of(reading.layout)
        credential: Mapping[str, Any] = reading.parts()
        if facts.carries_others:
            credential = dict(credential)
        self.checks += (facts.structure, _CONTEXT_KNOWN)
        digests = Digests(credential, {("rdfc", "sha256"): digest})
        found = check_proofs(credential, keys=self.world.keys, now=self.world.now, digests=digests)
        return self._conclude(credential, facts, found, expected_email, source=data)

    def _judge(self, opened: Opened, expected_email: str | None, *, text: bytes = b"") -> Report:
        credential = opened.credential
        problem = structure.problem_of(credential)
        if problem:
            self._add(CheckName.STRUCTURE, Outcome.FAILED, "not_a_credential", detail=problem)
            return self._cut_short(None)
        facts = _facts(credential)
        self.checks.append(facts.structure)
        digests = Digests(credential)
        context = _check_context(opened, digests, text)
        self.checks.append(context)
        # A token is of its very bytes, and can be checked though their meaning is not known.
        if context.outcome != Outcome.PASSED and opened.token is None:
            return self._cut_short(credential)
        found = self._check_signatures(opened, digests)
        return self._conclude(credential, facts, found, expected_email, source=credential)

    def _conclude(
        self,
        credential: Mapping[str, Any],
        facts: _Facts,
        of_proofs: tuple[Check, Check],
        expected_email: str | None,
        *,
        source: Mapping[str, Any] | bytes,
    ) -> Report:
        """The checks after the proofs, which are the same however the document was read."""
        world = self.world
        self.checks += of_proofs
        self.checks.append(check_dates(credential, now=world.now))
        lists = world.lists if "credentialStatus" in credential else None
        self.checks.append(check_status(credential, now=world.now, lists=lists))
        endorsements: tuple[Report, ...] = ()
        members: tuple[Report, ...] = ()
        if facts.carries_others:
            check, endorsements = check_endorsements(credential, examine=world.inner())
            self.checks.append(check)
        else:
            self.checks.append(_NO_ENDORSEMENT)
        if facts.kind == Kind.LEARNER_RECORD:
            check, members = check_members(credential, examine=world.inner())
            self.checks.append(check)
        if expected_email is not None:
            self.checks.append(check_identity(credential, expected_email))
        return Report(tuple(self.checks), source, facts.kind, endorsements, members)

    def _cut_short(self, credential: dict[str, Any] | None) -> Report:
        done = {check.name for check in self.checks}
        for name in CheckName:
            if name not in done and name not in _ON_REQUEST:
                self._add(name, Outcome.NOT_APPLICABLE, "not_checked")
        return Report(tuple(self.checks), credential, kind_of(credential) if credential else None)

    def _add(self, name: CheckName, outcome: Outcome, reason: str, **parameters: str) -> None:
        self.checks.append(Check(name, outcome, reason, parameters))

    def _check_signatures(self, opened: Opened, digests: Digests) -> tuple[Check, Check]:
        """Of a token, and of proofs inside the credential: what there is must hold."""
        credential, world, found = opened.credential, self.world, []
        if opened.token is not None:
            found.append(
                check_token(credential, opened.token, opened.claims, keys=world.keys, now=world.now)
            )
        if opened.token is None or "proof" in credential:
            found.append(check_proofs(credential, keys=world.keys, now=world.now, digests=digests))
        return gravest(found)


def _check_context(opened: Opened, digests: Digests, text: bytes) -> Check:
    """Whether every term is covered; if the document came as JSON `text`, its layout is learnt."""
    credential, is_token = opened.credential, opened.token is not None
    if structure.is_described_twice(without_proof(credential)):
        return Check(CheckName.CONTEXT, Outcome.FAILED, "described_twice")
    try:
        reading = LAYOUTS.learn(text, credential) if text and not is_token else None
        if reading is None:
            digests.rdfc()
        else:
            digests.know("rdfc", "sha256", reading.digest())
    except UnknownContext as error:
        detail = {"detail": error.context}
        return Check(CheckName.CONTEXT, Outcome.UNDECIDED, "context_unknown", detail)
    except UnsafeDocument as error:
        detail = {"detail": str(error)}
        reason = "context_vague" if is_token else "context_unsafe"
        return Check(CheckName.CONTEXT, Outcome.FAILED, reason, detail)
    except CanonicalizationLimit:
        return Check(CheckName.CONTEXT, Outcome.FAILED, "too_complex")
    return _CONTEXT_KNOWN


def _facts_of(layout: Layout) -> _Facts:
    if layout.facts is None:
        layout.facts = _facts(dict(layout.document))
    found: _Facts = layout.facts
    return found


def _facts(credential: dict[str, Any]) -> _Facts:
    """Of a credential whose structure has no problem."""
    kind = kind_of(credential) or Kind.OTHER
    if kind in _WELL_FORMED:
        check = Check(CheckName.STRUCTURE, Outcome.PASSED, _WELL_FORMED[kind])
    else:
        types = [one for one in as_list(credential["type"]) if one != "VerifiableCredential"]
        named = {"type": ", ".join(map(str, types)) or "VerifiableCredential"}
        check = Check(CheckName.STRUCTURE, Outcome.UNDECIDED, "no_badge", named)
    return _Facts(kind, check, carries_others(credential))
