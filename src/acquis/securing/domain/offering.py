"""Offering a signed credential to its holder by mail: the first time, again, and as a reminder."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.common.domain import jobs
from acquis.common.domain.mail import Letter, post
from acquis.organizations.domain import audit
from acquis.people.domain import mail_links, reminders
from acquis.people.models import Person
from acquis.securing.enums import SecuringAct
from acquis.securing.errors import AlreadyClaimed, JustSent
from acquis.securing.models import Credential, Delivery

CLAIM = "securing.claim_credential"
CLAIM_LASTS = timedelta(days=365)
# A second click on "send again" is a slip, and the holder's mailbox is hers.
SEND_AGAIN_AFTER = timedelta(minutes=5)
REMIND_AFTER = timedelta(days=3)
# Whoever was away longer than this when reminders began is not startled by old news.
REMIND_UNTIL = timedelta(days=90)
BATCH = 20


def offer(credential: Credential) -> Delivery:
    """Tell the holder, with the one link that opens the badge."""
    delivery = Delivery(credential=credential, email=credential.award.application.email)
    _write(delivery, _award_letter(delivery, new_token(delivery)))
    return delivery


@transaction.atomic
def offer_again(delivery: Delivery, *, by: Person) -> Delivery:
    """Send the mail once more, with a new link; those sent before open nothing any more.

    It goes to the address of the application: whoever could choose another one could take the
    badge and the account.

    Raises:
        AlreadyClaimed: the holder has it.
        JustSent: the last mail has not had the time to arrive.
    """
    locked = _locked(delivery)
    if locked.claimed_at is not None:
        raise AlreadyClaimed(_("The holder has taken this badge into her passport already."))
    if locked.mail is not None and locked.mail.created_at > timezone.now() - SEND_AGAIN_AFTER:
        raise JustSent(_("A mail has just been written. Wait five minutes before the next one."))
    mail_links.void(purpose=CLAIM, target=locked.pk)
    _write(locked, _award_letter(locked, new_token(locked)))
    credential = locked.credential
    audit.record(credential.organization, SecuringAct.OFFERED_AGAIN, credential, by=by)
    return locked


@jobs.kind(
    "securing.remind_unclaimed",
    title=gettext_noop("Remind holders of badges that wait for them"),
    daily_at=8,
)
def remind_unclaimed(work: jobs.Work) -> None:
    """Write once to each holder whose badge has waited for three days, if she wants reminders."""
    now = timezone.now()
    waiting = (
        Delivery.objects.select_for_update(of=("self",))
        .filter(
            claimed_at=None,
            reminded_at=None,
            created_at__range=(now - REMIND_UNTIL, now - REMIND_AFTER),
            credential__person__wants_reminders=True,
            credential__person__is_active=True,
        )
        .exclude(mail__bounced_at__isnull=False)
        .select_related(
            "credential__person",
            "credential__award__application",
            "credential__award__version",
            "credential__award__organization__profile",
        )
        .defer("credential__document", "credential__image_png")
        .order_by("created_at")[:BATCH]
    )
    found = list(waiting)
    for delivery in found:
        # The first link stays good: the holder may go back to the first mail instead.
        _write(delivery, _reminder(delivery, new_token(delivery)), reminder=True)
    work.advance(len(found))
    if len(found) < BATCH:
        work.finish(reminded=work.job.done)


def new_token(delivery: Delivery) -> str:
    """A new link to the delivery; only its digest is kept."""
    _link, token = mail_links.create(
        delivery.credential.person,
        email=delivery.email,
        purpose=CLAIM,
        target=delivery.pk,
        lasts=CLAIM_LASTS,
    )
    return token


def _write(delivery: Delivery, letter: Letter, *, reminder: bool = False) -> None:
    language = delivery.credential.person.language
    delivery.mail = post(letter, to=delivery.email, language=language)
    if reminder:
        delivery.reminded_at = timezone.now()
    delivery.save()


def _locked(delivery: Delivery) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",))
    return rows.select_related("credential__person", "credential__organization", "mail").get(
        pk=delivery.pk
    )


def _about(delivery: Delivery) -> dict[str, str]:
    award = delivery.credential.award
    return {
        "name": award.application.candidate_name,
        "achievement": str(award.version.name),
        "organization": award.organization.profile.name,
    }


def _action(token: str) -> tuple[str, str]:
    return _("Get my badge"), settings.BASE_URL + reverse("passport:claim", args=[token])


def _award_letter(delivery: Delivery, token: str) -> Letter:
    with translation.override(delivery.credential.person.language):
        about = _about(delivery)
        return Letter(
            subject=_("Well done! Your badge: %(achievement)s") % about,
            greeting=_("Hello %(name)s,") % about,
            paragraphs=(
                _("%(organization)s awards you “%(achievement)s”.") % about,
                _(
                    "The badge is signed and yours for life. Add it to your passport to keep it, "
                    "download it and share it."
                ),
            ),
            quote=delivery.credential.award.assessment.comment,
            action=_action(token),
        )


def _reminder(delivery: Delivery, token: str) -> Letter:
    person = delivery.credential.person
    with translation.override(person.language):
        about = _about(delivery)
        return Letter(
            subject=_("Your badge is waiting: %(achievement)s") % about,
            greeting=_("Hello %(name)s,") % about,
            paragraphs=(
                _(
                    "%(organization)s has awarded you “%(achievement)s”, and the badge is not in "
                    "your passport yet. One click puts it there."
                )
                % about,
            ),
            action=_action(token),
            closing=(_("This is the only reminder for this badge."),),
            unsubscribe_url=reminders.unsubscribe_url(person),
        )
