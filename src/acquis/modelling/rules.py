"""Who may model: designers (and owners) in their organisations; what is published is public."""

import rules

from acquis.organizations.enums import Role
from acquis.organizations.rules import has_role

is_designer = has_role(Role.DESIGNER, Role.OWNER)

rules.add_perm("modelling.view_drafts", is_designer)
rules.add_perm("modelling.add_achievement", is_designer)
rules.add_perm("modelling.change_achievement", is_designer)
rules.add_perm("modelling.publish_achievement", is_designer)
