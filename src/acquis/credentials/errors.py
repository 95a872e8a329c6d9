"""Everything this package raises. Each error says what is wrong and what would mend it.

CredentialError
├── MalformedDocument        not JSON that can be read without doubt
├── UnsafeDocument           JSON-LD that would lose or guess something when canonicalised
│   └── UnknownContext
├── CanonicalizationLimit    a graph made to exhaust whoever canonicalises it
├── NotBakeable              a file that cannot carry, or does not carry, a credential
├── KeyProblem               a key, DID or DID document that cannot be used
├── SealProblem              something sealed at rest that does not open
├── StatusListProblem        a status list that cannot be made, filled or read
├── FetchError               a document elsewhere could not be had
└── NotVerified              a verification that gives nothing to rely upon (it has the report)
    ├── CredentialInvalid
    ├── CredentialUndecided
    └── NotTrusted           valid, but not what the caller's policy trusts
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acquis.credentials.report import Report


class CredentialError(Exception):
    """Root of this package's errors."""


class MalformedDocument(CredentialError):
    """The bytes are not JSON that every reader understands the same way."""


class UnsafeDocument(CredentialError):
    """Something in the document would vanish or change meaning on canonicalisation.

    `path` is where, as a JSON Pointer-like path; empty when it concerns the whole.
    """

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(message)
        self.path = path


class UnknownContext(UnsafeDocument):
    """A JSON-LD context that is not pinned."""

    def __init__(self, message: str, *, context: str) -> None:
        super().__init__(message, path="/@context")
        self.context = context


class CanonicalizationLimit(CredentialError):
    """The graph needs more work than any honest credential does."""


class NotBakeable(CredentialError):
    """The file is no picture that can carry a credential, or carries none that can be read."""


class KeyProblem(CredentialError):
    """A key, a DID or a DID document is malformed or of a kind that is not supported."""


class StatusListProblem(CredentialError):
    """A status list, or a place in one, that the specification does not allow."""


class SealProblem(CredentialError):
    """Something sealed at rest does not open under the secret at hand."""


class FetchError(CredentialError):
    """A document that verification needs could not be fetched.

    `status` is that of the server's answer, if it gave one: 410 says that something was withdrawn.
    """

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class NotVerified(CredentialError):
    """The credential was not found valid and trusted; `report` has every check."""

    def __init__(self, message: str, report: "Report") -> None:
        super().__init__(message)
        self.report = report


class CredentialInvalid(NotVerified):
    """At least one check failed: the credential must not be relied upon."""


class CredentialUndecided(NotVerified):
    """Nothing failed, but a check could not be carried out: try again when it can."""


class NotTrusted(NotVerified):
    """The credential is genuine, but not what the caller's policy trusts."""
