from django.db import migrations

from acquis.common.row_security import EnableRowSecurity


class Migration(migrations.Migration):
    """The second wall between tenants (PostgreSQL): each table shows what the scope may see."""

    dependencies = [
        ("passport", "0002_initial"),
        ("common", "0002_row_security"),
        ("securing", "0002_row_security"),
    ]

    operations = [
        EnableRowSecurity("passport_heldcredential", "person_id = acquis_person()"),
        EnableRowSecurity("passport_share", "held_id IN (SELECT id FROM passport_heldcredential)"),
    ]
