"""Open Badges 3.0 credentials: issue, bake, extract, verify. No framework, no network, no clock.

    signer = LocalSigner(generate_seed(), "did:web:example.org#key-1")
    signed = issue(credential, signer, created=now)
    picture = bake_png(png, signed)
    report = verify(extract(picture), now=now, fetcher=fetcher)

Everything that can go wrong is a `CredentialError` that says what and what to do.
"""

from acquis.credentials.algorithms import KeyKind
from acquis.credentials.batch import Batch
from acquis.credentials.errors import (
    CanonicalizationLimit,
    CredentialError,
    CredentialInvalid,
    CredentialUndecided,
    FetchError,
    KeyProblem,
    MalformedDocument,
    NotBakeable,
    NotTrusted,
    NotVerified,
    SealProblem,
    StatusListProblem,
    UnknownContext,
    UnsafeDocument,
)
from acquis.credentials.formats.baking import extract
from acquis.credentials.formats.contents import OpenBadges
from acquis.credentials.formats.png import PngCanvas
from acquis.credentials.formats.png import bake as bake_png
from acquis.credentials.formats.svg import SvgCanvas
from acquis.credentials.formats.svg import bake as bake_svg
from acquis.credentials.issue import add_to_set, issue, issue_jwt
from acquis.credentials.kinds import Kind
from acquis.credentials.model import (
    Achievement,
    AchievementSubject,
    Address,
    Alignment,
    Association,
    Credential,
    Endorsement,
    Evidence,
    GeoCoordinates,
    IdentifierEntry,
    IdentityObject,
    Image,
    Issuable,
    LearnerRecord,
    Profile,
    ProfileCredential,
    Related,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    StatusEntry,
    StatusList,
    StatusPurpose,
)
from acquis.credentials.policy import AllOf, AnyIssuer, AnyOf, Policy, TrustedIssuers
from acquis.credentials.ports import Fetcher, Signer
from acquis.credentials.reasons import REASONS
from acquis.credentials.report import Check, CheckName, Outcome, Report, Verdict
from acquis.credentials.signing import LocalSigner, generate_seed, open_seed, seal_seed
from acquis.credentials.status.bitstring import new_bits, set_bits
from acquis.credentials.status.lists import KnownList, StatusCache
from acquis.credentials.status.permutation import Permutation
from acquis.credentials.verify import examine, verify

__all__ = [
    "REASONS",
    "Achievement",
    "AchievementSubject",
    "Address",
    "Alignment",
    "AllOf",
    "AnyIssuer",
    "AnyOf",
    "Association",
    "Batch",
    "CanonicalizationLimit",
    "Check",
    "CheckName",
    "Credential",
    "CredentialError",
    "CredentialInvalid",
    "CredentialUndecided",
    "Endorsement",
    "Evidence",
    "FetchError",
    "Fetcher",
    "GeoCoordinates",
    "IdentifierEntry",
    "IdentityObject",
    "Image",
    "Issuable",
    "KeyKind",
    "KeyProblem",
    "Kind",
    "KnownList",
    "LearnerRecord",
    "LocalSigner",
    "MalformedDocument",
    "NotBakeable",
    "NotTrusted",
    "NotVerified",
    "OpenBadges",
    "Outcome",
    "Permutation",
    "PngCanvas",
    "Policy",
    "Profile",
    "ProfileCredential",
    "Related",
    "Report",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
    "SealProblem",
    "Signer",
    "StatusCache",
    "StatusEntry",
    "StatusList",
    "StatusListProblem",
    "StatusPurpose",
    "SvgCanvas",
    "TrustedIssuers",
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
    "new_bits",
    "open_seed",
    "seal_seed",
    "set_bits",
    "verify",
]
