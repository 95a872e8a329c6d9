from acquis.organizations.models.membership import Membership, MembershipRole, Unit
from acquis.organizations.models.organization import Organization
from acquis.organizations.models.profile import Logo, Profile

__all__ = ["Logo", "Membership", "MembershipRole", "Organization", "Profile", "Unit"]
