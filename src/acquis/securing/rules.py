"""Who sees what an organisation has issued."""

from acquis.common.permissions import permission
from acquis.organizations.enums import Role
from acquis.organizations.rules import has_role

permission("securing.view_credentials", has_role(Role.COORDINATOR, Role.OWNER))
