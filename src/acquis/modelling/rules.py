"""Who may model: designers (and owners) in their organisations; what is published is public."""

from acquis.common.permissions import permission
from acquis.organizations.enums import Role
from acquis.organizations.rules import has_role

is_designer = has_role(Role.DESIGNER, Role.OWNER)

permission("modelling.view_drafts", is_designer)
permission("modelling.add_achievement", is_designer)
permission("modelling.change_achievement", is_designer)
permission("modelling.publish_achievement", is_designer)
