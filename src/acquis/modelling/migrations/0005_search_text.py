from django.db import migrations, models


def fill(apps, schema_editor):
    from acquis.common.tenancy import system_scope
    from acquis.modelling.models.achievement import searchable

    versions = apps.get_model("modelling", "AchievementVersion").objects
    with system_scope("a migration, for all tenants"):
        for version in versions.only("name", "description"):
            text = searchable(version.name, version.description)
            versions.filter(pk=version.pk).update(search_text=text)


class Migration(migrations.Migration):
    dependencies = [("modelling", "0004_row_security")]

    operations = [
        migrations.AddField(
            model_name="achievementversion",
            name="search_text",
            # The release that is running writes rows without it: the database fills in.
            field=models.TextField(db_default="", default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
