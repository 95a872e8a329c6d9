"""API tokens: made once, shown once, and good for as long as their author may do what they ask."""

import hashlib
import math
import secrets
import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from acquis.common.tenancy import Scope, system_scope
from acquis.organizations.domain import audit
from acquis.organizations.enums import OrganizationAct, TokenStatus
from acquis.organizations.errors import TokenRefused
from acquis.organizations.models import ApiToken, Organization
from acquis.people.models import Person

PREFIX = "acq_"  # lets a scanner of leaked secrets know what it has found
SECRET_BYTES = 32
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewToken:
    """`text` is what a program sends. It exists here alone and is kept nowhere."""

    token: ApiToken
    text: str


@transaction.atomic
def make_token(organization: Organization, *, name: str, lasts: timedelta, by: Person) -> NewToken:
    """A token that acts as `by` in the organisation and below it."""
    text = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken.objects.create(
        organization=organization,
        name=name.strip(),
        digest=digest_of(text),
        created_by=by,
        expires_at=timezone.now() + lasts,
    )
    audit.record(
        organization,
        OrganizationAct.TOKEN_MADE,
        token,
        by=by,
        expires_at=token.expires_at.isoformat(),
    )
    return NewToken(token, text)


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Person) -> None:
    """From now on it opens nothing. Revoking again changes nothing."""
    locked = ApiToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        audit.record(token.organization, OrganizationAct.TOKEN_REVOKED, token, by=by)


@system_scope("whoever shows a token is nobody yet")
def find_token(text: str) -> ApiToken:
    """The token that a program has shown; that it was used is noted.

    Raises:
        TokenRefused: it opens nothing. The reason is not told: a thief would learn from it.
    """
    rows = ApiToken.objects.select_related("organization", "created_by")
    token = rows.filter(digest=digest_of(text)).first()
    if token is None or token.status != TokenStatus.ACTIVE:
        raise TokenRefused(_("This token is unknown, expired or withdrawn. Make a new one."))
    _note_use(token)
    return token


@system_scope("a token is counted, whoever shows it")
def count_request(token: ApiToken) -> int:
    """Counts one more request of this minute, in one statement, over all processes.

    Returns 0 when it may go on, else the seconds until the next one may. What is refused is not
    counted.
    """
    most = settings.API_REQUESTS_PER_MINUTE
    if not most:
        return 0
    now = time.time()
    minute = int(now // 60)
    row = ApiToken.objects.filter(~Q(minute=minute) | Q(requests__lt=most), pk=token.pk)
    one_more = Case(When(minute=minute, then=F("requests") + 1), default=1)
    allowed = row.update(requests=one_more, minute=minute)
    return 0 if allowed else math.ceil((minute + 1) * 60 - now)


def scope_of_token(token: ApiToken) -> Scope:
    """The rows of its organisation and of those below, and nothing that is its author's own.

    Without the person, so that a stolen token never opens her passport, nor what she has handed in
    elsewhere; with that one path, so that her other organisations stay out of its reach.
    """
    return Scope(person=None, paths=(token.organization.path,))


def tokens_of(organization: Organization) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(organization=organization).select_related("created_by")


def token(organization: str, token_id: UUID) -> ApiToken:
    """For callers who check a permission on it. Raises `ApiToken.DoesNotExist`."""
    rows = ApiToken.objects.select_related("organization", "created_by")
    return rows.get(organization__slug=organization, pk=token_id)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _note_use(token: ApiToken) -> None:
    """At most once a minute, however often it is used and by however many processes."""
    now = timezone.now()
    before = now - USE_NOTED_EVERY
    if token.last_used_at is None or token.last_used_at <= before:
        due = Q(last_used_at=None) | Q(last_used_at__lte=before)
        ApiToken.objects.filter(due, pk=token.pk).update(last_used_at=now)
