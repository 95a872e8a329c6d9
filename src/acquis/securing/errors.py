from acquis.common.errors import AcquisError


class SecuringError(AcquisError):
    """Something about keys, signing or handing over a credential could not be done."""


class KeyUnavailable(SecuringError):
    """An issuer's private key cannot be opened with the configured key encryption key."""


class CredentialIsImmutable(SecuringError):
    """Signed bytes were about to change."""


class AlreadyClaimed(SecuringError):
    """A credential was to be offered to somebody who has taken it."""


class JustSent(SecuringError):
    """A credential was offered again before the last mail could arrive."""
