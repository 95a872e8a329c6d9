"""Open Badges 3.0 credentials: issue, bake, extract, verify. No framework, no network, no clock.

    signer = LocalSigner(generate_seed(), "did:web:example.org#key-1")
    signed = issue(credential, signer, created=now)
    picture = bake_png(png, signed)
    report = verify(extract(picture), now=now, fetcher=fetcher)

Everything that can go wrong is a `CredentialError` that says what and what to do.
"""

from acquis.credentials.algorithms import KeyKind
from acquis.credentials.errors import (
    CanonicalizationLimit,
    CredentialError,
    CredentialInvalid,
    CredentialUndecided,
    FetchError,
    KeyProblem,
    MalformedDocument,
    NotBakeable,
    NotVerified,
    UnknownContext,
    UnsafeDocument,
)
from acquis.credentials.formats.baking import extract
from acquis.credentials.formats.png import bake as bake_png
from acquis.credentials.formats.svg import bake as bake_svg
from acquis.credentials.issue import add_to_set, issue, issue_jwt
from acquis.credentials.model import (
    Achievement,
    AchievementSubject,
    Alignment,
    Credential,
    Evidence,
    IdentityObject,
    Image,
    Profile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
)
from acquis.credentials.ports import Fetcher, Signer
from acquis.credentials.reasons import REASONS
from acquis.credentials.report import Check, CheckName, Outcome, Report, Verdict
from acquis.credentials.signing import LocalSigner, generate_seed, open_seed, seal_seed
from acquis.credentials.verify import examine, verify

__all__ = [
    "REASONS",
    "Achievement",
    "AchievementSubject",
    "Alignment",
    "CanonicalizationLimit",
    "Check",
    "CheckName",
    "Credential",
    "CredentialError",
    "CredentialInvalid",
    "CredentialUndecided",
    "Evidence",
    "FetchError",
    "Fetcher",
    "IdentityObject",
    "Image",
    "KeyKind",
    "KeyProblem",
    "LocalSigner",
    "MalformedDocument",
    "NotBakeable",
    "NotVerified",
    "Outcome",
    "Profile",
    "Report",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
    "Signer",
    "UnknownContext",
    "UnsafeDocument",
    "Verdict",
    "add_to_set",
    "bake_png",
    "bake_svg",
    "examine",
    "extract",
    "generate_seed",
    "issue",
    "issue_jwt",
    "open_seed",
    "seal_seed",
    "verify",
]
