from django.db import migrations

from acquis.common.immutability import Freeze


class Migration(migrations.Migration):
    """The second wall: what was signed stays as it was signed, and a key is what it was.

    A key's sealed seed stays free, so that it can be sealed anew under another secret; that it is
    the seed of this public key, each signature shows. Removing is left free, since an organisation
    can leave: holders keep its DID document.
    """

    dependencies = [("securing", "0003_mail_state"), ("common", "0005_immutability")]

    operations = [
        Freeze(
            "securing_credential",
            [
                "id", "created_at", "award_id", "organization_id", "person_id", "key_id",
                "document", "image_png", "valid_until",
            ],
        ),
        Freeze(
            "securing_issuerkey",
            ["id", "created_at", "profile_id", "fragment", "public_key"],
            set_once=["retired_at"],
            also="OLD.status = 'retired' AND NEW.status <> 'retired'",
        ),
    ]
