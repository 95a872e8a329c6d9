"""The issuers' keys: made, sealed at rest, opened for one signature, rotated, never overwritten."""

import json

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from acquis.common.domain.publications import published_at
from acquis.credentials import KeyProblem, LocalSigner, Signer, generate_seed, open_seed, seal_seed
from acquis.credentials.did import VerificationKey, did_document
from acquis.organizations.domain import audit
from acquis.organizations.domain.organizations import issuer_did
from acquis.organizations.models import Profile
from acquis.people.models import Person
from acquis.securing.enums import KeyStatus, SecuringAct
from acquis.securing.errors import KeyUnavailable
from acquis.securing.models import IssuerKey


@transaction.atomic
def active_key(profile: Profile) -> IssuerKey:
    """The key with which the issuer signs now, made at the first need."""
    locked = Profile.objects.select_for_update().get(pk=profile.pk)
    found = IssuerKey.objects.filter(profile=locked, status=KeyStatus.ACTIVE).first()
    return found or _make_key(locked, by=None)


@transaction.atomic
def rotate_key(profile: Profile, *, by: Person | None = None) -> IssuerKey:
    """Sign with a new key from now on. The old one stays published: what it signed stays valid."""
    locked = Profile.objects.select_for_update().get(pk=profile.pk)
    for key in IssuerKey.objects.filter(profile=locked, status=KeyStatus.ACTIVE):
        key.status, key.retired_at = KeyStatus.RETIRED, timezone.now()
        key.save(update_fields=["status", "retired_at"])
        audit.record(locked.organization, SecuringAct.KEY_RETIRED, key, by=by, key=key.fragment)
    return _make_key(locked, by=by)


def signer_for(key: IssuerKey) -> Signer:
    """A signer that holds the opened key in memory, for as long as the caller keeps it.

    Raises:
        KeyUnavailable: the key was sealed under another ACQUIS_KEY_ENCRYPTION_KEY, or altered.
    """
    try:
        seed = open_seed(
            bytes(key.sealed_seed),
            secret=settings.KEY_ENCRYPTION_KEY,
            verification_method=key.verification_method,
        )
    except KeyProblem as error:
        raise KeyUnavailable(
            _(
                "The issuer's key cannot be opened. Start the system with the "
                "ACQUIS_KEY_ENCRYPTION_KEY under which it was sealed."
            )
        ) from error
    return LocalSigner(seed, key.verification_method)


@published_at(r"/issuers/(?P<slug>[-\w]+)/did\.json")
def published_document(slug: str) -> bytes | None:
    """An issuer's DID document, with every key it ever signed with (did:web, "Read").

    The issuer is one of this system's present host, or of one that it still answers for.
    """
    dids = [issuer_did(slug), *(issuer_did(slug, host=host) for host in settings.ALLOWED_HOSTS)]
    found = {profile.did: profile for profile in Profile.objects.filter(did__in=dids)}
    profile = next((found[did] for did in dids if did in found), None)
    if profile is None:
        return None
    keys = IssuerKey.objects.filter(profile=profile).order_by("created_at")
    document = did_document(
        profile.did,
        [
            VerificationKey(
                fragment=key.fragment, public_key=bytes(key.public_key), expires=key.retired_at
            )
            for key in keys
        ],
    )
    return json.dumps(document).encode()


def _make_key(profile: Profile, *, by: Person | None) -> IssuerKey:
    fragment = f"key-{IssuerKey.objects.filter(profile=profile).count() + 1}"
    method = f"{profile.did}#{fragment}"
    seed = generate_seed()
    key = IssuerKey.objects.create(
        profile=profile,
        fragment=fragment,
        public_key=LocalSigner(seed, method).public_key,
        sealed_seed=seal_seed(seed, secret=settings.KEY_ENCRYPTION_KEY, verification_method=method),
    )
    audit.record(profile.organization, SecuringAct.KEY_MADE, key, by=by, key=fragment)
    return key
