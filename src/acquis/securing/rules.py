"""Who sees what an organisation has issued."""

from acquis.common.permissions import permission
from acquis.organizations.enums import Role
from acquis.organizations.rules import has_role

coordinates = has_role(Role.COORDINATOR, Role.OWNER)

permission("securing.view_credentials", coordinates)
permission("securing.export_credentials", coordinates)
permission("securing.offer_credential", coordinates)
