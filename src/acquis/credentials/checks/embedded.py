"""Credentials inside a credential: endorsements (OB 3.0, 8.1 and B.1.9), a record's members (CLR
2.0).

Each is verified by itself: its own issuer, proof, dates and status. An endorsement must besides be
about what carries it. One that is no longer in force takes nothing from the credential that carries
it; one that is not genuine does, for whoever shows it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from acquis.credentials.kinds import Kind
from acquis.credentials.report import Check, CheckName, Outcome, Report, Verdict
from acquis.credentials.structure import as_list, issuer_id

# Each costs a canonicalisation, and perhaps a look at a server that its maker chose.
MAX_ENDORSEMENTS = 16
MAX_MEMBERS = 64

# Judges a parsed credential, or the text of a JWT.
Examine = Callable[[Any], Report]

_LAPSED = frozenset({"expired", "not_yet_valid", "revoked", "suspended"})


def carries_others(credential: Mapping[str, Any]) -> bool:
    """Whether there is any endorsement in it."""
    return next(_carried(credential), None) is not None


def check_endorsements(
    credential: Mapping[str, Any], *, examine: Examine | None
) -> tuple[Check, tuple[Report, ...]]:
    """The check "endorsements", and the report of each, in the order in which they stand.

    `examine` is None where endorsements of endorsements are no longer followed.
    """
    found = list(_carried(credential))
    if not found:
        return _endorsements(Outcome.NOT_APPLICABLE, "no_endorsement"), ()
    if len(found) > MAX_ENDORSEMENTS:
        return _endorsements(Outcome.FAILED, "endorsements_too_many"), ()
    if examine is None:
        return _endorsements(Outcome.UNDECIDED, "endorsements_too_deep"), ()
    reports = tuple(examine(item.endorsement) for item in found)
    for item, report in zip(found, reports, strict=True):
        problem = _binding_problem(item, report)
        if problem is not None:
            return problem, reports
    return _sum_up(reports, CheckName.ENDORSEMENTS, "endorsement"), reports


def check_members(
    record: Mapping[str, Any], *, examine: Examine | None
) -> tuple[Check, tuple[Report, ...]]:
    """The check "credentials" of a learner record, and the report of each of its members."""
    members = as_list(record["credentialSubject"]["verifiableCredential"])
    if len(members) > MAX_MEMBERS:
        return Check(CheckName.CREDENTIALS, Outcome.FAILED, "members_too_many"), ()
    if examine is None:
        return Check(CheckName.CREDENTIALS, Outcome.UNDECIDED, "members_too_deep"), ()
    reports = tuple(map(examine, members))
    return _sum_up(reports, CheckName.CREDENTIALS, "member"), reports


class _Carried(NamedTuple):
    """An endorsement, and the ids of what it may be about where it stands."""

    endorsement: Any
    about: frozenset[str]


def _carried(credential: Mapping[str, Any]) -> Iterator[_Carried]:
    """Every endorsement that the credential carries itself, not those inside another credential.

    One on the credential may be about the credential, its holder, the achievement or a profile; one
    on an achievement or a profile, about that alone.
    """
    everything = frozenset(
        item["id"] for item, _ in _own_objects(credential) if isinstance(item.get("id"), str)
    )
    for item, is_top in _own_objects(credential):
        identifier = item.get("id")
        about = frozenset({identifier} if isinstance(identifier, str) else ())
        for name in ("endorsement", "endorsementJwt"):
            for endorsement in as_list(item.get(name)):
                yield _Carried(endorsement, everything if is_top else about)


def _own_objects(credential: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """The objects of a credential without those of the credentials inside it; the top is marked."""
    todo: list[Any] = [credential]
    while todo:
        item = todo.pop()
        if isinstance(item, list):
            todo.extend(reversed(item))
        elif isinstance(item, dict):
            yield item, item is credential
            inner = [value for name, value in item.items() if name not in _OTHERS]
            todo.extend(reversed(inner))


_OTHERS = frozenset({"endorsement", "endorsementJwt", "verifiableCredential", "proof", "@context"})


def _binding_problem(item: _Carried, report: Report) -> Check | None:
    if report.document is None:
        return None  # the report says why
    if report.kind != Kind.ENDORSEMENT:
        return _endorsements(Outcome.FAILED, "endorsement_is_none")
    subject = report.document["credentialSubject"]["id"]
    if subject not in item.about:
        return _endorsements(Outcome.FAILED, "endorsement_of_another", subject=subject)
    return None


class _Standing(StrEnum):
    HOLDS = "holds"
    LAPSED = "lapsed"
    UNDECIDED = "undecided"
    BROKEN = "broken"


def _standing(report: Report) -> _Standing:
    if report.verdict == Verdict.VALID:
        return _Standing.HOLDS
    bad = [check for check in report.checks if check.outcome == Outcome.FAILED]
    if any(check.reason not in _LAPSED for check in bad):
        return _Standing.BROKEN
    if any(check.outcome == Outcome.UNDECIDED for check in report.checks):
        return _Standing.UNDECIDED
    return _Standing.LAPSED


def _sum_up(reports: tuple[Report, ...], name: CheckName, thing: str) -> Check:
    standings = [_standing(report) for report in reports]
    for standing, outcome in (
        (_Standing.BROKEN, Outcome.FAILED),
        (_Standing.UNDECIDED, Outcome.UNDECIDED),
    ):
        if standing in standings:
            report = reports[standings.index(standing)]
            reason, issuer = f"{thing}_{standing.value}", {"issuer": _issuer_of(report)}
            return Check(name, outcome, reason, issuer, report.deciding)
    counts = Counter(standings)
    holding, count = counts[_Standing.HOLDS], str(len(reports))
    if not holding:
        return Check(name, Outcome.NOT_APPLICABLE, f"{thing}s_lapsed", {"count": count})
    if holding < len(reports):
        parameters = {"holding": str(holding), "count": count}
        return Check(name, Outcome.PASSED, f"{thing}s_partly", parameters)
    return Check(name, Outcome.PASSED, f"{thing}s_hold", {"count": count})


def _issuer_of(report: Report) -> str:
    document = report.document
    return issuer_id(document) if document else "?"


def _endorsements(outcome: Outcome, reason: str, **parameters: str) -> Check:
    return Check(CheckName.ENDORSEMENTS, outcome, reason, parameters)
