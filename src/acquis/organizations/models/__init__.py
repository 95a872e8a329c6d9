from acquis.organizations.models.membership import Membership, MembershipRole, Unit
from acquis.organizations.models.organization import Organization
from acquis.organizations.models.profile import Profile

__all__ = ["Membership", "MembershipRole", "Organization", "Profile", "Unit"]
