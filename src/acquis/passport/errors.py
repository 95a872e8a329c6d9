from acquis.common.errors import AcquisError


class PassportError(AcquisError):
    """Something about a held credential could not be done."""


class NotACredential(PassportError):  # noqa: N818 - what the file is is the name
    """A file handed in carries no credential that can be read."""
