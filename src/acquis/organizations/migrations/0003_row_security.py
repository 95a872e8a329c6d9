from django.db import migrations

from acquis.common.row_security import REACHED, EnableRowSecurity


class Migration(migrations.Migration):
    """The second wall between tenants (PostgreSQL): each table shows what the scope may see."""

    dependencies = [
        ("organizations", "0002_initial"),
        ("common", "0002_row_security"),
    ]

    operations = [
        EnableRowSecurity("organizations_unit", f"organization_id IN {REACHED}"),
        EnableRowSecurity("organizations_membership", f"organization_id IN {REACHED} OR person_id = acquis_person()"),
        EnableRowSecurity("organizations_membershiprole", "membership_id IN (SELECT id FROM organizations_membership)"),
    ]
