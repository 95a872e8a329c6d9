"""Receiving a credential into a passport, keeping it, sharing it."""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from acquis.common.tenancy import system_scope
from acquis.credentials import Verdict, bake_png
from acquis.passport.domain.reading import summarise
from acquis.passport.domain.verification import examine_document, issuer_did_document
from acquis.passport.errors import PassportError
from acquis.passport.models import HeldCredential, Share
from acquis.people.domain import mail_links
from acquis.people.models import Person
from acquis.securing.domain import delivery
from acquis.securing.domain.issuing import CLAIM


@system_scope("the secret link is the permission")
@transaction.atomic
def claim(token: str) -> HeldCredential:
    """Follow the link of the mail: the holder's address is verified, the credential hers.

    Raises:
        MailLinkError: the link is unknown, expired, or already served.
        PassportError: what was delivered does not verify.
    """
    link = mail_links.follow(token, purpose=CLAIM)
    return receive(link.person, link.target)


@transaction.atomic
def receive(person: Person, delivery_id: UUID) -> HeldCredential:
    """Take a delivery into the person's passport; a second time returns what she has.

    Raises:
        PassportError: what was delivered does not verify.
    """
    parcel = delivery.hand_over(delivery_id)
    return keep(person, parcel.document, parcel.image_png)


def keep(person: Person, document: bytes, image_png: bytes) -> HeldCredential:
    """Put a copy of the bytes into the passport, verified as a stranger would verify them.

    Raises:
        PassportError: the credential is not valid.
    """
    digest = hashlib.sha256(document).hexdigest()
    existing = HeldCredential.objects.filter(person=person, digest=digest).first()
    if existing is not None:
        return existing
    report = examine_document(document)
    if report.verdict == Verdict.INVALID:
        raise PassportError(
            _("This badge does not verify, so it was not taken in. Tell its issuer.")
        )
    summary = summarise(document)
    held = HeldCredential.objects.create(
        person=person,
        credential_id=summary.id,
        document=document,
        digest=digest,
        image_png=image_png,
        did_document=issuer_did_document(document),
        name=summary.name[:200],
        issuer_name=summary.issuer_name[:200],
        valid_from=summary.valid_from,
        valid_until=summary.valid_until,
    )
    Share.objects.create(held=held)
    return held


def baked_png(held: HeldCredential) -> bytes:
    """The badge's picture with the signed credential inside."""
    return bake_png(bytes(held.image_png), bytes(held.document))


@transaction.atomic
def set_shared(held: HeldCredential, *, active: bool) -> Share:
    """Open or close the public page. Its address stays the same when it is opened again."""
    share = Share.objects.select_for_update().get(held=held)
    share.active = active
    share.save(update_fields=["active"])
    return share
