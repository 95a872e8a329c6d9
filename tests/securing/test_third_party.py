"""A verifier that is not ours accepts a badge made by the whole system, over the web as served."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from openvc import VerificationError, VerificationPolicy, verify_credential
from openvc.did.did_web import DidWebResolver
from openvc.errors import OpenvcError

from acquis.credentials import contexts
from acquis.credentials.contexts import OPEN_BADGES_EXTENSIONS, OPEN_BADGES_V3
from acquis.organizations.models import Organization
from acquis.securing.domain.keys import rotate_key
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

BADGE = VerificationPolicy(expected_types=["OpenBadgeCredential"])


def fetch(url: str) -> Any:
    """What a verifier gets from the site at this address."""
    address = urlsplit(url)
    assert address.netloc == "localhost:8000"
    return Client().get(address.path).json()


def accepted_issuer(document: dict[str, Any]) -> str | None:
    # This verifier takes a single proof only as an object, not as an array of one.
    [proof] = document["proof"]
    result = verify_credential(
        document | {"proof": proof},
        policy=BADGE,
        resolver=DidWebResolver(fetch),
        extra_contexts={
            url: contexts.load(url) for url in (OPEN_BADGES_V3, OPEN_BADGES_EXTENSIONS)
        },
    )
    return result.issuer


@pytest.fixture
def organization() -> Organization:
    return factories.organization("boreal")


def test_it_is_accepted_before_and_after_a_rotation_of_keys(organization: Organization) -> None:
    version = factories.published(organization)
    old = json.loads(bytes(factories.credential(version).document))
    rotate_key(organization.profile)
    new = json.loads(bytes(factories.credential(version).document))

    did = "did:web:localhost%3A8000:issuers:boreal"
    assert [accepted_issuer(document) for document in (old, new)] == [did, did]
    assert [document["proof"][0]["verificationMethod"] for document in (old, new)] == [
        f"{did}#key-1",
        f"{did}#key-2",
    ]


def test_it_is_refused_once_changed(organization: Organization) -> None:
    document = json.loads(bytes(factories.credential(factories.published(organization)).document))
    document["credentialSubject"]["achievement"]["name"] = "Doctorat"

    with pytest.raises((VerificationError, OpenvcError)) as refusal:
        accepted_issuer(document)

    assert str(refusal.value) == "Data Integrity proof does not verify"
