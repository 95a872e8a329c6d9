"""The demonstration's mailbox: the mail that the system would have sent. Nowhere else."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from acquis.common.access import public
from acquis.common.listing import Order, list_page
from acquis.common.models import OutgoingMail
from acquis.common.searching import matching


@public("only in the demonstration, whose mail is invented people's")
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    _demand_demonstration()
    mails = OutgoingMail.objects.exclude(sent_at=None)
    address = request.GET.get("to", "")
    if address:
        mails = mails.filter(to=address)
    found = list_page(
        request,
        mails,
        search=_search,
        orders=[
            Order("to", _("To"), ("to",)),
            Order("subject", _("Subject"), ("subject",)),
            Order("date", _("When"), ("created_at",)),
        ],
    )
    return render(request, "web/mailbox.html", {"list": found, "address": address})


def _search(mails: QuerySet[OutgoingMail], text: str) -> QuerySet[OutgoingMail]:
    return matching(mails, text, columns=["to", "subject"])


@public("only in the demonstration, whose mail is invented people's")
@require_GET
def mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    _demand_demonstration()
    found = OutgoingMail.objects.filter(pk=mail_id).first()
    if found is None:
        raise Http404
    return render(request, "web/mail.html", {"mail": found})


def _demand_demonstration() -> None:
    if not settings.DEMO:
        raise Http404
