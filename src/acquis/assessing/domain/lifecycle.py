"""The states of an application and the only steps between them."""

from uuid import UUID

from django.utils.translation import gettext as _

from acquis.assessing.enums import ApplicationStatus as Status
from acquis.assessing.errors import NotAllowedNow
from acquis.assessing.models import Application

STEPS: dict[Status, frozenset[Status]] = {
    Status.UNCONFIRMED: frozenset({Status.SUBMITTED}),
    Status.SUBMITTED: frozenset(
        {Status.QUESTIONED, Status.AWARDED, Status.REFUSED, Status.WITHDRAWN}
    ),
    Status.QUESTIONED: frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
    Status.AWARDED: frozenset(),
    Status.REFUSED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}


def move(application_id: UUID, to: Status) -> Application:
    """Lock the application and let it take one step; the caller's transaction holds the lock.

    Raises:
        NotAllowedNow: the step is not one of those that its present state has.
    """
    application = Application.objects.select_for_update().get(pk=application_id)
    if to not in STEPS[Status(application.status)]:
        raise NotAllowedNow(
            _("This is no longer possible: the application is “%(status)s”.")
            % {"status": application.get_status_display()}
        )
    application.status = to
    return application
