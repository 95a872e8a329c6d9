"""What is refused in organisations."""

from acquis.common.errors import AcquisError


class OrganizationsError(AcquisError):
    """Root of what this app refuses."""


class LogoRefused(OrganizationsError):
    """The file cannot be shown as a logo."""
