from django.db import migrations

from acquis.common.immutability import Freeze, FreezeParts

PUBLISHED = "status <> 'draft'"


class Migration(migrations.Migration):
    """The second wall: a published version says for ever what it said, and retires for good.

    `search_text` stays free: it is made from the frozen words and may be made anew.
    """

    dependencies = [("modelling", "0005_search_text"), ("common", "0005_immutability")]

    operations = [
        Freeze(
            "modelling_achievementversion",
            [
                "id", "created_at", "achievement_id", "number", "achievement_type", "name",
                "description", "validity_months", "design", "image_svg", "image_png",
                "published_at",
            ],
            when=f"OLD.{PUBLISHED}",
            may_empty=["created_by_id", "published_by_id"],
            set_once=["retired_at"],
            also="NEW.status = 'draft' OR OLD.status = 'retired' AND NEW.status <> 'retired'",
            keep=True,
        ),
        *(
            FreezeParts(
                table,
                parent="modelling_achievementversion",
                link="version_id",
                frozen=PUBLISHED,
            )
            for table in ("modelling_achievementskill", "modelling_criterion")
        ),
    ]
