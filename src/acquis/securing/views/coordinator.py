"""The coordinator's side: what the organisation has issued, and whether it was claimed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from acquis.common.access import permitted
from acquis.common.listing import Filter, Order, list_page
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.models import Organization
from acquis.people.views.current import current_person
from acquis.securing.domain import exports, offering, queries
from acquis.securing.errors import SecuringError
from acquis.securing.models import Delivery


@permitted("securing.view_credentials", by_slug)
@require_GET
def issued(request: HttpRequest, organization: Organization) -> HttpResponse:
    mine = exports.exports_of(organization).filter(requested_by=current_person(request).pk)
    found = list_page(
        request,
        queries.issued_by(organization),
        search=queries.search,
        orders=[
            Order("holder", _("Holder"), ("award__application__candidate_name",)),
            Order("achievement", _("Achievement"), ("award__version__search_text",)),
            Order("date", _("Signed"), ("created_at",)),
        ],
        filters=[
            Filter(
                "claimed",
                _("Delivery"),
                [("yes", _("claimed")), ("no", _("waiting in the holder's mail"))],
                queries.claimed,
            )
        ],
    )
    context = {
        "organization": organization,
        "list": found,
        "keys": queries.keys_of(organization),
        "job": mine.first(),
    }
    return render(request, "securing/issued.html", context)


@permitted("securing.export_credentials", by_slug)
@require_POST
def start_export(request: HttpRequest, organization: Organization) -> HttpResponse:
    exports.start_export(organization, by=current_person(request))
    return redirect("securing:issued", organization.slug)


@permitted("securing.export_credentials", exports.find_export, on=lambda found: found.organization)
@require_GET
def export(_request: HttpRequest, found: exports.Export) -> HttpResponseBase:
    response = StreamingHttpResponse(exports.archive(found), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{found.job.result["name"]}"'
    response["Cache-Control"] = "private, no-store"
    return response


@permitted("securing.offer_credential", queries.delivery, on=lambda found: found.credential)
@require_POST
def offer_again(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    try:
        offering.offer_again(delivery, by=current_person(request))
    except SecuringError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, _("A new mail is on its way. The link before it no longer works.")
        )
    return redirect("securing:issued", delivery.credential.organization.slug)
