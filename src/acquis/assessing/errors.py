from acquis.common.errors import AcquisError


class AssessingError(AcquisError):
    """Something about an application or its assessment could not be done."""


class NotAllowedNow(AssessingError):  # noqa: N818 - the state of the application is the name
    """The application's state does not permit this step (or no longer does)."""


class AlreadyApplied(AssessingError):  # noqa: N818 - the state is the name
    """The person has an open application for this achievement, or has earned it."""


class EvidenceRefused(AssessingError):  # noqa: N818 - the outcome is the name
    """A file is of a kind that is not taken, too large, or empty; a link is not usable."""


class JudgementIncomplete(AssessingError):  # noqa: N818 - the state is the name
    """An award was asked for although a criterion is not met or a level is not reached."""


class ConflictOfInterest(AssessingError):  # noqa: N818 - the situation is the name
    """Nobody judges her own application."""


class DecisionIsFinal(AssessingError):  # noqa: N818 - the rule is the name
    """A recorded decision was about to be edited."""
