from collections.abc import Sequence

from django.utils.functional import Promise

from acquis.common.errors import AcquisError


class ModellingError(AcquisError):
    """Something about a framework or an achievement could not be done."""


class PublishedIsImmutable(ModellingError):
    """A published version was about to change; make a new version instead."""


class NotReadyToPublish(ModellingError):
    """The draft lacks something; `missing` names each gap, translated."""

    def __init__(self, message: str | Promise, missing: Sequence[str]) -> None:
        super().__init__(message)
        self.missing = tuple(missing)
