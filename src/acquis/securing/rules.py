"""Who sees what an organisation has issued."""

from acquis.common.permissions import permission
from acquis.organizations.enums import Role
from acquis.organizations.rules import has_role

coordinates = has_role(Role.COORDINATOR, Role.OWNER)
# An integrator has no page of the holders: what her systems fetch, they fetch with a token.
fetches = has_role(Role.COORDINATOR, Role.OWNER, Role.INTEGRATOR)

permission("securing.view_credentials", coordinates)
permission("securing.fetch_credentials", fetches)
permission("securing.export_credentials", coordinates)
permission("securing.offer_credential", coordinates)
