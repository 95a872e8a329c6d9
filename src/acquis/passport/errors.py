from acquis.common.errors import AcquisError


class PassportError(AcquisError):
    """Something about a held credential could not be done."""


class NotACredential(PassportError):
    """A file handed in carries no credential that can be read."""
