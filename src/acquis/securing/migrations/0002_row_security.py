from django.db import migrations

from acquis.common.row_security import REACHED, EnableRowSecurity


class Migration(migrations.Migration):
    """The second wall between tenants (PostgreSQL): each table shows what the scope may see."""

    dependencies = [
        ("securing", "0001_initial"),
        ("common", "0002_row_security"),
        ("assessing", "0003_row_security"),
    ]

    operations = [
        EnableRowSecurity("securing_credential", f"organization_id IN {REACHED} OR person_id = acquis_person()"),
        EnableRowSecurity("securing_delivery", "credential_id IN (SELECT id FROM securing_credential)"),
    ]
