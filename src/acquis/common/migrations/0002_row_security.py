from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from acquis.common.row_security import DROP_FUNCTIONS, FUNCTIONS


def create(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTIONS)


def drop(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP_FUNCTIONS)


class Migration(migrations.Migration):
    """The functions that the tables' policies ask who is looking."""

    dependencies = [("common", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
