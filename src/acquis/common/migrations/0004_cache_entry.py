from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of the shared cache, in which attempts are counted."""

    dependencies = [("common", "0003_jobs")]

    operations = [
        migrations.CreateModel(
            name="CacheEntry",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "common_cache_entry"},
        ),
    ]
