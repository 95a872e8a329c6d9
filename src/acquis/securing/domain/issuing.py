"""Signing what was awarded: once, when it is decided; the bytes are kept and never change."""

import calendar
import hashlib
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone, translation

from acquis import credentials as ob
from acquis.assessing.models import Award
from acquis.common.domain.events import publish
from acquis.common.events import CredentialIssued
from acquis.organizations.domain import audit
from acquis.securing.domain import offering
from acquis.securing.domain.building import build_credential
from acquis.securing.domain.keys import active_key, signer_for
from acquis.securing.enums import SecuringAct
from acquis.securing.models import Credential

CLAIM, CLAIM_LASTS = offering.CLAIM, offering.CLAIM_LASTS


@transaction.atomic
def issue_award(award_id: UUID) -> Credential:
    """Sign the award, keep the bytes, and offer them to the holder by mail.

    Calling it again for the same award changes nothing and returns what was signed.

    Raises:
        KeyUnavailable: the issuer's key cannot be opened.
    """
    award = (
        Award.objects.select_for_update(of=("self",))
        .select_related(
            "version__achievement__organization__profile",
            "organization__profile",
            "application",
            "assessment",
            "person",
        )
        .get(pk=award_id)
    )
    existing = Credential.objects.filter(award=award).first()
    if existing is not None:
        return existing
    credential = _sign(award)
    offering.offer(credential)
    publish(CredentialIssued(credential_id=credential.pk, person_id=award.person_id))
    audit.record(
        award.organization,
        SecuringAct.ISSUED,
        credential,
        by=None,
        key=credential.key.fragment,
        sha256=hashlib.sha256(credential.document).hexdigest(),
    )
    return credential


def _sign(award: Award) -> Credential:
    language = award.person.language
    credential_id = uuid4()
    months = award.version.validity_months
    valid_until = add_months(award.created_at, months) if months else None
    key = active_key(award.organization.profile)
    with translation.override(language):
        unsigned = build_credential(
            award, credential_id=credential_id, language=language, valid_until=valid_until
        )
    document = ob.issue(unsigned, signer_for(key), created=timezone.now())
    return Credential.objects.create(
        id=credential_id,
        award=award,
        organization=award.organization,
        person=award.person,
        key=key,
        document=document,
        image_png=award.version.image_png,
        valid_until=valid_until,
    )


def add_months(moment: datetime, months: int) -> datetime:
    """The same day that many months later; the last day of the month where there is no such day."""
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
