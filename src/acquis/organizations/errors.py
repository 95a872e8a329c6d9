from acquis.common.errors import AcquisError


class OrganizationsError(AcquisError):
    """Something about an organisation or its members could not be done."""


class LogoRefused(OrganizationsError):
    """The file cannot be shown as a logo."""


class NotAnOwner(OrganizationsError):
    """Only an owner says who belongs to an organisation, and with which roles."""


class LastOwner(OrganizationsError):
    """Nobody would be left who can give roles."""


class InvitationError(OrganizationsError):
    """An invitation cannot be accepted or changed: revoked, accepted, or its reason has gone."""


class TokenRefused(OrganizationsError):
    """An API token opens nothing: unknown, expired, revoked, or its author is not active."""


class AuditIsAppendOnly(OrganizationsError):
    """A record of the audit trail was about to be changed or removed."""


class AuditBroken(OrganizationsError):
    """The audit trail does not hold; `number` is the first record that is not as it was written."""

    def __init__(self, organization: str, number: int, problem: str) -> None:
        super().__init__(f"The audit trail of {organization} breaks at record {number}: {problem}.")
        self.organization, self.number, self.problem = organization, number, problem
