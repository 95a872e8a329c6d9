from acquis.common.errors import AcquisError


class PeopleError(AcquisError):
    """Something about a person, an address or a login could not be done."""


class MailLinkError(PeopleError):
    """A link from a mail cannot be followed: unknown, expired or already used."""


class MailLinkUsed(MailLinkError):
    """The link did its work before; signing in leads to the same place."""
