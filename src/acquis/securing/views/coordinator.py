"""The coordinator's side: what the organisation has issued, and whether it was claimed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from acquis.common.access import permitted
from acquis.common.listing import Filter, Order, list_page
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.models import Organization
from acquis.securing.domain import queries


@permitted("securing.view_credentials", by_slug)
@require_GET
def issued(request: HttpRequest, organization: Organization) -> HttpResponse:
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
    }
    return render(request, "securing/issued.html", context)
