"""Telling holders in time that a badge ends."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.common.domain import jobs
from acquis.common.domain.mail import Letter, post
from acquis.passport.models import HeldCredential
from acquis.people.domain import reminders

NOTICE = timedelta(days=31)
# What is valid for less than a month ends soon from its first day: nobody needs to be told.
LEAST_HELD = timedelta(days=14)
BATCH = 50


@jobs.kind(
    "passport.notify_expiry", title=gettext_noop("Tell holders of badges that end soon"), daily_at=8
)
def notify_expiry(work: jobs.Work) -> None:
    """Write once to each holder whose badge ends within a month, if she wants reminders."""
    now = timezone.now()
    ending = (
        HeldCredential.objects.select_for_update(of=("self",))
        .filter(
            expiry_noticed_at=None,
            valid_until__range=(now, now + NOTICE),
            created_at__lt=now - LEAST_HELD,
            person__wants_reminders=True,
            person__is_active=True,
        )
        .select_related("person")
        .defer("document", "image_png", "did_document")
        .order_by("valid_until", "pk")[:BATCH]
    )
    found = list(ending)
    for held in found:
        post(_letter(held), to=held.person.email, language=held.person.language)
        held.expiry_noticed_at = now
        held.save(update_fields=["expiry_noticed_at"])
    work.advance(len(found))
    if len(found) < BATCH:
        work.finish(noticed=work.job.done)


def _letter(held: HeldCredential) -> Letter:
    with translation.override(held.person.language):
        about = {
            "badge": held.name,
            "issuer": held.issuer_name,
            "date": date_format(timezone.localtime(held.valid_until), "DATE_FORMAT"),
        }
        return Letter(
            subject=_("Your badge ends soon: %(badge)s") % about,
            greeting=_("Hello %(name)s,") % {"name": held.person},
            paragraphs=(
                _("“%(badge)s”, issued by %(issuer)s, is valid until %(date)s.") % about,
                _("It stays in your passport. To stay recognised, ask its issuer to renew it."),
            ),
            action=(
                _("See my badge"),
                settings.BASE_URL + reverse("passport:held", args=[held.pk]),
            ),
            unsubscribe_url=reminders.unsubscribe_url(held.person),
        )
