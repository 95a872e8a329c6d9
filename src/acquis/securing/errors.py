from acquis.common.errors import AcquisError


class SecuringError(AcquisError):
    """Something about keys, signing or handing over a credential could not be done."""


class KeyUnavailable(SecuringError):  # noqa: N818 - the state is the name
    """An issuer's private key cannot be opened with the configured key encryption key."""


class CredentialIsImmutable(SecuringError):  # noqa: N818 - the rule is the name
    """Signed bytes were about to change."""
