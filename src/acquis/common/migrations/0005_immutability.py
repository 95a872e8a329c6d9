from django.db import migrations

from acquis.common.immutability import DROP_FUNCTION, FUNCTION


def run(statement):
    def on_postgresql(_apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return on_postgresql


class Migration(migrations.Migration):
    dependencies = [("common", "0004_cache_entry")]
    operations = [migrations.RunPython(run(FUNCTION), run(DROP_FUNCTION))]
