"""Run by a test in a process of its own: says what an installation holds, and what it is worth."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402 - Django first
from django.core import serializers  # noqa: E402 - Django first

from acquis.assessing.models import Evidence  # noqa: E402 - Django first
from acquis.common.tenancy import SYSTEM, scoped  # noqa: E402 - Django first
from acquis.credentials import examine, extract  # noqa: E402 - Django first
from acquis.passport.models import HeldCredential  # noqa: E402 - Django first
from acquis.securing.domain.keys import published_document, signer_for  # noqa: E402 - Django first
from acquis.securing.models import Credential, IssuerKey  # noqa: E402 - Django first


def rows() -> dict[str, str]:
    """The number of rows of each model, and a hash of all they hold."""
    found = {}
    for model in apps.get_models():
        content = list(model._base_manager.order_by("pk"))
        written = serializers.serialize("json", content).encode()
        found[model._meta.label] = f"{len(content)} {hashlib.sha256(written).hexdigest()}"
    return found


def evidence() -> dict[str, str]:
    found = {}
    for item in Evidence._base_manager.exclude(file=""):
        with item.file.open() as file:
            found[item.file.name] = hashlib.sha256(file.read()).hexdigest()
    return found


def keys() -> list[str]:
    """The keys that open."""
    return sorted(signer_for(key).verification_method for key in IssuerKey._base_manager.all())


def verdicts() -> list[str]:
    documents: dict[str, Any] = {}
    for key in IssuerKey._base_manager.select_related("profile"):
        document = published_document(key.profile.did.rpartition(":")[2])
        assert document is not None
        documents[key.profile.did] = json.loads(document)
    return [
        examine(
            extract(bytes(row.document)),
            now=datetime.now(tz=UTC),
            fetcher=None,
            did_documents=documents,
            expected_email=None,
        ).verdict.value
        for model in (Credential, HeldCredential)
        for row in model._base_manager.all()
    ]


if __name__ == "__main__":
    with scoped(SYSTEM):
        found = {"rows": rows(), "files": evidence(), "keys": keys(), "verdicts": verdicts()}
    print(json.dumps(found))  # noqa: T201 - what it is run for
