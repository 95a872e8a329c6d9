"""The coordinator's side: what the organisation has issued, and whether it was claimed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from acquis.common.access import permitted
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.models import Organization
from acquis.securing.domain import queries


@permitted("securing.view_credentials", by_slug)
@require_GET
def issued(request: HttpRequest, organization: Organization) -> HttpResponse:
    context = {
        "organization": organization,
        "credentials": queries.issued_by(organization),
        "keys": queries.keys_of(organization),
    }
    return render(request, "securing/issued.html", context)
