from acquis.organizations.models.audit import AuditChain, AuditRecord
from acquis.organizations.models.invitation import Invitation
from acquis.organizations.models.membership import Membership, MembershipRole, Unit
from acquis.organizations.models.organization import Organization
from acquis.organizations.models.profile import Logo, Profile
from acquis.organizations.models.token import ApiToken

__all__ = [
    "ApiToken",
    "AuditChain",
    "AuditRecord",
    "Invitation",
    "Logo",
    "Membership",
    "MembershipRole",
    "Organization",
    "Profile",
    "Unit",
]
