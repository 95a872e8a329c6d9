from django.db import migrations

from acquis.common.immutability import Freeze


class Migration(migrations.Migration):
    """The second wall: what was decided stays as it was decided.

    Removing is left free, since a person's erasure removes what was judged about her.
    """

    dependencies = [("assessing", "0003_row_security"), ("common", "0005_immutability")]

    operations = [
        Freeze(
            "assessing_assessment",
            ["id", "created_at", "application_id", "assessor_id", "decision", "comment"],
        ),
        Freeze(
            "assessing_criterionjudgement",
            ["id", "created_at", "assessment_id", "criterion_id", "met"],
        ),
        Freeze(
            "assessing_skilljudgement",
            ["id", "created_at", "assessment_id", "skill_id", "level_id"],
        ),
        Freeze(
            "assessing_award",
            [
                "id", "created_at", "assessment_id", "application_id", "organization_id",
                "version_id", "person_id",
            ],
        ),
    ]
