from django.db import migrations

from acquis.common.immutability import Freeze


class Migration(migrations.Migration):
    """The second wall: the holder's copy stays byte for byte what she received.

    What lists show is read from these bytes and may be read anew; she may remove the row.
    """

    dependencies = [("passport", "0004_expiry_notice"), ("common", "0005_immutability")]

    operations = [
        Freeze(
            "passport_heldcredential",
            ["id", "person_id", "credential_id", "document", "digest"],
        ),
    ]
