from django.db import models
from django.utils.translation import gettext_lazy as _

from acquis.organizations.acts import acts


class OrganizationKind(models.TextChoices):
    COMPANY = "company", _("company")
    TRAINING = "training", _("training organisation")
    SCHOOL = "school", _("school or university")
    NETWORK = "network", _("network or group")


@acts
class OrganizationAct(models.TextChoices):
    """What the audit trail keeps of an organisation's own affairs."""

    FOUNDED = "organizations.founded", _("organisation founded")
    JOINED = "organizations.joined", _("member joined")
    ROLES_CHANGED = "organizations.roles_changed", _("roles changed")
    LEFT = "organizations.left", _("membership ended")
    INVITED = "organizations.invited", _("invitation sent")
    INVITATION_REVOKED = "organizations.invitation_revoked", _("invitation revoked")
    PROFILE_CHANGED = "organizations.profile_changed", _("issuer profile changed")
    TOKEN_MADE = "organizations.token_made", _("token made")
    TOKEN_REVOKED = "organizations.token_revoked", _("token revoked")


class Role(models.TextChoices):
    """What a member may do in the organisation, and in those below it."""

    OWNER = "owner", _("owner")
    DESIGNER = "designer", _("designer")
    COORDINATOR = "coordinator", _("coordinator")
    ASSESSOR = "assessor", _("assessor")
    VIEWER = "viewer", _("skills viewer")
    INTEGRATOR = "integrator", _("integrator")


class InvitationStatus(models.TextChoices):
    """Where an invitation stands; only a pending one can be accepted."""

    PENDING = "pending", _("sent")
    EXPIRED = "expired", _("expired")
    ACCEPTED = "accepted", _("accepted")
    REVOKED = "revoked", _("withdrawn")


class TokenStatus(models.TextChoices):
    """Where an API token stands; only an active one opens anything."""

    ACTIVE = "active", _("active")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("withdrawn")
    ORPHANED = "orphaned", _("its author is no longer active")
