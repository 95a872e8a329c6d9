from acquis.common.errors import AcquisError


class AssessingError(AcquisError):
    """Something about an application or its assessment could not be done."""


class NotAllowedNow(AssessingError):
    """The application's state does not permit this step (or no longer does)."""


class AlreadyApplied(AssessingError):
    """The person has an open application for this achievement, or has earned it."""


class EvidenceRefused(AssessingError):
    """A file is of a kind that is not taken, too large, or empty; a link is not usable."""


class JudgementIncomplete(AssessingError):
    """An award was asked for although a criterion is not met or a level is not reached."""


class ConflictOfInterest(AssessingError):
    """Nobody judges her own application."""


class DecisionIsFinal(AssessingError):
    """A recorded decision was about to be edited."""
