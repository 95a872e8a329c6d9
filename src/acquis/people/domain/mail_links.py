"""Links sent by mail: made, looked at without being spent, followed once."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.common.domain import jobs, upkeep
from acquis.people.domain import addresses
from acquis.people.errors import MailLinkError, MailLinkUsed
from acquis.people.models import MailLink, Person


def create(
    person: Person, *, email: str, purpose: str, target: UUID, lasts: timedelta
) -> tuple[MailLink, str]:
    """A new link and its secret token, which is nowhere kept: put it into the mail at once."""
    token = secrets.token_urlsafe(32)
    link = MailLink.objects.create(
        token_digest=_digest(token),
        person=person,
        email=addresses.normalise(email),
        purpose=purpose,
        target=target,
        expires_at=timezone.now() + lasts,
    )
    return link, token


def look_up(token: str, *, purpose: str) -> MailLink:
    """The link, not yet spent: showing its page must not use it up, because mail filters open
    links before people do.

    Raises:
        MailLinkUsed: it was followed before.
        MailLinkError: it is unknown, made for something else, or too old.
    """
    link = (
        MailLink.objects.select_related("person")
        .filter(token_digest=_digest(token), purpose=purpose)
        .first()
    )
    if link is None:
        raise MailLinkError(
            _("We do not know this link. Copy it whole from your mail, or ask for a new one.")
        )
    if link.used_at is not None:
        raise MailLinkUsed(_("This link has already served. Sign in with your e-mail address."))
    if link.expires_at <= timezone.now():
        raise MailLinkError(_("This link has expired. Sign in with your e-mail address."))
    return link


@transaction.atomic
def follow(token: str, *, purpose: str, reader: Person | None = None) -> MailLink:
    """Spend the link and record that its address is read by its person, or by `reader` if somebody
    else shows that she reads it. Raises as `look_up`."""
    link = look_up(token, purpose=purpose)
    spent = MailLink.objects.filter(id=link.id, used_at=None).update(used_at=timezone.now())
    if not spent:
        raise MailLinkUsed(_("This link has already served. Sign in with your e-mail address."))
    addresses.verify_address(reader or link.person, link.email)
    return link


def void(*, purpose: str, target: UUID) -> None:
    """Let no link to the target be followed any more: a newer one was sent, or nothing waits."""
    now = timezone.now()
    MailLink.objects.filter(
        purpose=purpose, target=target, used_at=None, expires_at__gt=now
    ).update(expires_at=now)


@jobs.kind("people.forget_links", title=gettext_noop("Forget expired links"), daily_at=3)
def forget_expired(work: jobs.Work) -> None:
    """A link that has expired long ago is unknown from then on."""
    before = timezone.now() - timedelta(days=settings.KEEP_DAYS)
    forgotten = upkeep.delete_some(MailLink.objects.filter(expires_at__lt=before))
    work.advance(forgotten)
    if forgotten < upkeep.BATCH:
        work.finish(forgotten=work.job.done)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
