"""The root of what the system says when it cannot do what was asked."""

from django.utils.functional import Promise


class AcquisError(Exception):
    """A refusal that a person can act on: `message` names the cause and the remedy, translated."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self._message = message

    @property
    def message(self) -> str:
        return str(self._message)

    def __str__(self) -> str:
        return self.message


class SealBroken(AcquisError):
    """Something sealed in the database does not open: another secret, or altered bytes."""
