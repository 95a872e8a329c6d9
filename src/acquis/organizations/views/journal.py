"""The owner's view of the audit trail: the whole of it, or what happened to one object."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from acquis.common.access import permitted
from acquis.common.listing import Filter, Order, list_page
from acquis.organizations.acts import known
from acquis.organizations.domain import audit
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.models import Organization


@permitted("organizations.view_journal", by_slug)
@require_GET
def journal(request: HttpRequest, organization: Organization) -> HttpResponse:
    target = _uuid(request.GET.get("object", ""))
    records = audit.records_of(organization)
    if target is not None:
        records = records.filter(target=target)
    found = list_page(
        request,
        records,
        search=audit.search,
        orders=[Order("number", _("Number"), ("number",))],
        filters=[
            Filter(
                "days",
                _("Period"),
                [("7", _("7 days")), ("30", _("30 days")), ("365", _("1 year"))],
                audit.lately,
            ),
            Filter(
                "act",
                _("Act"),
                sorted(known().items(), key=lambda entry: entry[1]),
                lambda rows, act: rows.filter(act=act),
            ),
        ],
        size=50,
    )
    context = {
        "organization": organization,
        "list": found,
        "moments": audit.timeline(found.page.object_list),
        "target": target,
    }
    return render(request, "organizations/journal.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
