"""The stranger's side, with no account: a shared badge's page, and the verify page."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from acquis.common.access import public
from acquis.common.limits import limited
from acquis.organizations.domain.queries import profiles
from acquis.passport.domain import holding, queries
from acquis.passport.domain.reading import summarise
from acquis.passport.domain.verification import examine_document, extract_credential
from acquis.passport.errors import NotACredential
from acquis.passport.forms import VerifyForm
from acquis.passport.models import Share


@public("the holder shares this page with whom she likes")
@require_GET
def shared(request: HttpRequest, token: str) -> HttpResponse:
    found = _shared(token)
    document = bytes(found.held.document)
    summary = summarise(document)
    context = {
        "share": found,
        "issuer": profiles.by_did(summary.issuer_id),
        "held": found.held,
        "holder": summary.holder or found.held.person,
        "summary": summary,
        "report": examine_document(document, kept_did_document=found.held.did_document),
        "image_url": reverse("passport:shared_image", args=[token]),
        "page_url": settings.BASE_URL + reverse("passport:shared", args=[token]),
        "og_image": settings.BASE_URL + reverse("passport:shared_image", args=[token]),
    }
    return render(request, "passport/shared.html", context)


@public("the picture of a page that its holder shares")
@require_GET
def shared_image(_request: HttpRequest, token: str) -> HttpResponse:
    """The baked picture: saved from the page, it still proves itself."""
    response = HttpResponse(holding.baked_png(_shared(token).held), content_type="image/png")
    response["Cache-Control"] = "public, max-age=300"
    return response


@public("what a page that its holder shares proves, as the signed document itself")
@require_GET
def shared_json(_request: HttpRequest, token: str) -> HttpResponse:
    document = bytes(_shared(token).held.document)
    response = HttpResponse(document, content_type="application/vc+ld+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public("anybody may ask whether a badge is genuine; nothing of it is kept")
@limited("verify")
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "passport/verify.html", context, status=422 if form.is_bound else 200
        )
    try:
        document = extract_credential(form.content())
    except NotACredential as error:
        form.add_error(None, error.message)
        return render(request, "passport/verify.html", context, status=422)
    report = examine_document(document)
    context |= {"report": report, "image_data": form.picture()}
    if report.document is not None:
        context["summary"] = summarise(report.document)
    return render(request, "passport/verify.html", context)


def _shared(token: str) -> Share:
    try:
        return queries.shared(token)
    except Share.DoesNotExist as error:
        raise Http404(_("This page is not shared (any more).")) from error
