"""Other issuers' status lists: fetched, verified as the credentials they are, and remembered.

Whatever is wrong with a list leaves a status unknown. Nothing bad follows from it for a credential:
whoever stands between reader and issuer could replace a list, but not make it hold.
"""

from collections.abc import Callable, Container, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from acquis.credentials.errors import (
    CredentialError,
    FetchError,
    MalformedDocument,
    StatusListProblem,
)
from acquis.credentials.formats import strict_json
from acquis.credentials.kinds import Kind
from acquis.credentials.ports import Fetcher
from acquis.credentials.reasons import mark as _n
from acquis.credentials.report import Check, CheckName, Outcome, Report, Verdict
from acquis.credentials.status import bitstring
from acquis.credentials.structure import as_list, issuer_id
from acquis.credentials.times import parse_time

MEDIA_TYPES = "application/vc+ld+json, application/vc, application/vc+jwt, application/json"
_Found = TypeVar("_Found")
# Section 2.2: how long a list may be kept when it does not say so itself.
DEFAULT_TTL = timedelta(minutes=5)
MAX_TTL = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KnownList:
    """A status list whose own proof, dates and shape held when it was fetched."""

    url: str
    keeper: str
    purposes: tuple[str, ...]
    bits: bytes = field(repr=False)
    fresh_until: datetime


StatusCache = MutableMapping[str, KnownList]


class StatusUnavailable(CredentialError):
    """No list can be relied upon. `reason` is a report's code, `cause` what decided on the list."""

    def __init__(self, reason: str, *, cause: Check | None = None, **parameters: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cause = cause
        self.parameters = parameters


class StatusLists:
    """Lists by address; in one verification each is asked for once, whether it comes or not.

    `examine` judges a list's own credential. `cache` may outlive the verification, among those that
    trust the same DID documents. `keepers` are the issuers, besides a credential's own, whose lists
    are accepted.
    """

    def __init__(
        self,
        *,
        fetcher: Fetcher | None,
        examine: Callable[[bytes], Report],
        cache: StatusCache | None = None,
        keepers: Container[str] = (),
    ) -> None:
        self._fetcher = fetcher
        self._examine = examine
        self._cache: StatusCache = {} if cache is None else cache
        self._refused: dict[str, StatusUnavailable] = {}
        self._revocations: dict[str, Mapping[str, Any]] = {}
        self._keepers = keepers

    def find(self, url: str, *, issuer: str, now: datetime) -> KnownList:
        """The bit string list at this address, kept by the issuer or by an accepted keeper.

        Raises:
            StatusUnavailable: there is none that holds.
        """
        known = self._cache.get(url)
        if known is None or known.fresh_until <= now:
            known = self._cache[url] = self._once(url, lambda: self._verify(url, now))
        self._demand_keeper(known.keeper, issuer)
        return known

    def revoked_ids(self, url: str, *, issuer: str) -> frozenset[str]:
        """What a 1EdTechRevocationList at this address (VCRL 1.0) lists as revoked.

        The list is not signed: only its address, over https, says whose it is.

        Raises:
            StatusUnavailable: there is none that can be read.
        """
        if url not in self._revocations:
            self._revocations[url] = self._once(url, lambda: self._read_revocations(url))
        found = self._revocations[url]
        if "issuer" in found:
            self._demand_keeper(str(_id_of(found["issuer"])), issuer)
        entries = as_list(found.get("revokedCredential")) + as_list(found.get("revokedCredentials"))
        return frozenset(
            entry["id"]
            for entry in entries
            if isinstance(entry, dict)
            and isinstance(entry.get("id"), str)
            and entry.get("revoked", True) is not False
        )

    def _once(self, url: str, ask: Callable[[], _Found]) -> _Found:
        if url in self._refused:
            raise self._refused[url]
        try:
            return ask()
        except StatusUnavailable as error:
            self._refused[url] = error
            raise

    def _demand_keeper(self, keeper: str, issuer: str) -> None:
        if keeper != issuer and keeper not in self._keepers:
            raise StatusUnavailable("status_list_of_another", keeper=keeper, issuer=issuer)

    def _fetch(self, url: str, accept: str) -> bytes:
        if not url.startswith("https://"):
            raise _unfit(_n("its address is not an https address."))
        if self._fetcher is None:
            raise StatusUnavailable("status_offline")
        try:
            return self._fetcher.fetch(url, accept=accept, max_bytes=strict_json.MAX_BYTES)
        except FetchError as error:
            raise StatusUnavailable("status_unavailable", detail=str(error)) from error

    def _verify(self, url: str, now: datetime) -> KnownList:
        report = self._examine(self._fetch(url, MEDIA_TYPES))
        _demand_valid(report)
        document = report.document or {}
        if report.kind != Kind.STATUS_LIST:
            raise _unfit(_n("what is published there is no status list."))
        if document.get("id", url) != url:
            raise _unfit(_n("it is meant for another address."))
        subject = document["credentialSubject"]
        try:
            bits = bitstring.decode(subject["encodedList"])
        except StatusListProblem as error:
            raise _unfit(str(error)) from error
        return KnownList(
            url=url,
            keeper=issuer_id(document),
            purposes=tuple(as_list(subject["statusPurpose"])),
            bits=bits,
            fresh_until=_fresh_until(document, now),
        )

    def _read_revocations(self, url: str) -> Mapping[str, Any]:
        try:
            found = strict_json.load_object(self._fetch(url, "application/json"))
        except MalformedDocument as error:
            raise StatusUnavailable("status_unavailable", detail=str(error)) from error
        if found.get("id", url) != url:
            raise _unfit(_n("it is meant for another address."))
        return found


def _demand_valid(report: Report) -> None:
    deciding = report.deciding
    if report.verdict == Verdict.VALID or deciding is None:
        return
    if deciding.name == CheckName.DATES and deciding.reason == "expired":
        until = deciding.parameters["until"]
        raise StatusUnavailable("status_list_expired", until=until)
    if deciding.outcome == Outcome.UNDECIDED:
        raise StatusUnavailable("status_list_undecided", cause=deciding)
    raise StatusUnavailable("status_list_invalid", cause=deciding)


def _fresh_until(document: Mapping[str, Any], now: datetime) -> datetime:
    ttl = document["credentialSubject"].get("ttl")
    kept = DEFAULT_TTL
    if isinstance(ttl, int) and not isinstance(ttl, bool) and ttl >= 0:
        kept = min(MAX_TTL, timedelta(milliseconds=min(ttl, MAX_TTL // timedelta(milliseconds=1))))
    until = parse_time(document.get("validUntil"))
    return now + kept if until is None else min(now + kept, until)


def _id_of(party: Any) -> Any:
    return party.get("id") if isinstance(party, dict) else party


def _unfit(detail: str) -> StatusUnavailable:
    return StatusUnavailable("status_list_unfit", detail=detail)
