from django.db import migrations

from acquis.common.row_security import REACHED, EnableRowSecurity


class Migration(migrations.Migration):
    """The second wall between tenants (PostgreSQL): each table shows what the scope may see."""

    dependencies = [
        ("modelling", "0003_initial"),
        ("common", "0002_row_security"),
        ("organizations", "0003_row_security"),
    ]

    operations = [
        EnableRowSecurity("modelling_achievementversion", """
            status <> 'draft' OR achievement_id IN (
                SELECT a.id FROM modelling_achievement a
                WHERE a.organization_id IN """ + REACHED + ")"),
        EnableRowSecurity("modelling_achievementskill", "version_id IN (SELECT id FROM modelling_achievementversion)"),
        EnableRowSecurity("modelling_criterion", "version_id IN (SELECT id FROM modelling_achievementversion)"),
    ]
