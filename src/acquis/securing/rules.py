"""Who sees what an organisation has issued."""

import rules

from acquis.organizations.enums import Role
from acquis.organizations.rules import has_role

rules.add_perm("securing.view_credentials", has_role(Role.COORDINATOR, Role.OWNER))
