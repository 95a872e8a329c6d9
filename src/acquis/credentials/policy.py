"""Whom a verifier trusts: rules that its caller composes and hands to `verify`.

    verify(document, now=now, policy=TrustedIssuers({"did:web:campus.example"}))

A genuine credential proves who issued it, never that the issuer is worth anything: anybody may
call himself a university. So nothing is trusted by default, and no list of ours is built in. A
rule of one's own is any object with the method of `Policy`.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from acquis.credentials.errors import NotTrusted
from acquis.credentials.report import Report, Verdict
from acquis.credentials.structure import issuer_id


class Policy(Protocol):
    """Decides on a credential whose checks all passed."""

    def verify(self, report: Report) -> None:
        """Return if the credential is trusted.

        Raises:
            NotTrusted: it is not; the message says why.
        """


class AnyIssuer:
    """Trusts whoever issued it: the credential only has to be valid."""

    def verify(self, report: Report) -> None:
        """As `Policy.verify`."""
        _valid_issuer(report)


class TrustedIssuers:
    """Trusts the issuers with these identifiers, compared letter by letter."""

    def __init__(self, issuers: Iterable[str]) -> None:
        if isinstance(issuers, str):
            raise TypeError("Give the trusted issuers as a set, even a single one.")
        self._issuers = frozenset(issuers)

    def verify(self, report: Report) -> None:
        """As `Policy.verify`."""
        issuer = _valid_issuer(report)
        if issuer not in self._issuers:
            raise NotTrusted(f"The issuer {issuer} is not among those that you trust.", report)


class AllOf:
    """Trusts what every one of the policies trusts; without any, nothing."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._policies = tuple(policies)

    def verify(self, report: Report) -> None:
        """As `Policy.verify`."""
        if not self._policies:
            raise NotTrusted("No policy was given, so that nothing is trusted.", report)
        for policy in self._policies:
            policy.verify(report)


class AnyOf:
    """Trusts what at least one of the policies trusts; without any, nothing."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._policies = tuple(policies)

    def verify(self, report: Report) -> None:
        """As `Policy.verify`."""
        refusals = []
        for policy in self._policies:
            try:
                policy.verify(report)
            except NotTrusted as error:
                refusals.append(str(error))
            else:
                return
        text = (
            " ".join(dict.fromkeys(refusals)) or "No policy was given, so that nothing is trusted."
        )
        raise NotTrusted(text, report)


def _valid_issuer(report: Report) -> str:
    """What names the issuer means something only when the proof was found to be the issuer's."""
    if report.document is None or report.verdict != Verdict.VALID:
        raise NotTrusted(
            "The credential is not valid, so that nobody can be trusted for it.", report
        )
    return issuer_id(report.document)
