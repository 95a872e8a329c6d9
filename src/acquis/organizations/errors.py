"""What is refused in organisations."""

from acquis.common.errors import AcquisError


class OrganizationsError(AcquisError):
    """Root of what this app refuses."""


class LogoRefused(OrganizationsError):
    """The file cannot be shown as a logo."""


class AuditIsAppendOnly(OrganizationsError):
    """A record of the audit trail was about to be changed or removed."""


class AuditBroken(OrganizationsError):
    """The audit trail does not hold; `number` is the first record that is not as it was written."""

    def __init__(self, organization: str, number: int, problem: str) -> None:
        super().__init__(f"The audit trail of {organization} breaks at record {number}: {problem}.")
        self.organization, self.number, self.problem = organization, number, problem
