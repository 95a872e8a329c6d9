from django.db import migrations

from acquis.common.row_security import REACHED, EnableRowSecurity


class Migration(migrations.Migration):
    """The second wall between tenants (PostgreSQL): each table shows what the scope may see."""

    dependencies = [
        ("assessing", "0002_initial"),
        ("common", "0002_row_security"),
        ("modelling", "0004_row_security"),
    ]

    operations = [
        EnableRowSecurity("assessing_application", f"organization_id IN {REACHED} OR candidate_id = acquis_person()"),
        EnableRowSecurity("assessing_evidence", "application_id IN (SELECT id FROM assessing_application)"),
        EnableRowSecurity("assessing_message", "application_id IN (SELECT id FROM assessing_application)"),
        EnableRowSecurity("assessing_assessment", "application_id IN (SELECT id FROM assessing_application)"),
        EnableRowSecurity("assessing_criterionjudgement", "assessment_id IN (SELECT id FROM assessing_assessment)"),
        EnableRowSecurity("assessing_skilljudgement", "assessment_id IN (SELECT id FROM assessing_assessment)"),
        EnableRowSecurity("assessing_award", f"organization_id IN {REACHED} OR person_id = acquis_person()"),
    ]
