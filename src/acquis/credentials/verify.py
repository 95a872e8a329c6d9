"""Verifying a credential: named checks in a fixed order, none of which trusts the document.

The rules (OB 3.0 section 8, VC Data Model 2.0 section 4 and 7, vc-data-integrity section 4):
1. the bytes are JSON with one meaning, or a token with such JSON inside, and that is a credential
   of a kind that is known;
2. every term is defined by a pinned context, and nothing escapes canonicalisation;
3. every proof was made for assertion, by a key, over exactly this content; a token's claims say
   what its credential says;
4. that key is listed by the issuer's own DID document, and was not unsafe when it signed;
5. the present lies within the credential's dates;
6. what the issuer's status list says, if there is one, and the list holds itself;
7. every endorsement inside, and every credential that a learner record gathers, by these rules;
8. on request, that it was issued to a given e-mail address.
A check that needs what cannot be had is undecided, which is not invalid.
"""

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any

from acquis.credentials.errors import CredentialInvalid, CredentialUndecided
from acquis.credentials.examination import Examination, Sources, World
from acquis.credentials.fetching import Allowance
from acquis.credentials.keys import KeyRing
from acquis.credentials.policy import Policy
from acquis.credentials.ports import Fetcher
from acquis.credentials.report import Report, Verdict
from acquis.credentials.status.lists import StatusCache

DidDocuments = Mapping[str, Mapping[str, Any]]


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

    `document` is the credential's JSON, or a compact JWS that has it as its payload; the report has
    the credential inside. Of Open Badges 2 it may be an assertion, in either form, or the address
    where that is published. `did_documents` maps DIDs to documents that the caller trusts; other
    did:web documents, and status lists, come through `fetcher`, and without one stay undecided.
    `status_cache` (a dict will do) keeps status lists from one verification to the next; share it
    only among those that trust the same DID documents. `status_keepers` are DIDs whose status lists
    are accepted besides the credential's own issuer's.
    """
    allowed = Allowance(fetcher) if fetcher is not None else None
    keys = KeyRing(fetcher=allowed, documents=did_documents or {})
    sources = Sources(allowed, status_cache, status_keepers)
    world = World(now, allowed, keys, sources, depth=0)
    return Examination(world).run(document, expected_email)
