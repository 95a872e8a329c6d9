"""Seals the secrets of authenticator apps and recovery codes that lie open.

The release that has this migration reads both forms, so it may run before the migration, beside it
and after it. A process of a release before this one reads open secrets only: while it still runs
after the migration it refuses codes of apps, and what it writes lies open until
`acquis manage second_factors --seal`.
"""

from django.db import migrations

from acquis.people.domain.second_factor import with_open_secrets, with_sealed_secrets


def rewrite(apps, change):
    rows = apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn")
    for row in rows.select_for_update().iterator():
        row.data = change(row.data)
        row.save(update_fields=["data"])


def seal(apps, _schema_editor):
    rewrite(apps, with_sealed_secrets)


def unseal(apps, _schema_editor):
    rewrite(apps, with_open_secrets)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_person_wants_reminders"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [migrations.RunPython(seal, unseal)]
