"""The issuers' keys: one each, sealed under a secret of their own, rotated without loss."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from acquis import credentials as ob
from acquis.assessing.models import Award
from acquis.common.domain import events
from acquis.common.models import EventRecord
from acquis.credentials.did import multikey
from acquis.organizations.models import Profile
from acquis.securing.domain.issuing import issue_award
from acquis.securing.domain.keys import (
    active_key,
    published_document,
    rotate_key,
    signer_for,
)
from acquis.securing.errors import KeyUnavailable
from acquis.securing.models import Credential, IssuerKey
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DID = "did:web:localhost%3A8000:issuers:boreal"
UNOPENED = (
    "La clé de l’émetteur ne s’ouvre pas. Démarrez le système avec la clé "
    "ACQUIS_KEY_ENCRYPTION_KEY qui l’a scellée."
)


@pytest.fixture
def profile() -> Profile:
    return factories.organization("boreal").profile


def verdict(document: bytes) -> ob.Verdict:
    """As a stranger finds it with the DID document that is published now."""
    published = json.loads(published_document("boreal") or b"{}")
    return ob.examine(document, now=timezone.now(), did_documents={DID: published}).verdict


def test_the_first_key_is_made_at_the_first_need_and_stays(profile: Profile) -> None:
    assert not IssuerKey.objects.exists()

    key = active_key(profile)

    assert (key.fragment, key.status, key.retired_at) == ("key-1", "active", None)
    assert str(key) == key.verification_method == f"{DID}#key-1"
    assert active_key(profile) == key


def test_a_rotation_keeps_the_old_key_and_signs_with_the_new(profile: Profile) -> None:
    old = active_key(profile)
    before = timezone.now()

    new = rotate_key(profile)

    old.refresh_from_db()
    assert (old.status, new.fragment, new.status) == ("retired", "key-2", "active")
    assert old.retired_at is not None
    assert before <= old.retired_at <= timezone.now()
    assert active_key(profile) == new
    assert bytes(old.public_key) != bytes(new.public_key)


def test_a_rotation_before_any_need_makes_the_first_key(profile: Profile) -> None:
    assert rotate_key(profile).fragment == "key-1"


def test_two_active_keys_of_one_issuer_cannot_be_stored(profile: Profile) -> None:
    active_key(profile)

    with pytest.raises(IntegrityError), transaction.atomic():
        IssuerKey.objects.create(
            profile=profile, fragment="key-9", public_key=b"p" * 32, sealed_seed=b"s"
        )


def test_what_either_key_signed_verifies_after_rotations(profile: Profile) -> None:
    version = factories.published(profile.organization)
    documents = []
    for _ in range(3):
        documents.append(bytes(factories.credential(version).document))
        rotate_key(profile)

    methods = [json.loads(document)["proof"][0]["verificationMethod"] for document in documents]
    assert methods == [f"{DID}#key-1", f"{DID}#key-2", f"{DID}#key-3"]
    assert [verdict(document) for document in documents] == [ob.Verdict.VALID] * 3


def test_a_retired_key_cannot_sign_for_the_time_after(profile: Profile) -> None:
    """Whoever steals a key after its rotation gets no credential through with it."""
    credential = factories.credential(factories.published(profile.organization))
    rotate_key(profile)
    old = IssuerKey.objects.get(fragment="key-1")
    data = json.loads(bytes(credential.document))
    unsigned = ob.Credential(
        id="urn:uuid:6f1b0c0e-6f0f-4c0c-8e5a-000000000000",
        issuer=ob.Profile(id=DID, name="Boréal"),
        subject=ob.AchievementSubject(
            id="urn:uuid:6f1b0c0e-6f0f-4c0c-8e5a-000000000001",
            achievement=ob.Achievement(
                id=data["credentialSubject"]["achievement"]["id"],
                name="Volé",
                description="Volé",
                criteria_narrative="Volé",
            ),
        ),
        valid_from=timezone.now() - timedelta(hours=1),
    )

    forged = ob.issue(unsigned, signer_for(old), created=timezone.now() + timedelta(seconds=5))

    assert verdict(forged) == ob.Verdict.INVALID


def test_the_published_document_lists_every_key_the_issuer_ever_signed_with(
    profile: Profile,
) -> None:
    active_key(profile)
    rotate_key(profile)
    first, second = IssuerKey.objects.order_by("created_at")
    assert first.retired_at is not None

    def listed(key: IssuerKey, **more: str) -> dict[str, Any]:
        return {
            "id": f"{DID}#{key.fragment}",
            "type": "Multikey",
            "controller": DID,
            "publicKeyMultibase": multikey(bytes(key.public_key)),
            **more,
        }

    assert json.loads(published_document("boreal") or b"") == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": DID,
        "verificationMethod": [
            listed(first, expires=first.retired_at.strftime("%Y-%m-%dT%H:%M:%SZ")),
            listed(second),
        ],
        "assertionMethod": [f"{DID}#key-1", f"{DID}#key-2"],
    }


def test_nobody_has_the_did_document_of_an_unknown_issuer(profile: Profile) -> None:
    assert published_document("oreal") is None
    assert published_document("%") is None
    assert published_document("BOREAL") is None


def test_a_did_of_another_host_is_published_only_while_this_system_answers_for_it(
    settings: Any,
) -> None:
    """As after a move: the old host, which old proofs name, still leads here, or no longer does."""
    active_key(factories.organization("boreal").profile)
    moved = factories.organization("boreal-2").profile
    for did in ("did:web:old.example:issuers:moved", "did:web:old.example:more:issuers:boreal"):
        Profile.objects.filter(pk=moved.pk).update(did=did)
        slug = did.rpartition(":")[2]
        published = published_document(slug)
        expected = DID if slug == "boreal" else None
        assert (json.loads(published)["id"] if published else None) == expected
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "old.example"]
    Profile.objects.filter(pk=moved.pk).update(did="did:web:old.example:issuers:moved")
    assert json.loads(published_document("moved") or b"")["id"] == (
        "did:web:old.example:issuers:moved"
    )


def test_an_issuer_that_never_signed_has_a_document_without_keys(profile: Profile) -> None:
    document = json.loads(published_document("boreal") or b"")

    assert (document["verificationMethod"], document["assertionMethod"]) == ([], [])


def test_the_web_secret_does_not_open_the_sealed_key(
    profile: Profile, settings: LazySettings
) -> None:
    key = active_key(profile)
    sealed = bytes(key.sealed_seed)

    with pytest.raises(ob.KeyProblem):
        ob.open_seed(
            sealed, secret=settings.SECRET_KEY, verification_method=key.verification_method
        )
    settings.SECRET_KEY = "another web secret altogether, of a decent length"
    assert signer_for(key).sign(b"data")


def test_the_private_key_is_not_stored_in_the_clear(
    profile: Profile, settings: LazySettings
) -> None:
    key = active_key(profile)
    seed = ob.open_seed(
        bytes(key.sealed_seed),
        secret=settings.KEY_ENCRYPTION_KEY,
        verification_method=key.verification_method,
    )

    assert len(seed) == 32
    assert seed not in bytes(key.sealed_seed)
    assert ob.LocalSigner(seed, str(key)).public_key == bytes(key.public_key)
    assert repr(signer_for(key)) == f"LocalSigner({DID}#key-1)"


def test_a_key_sealed_under_another_secret_signs_nothing(
    profile: Profile, settings: LazySettings
) -> None:
    key = active_key(profile)
    settings.KEY_ENCRYPTION_KEY = "another key encryption key, of a decent length"

    with pytest.raises(KeyUnavailable) as refusal:
        signer_for(key)

    assert str(refusal.value) == UNOPENED


def test_a_sealed_key_put_into_another_row_signs_nothing(profile: Profile) -> None:
    other = active_key(factories.organization("autre").profile)
    key = active_key(profile)
    key.sealed_seed = other.sealed_seed

    with pytest.raises(KeyUnavailable), translation.override("en"):
        signer_for(key)


def test_a_key_that_does_not_open_leaves_the_event_and_a_later_try_signs(
    profile: Profile, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    right = settings.KEY_ENCRYPTION_KEY
    version = factories.published(profile.organization)
    active_key(profile)
    waiting = factories.awarded(factories.application(version)).award
    settings.KEY_ENCRYPTION_KEY = "another key encryption key, of a decent length"

    again_at = events.deliver_pending()

    record = EventRecord.objects.get(subject=f"award:{waiting.pk}")
    assert again_at is not None
    assert (record.delivered_at, record.attempts, record.next_attempt_at) == (None, 1, again_at)
    assert record.last_error.startswith("acquis.securing.receivers.sign_award: KeyUnavailable(")
    assert not Credential.objects.filter(award=waiting).exists()

    settings.KEY_ENCRYPTION_KEY = right
    EventRecord.objects.filter(pk=record.pk).update(next_attempt_at=timezone.now())
    assert events.deliver_pending() is None
    assert verdict(bytes(Credential.objects.get(award=waiting).document)) == ob.Verdict.VALID


def test_signing_without_the_key_stores_nothing(profile: Profile, settings: LazySettings) -> None:
    version = factories.published(profile.organization)
    active_key(profile)
    award: Award = factories.awarded(factories.application(version)).award
    settings.KEY_ENCRYPTION_KEY = "another key encryption key, of a decent length"

    with pytest.raises(KeyUnavailable):
        issue_award(award.pk)

    assert not Credential.objects.exists()
