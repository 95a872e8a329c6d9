"""The holder's side: claiming, seeing, downloading, sharing."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from acquis.common.access import permitted, public, signed_in
from acquis.common.limits import limited
from acquis.common.listing import Order, list_page
from acquis.passport.domain import holding, linkedin, queries
from acquis.passport.domain.reading import summarise
from acquis.passport.domain.verification import examine_document
from acquis.passport.errors import PassportError
from acquis.passport.models import HeldCredential
from acquis.people.domain import mail_links
from acquis.people.errors import MailLinkError, MailLinkUsed
from acquis.people.views.current import current_person
from acquis.people.views.entry import enter
from acquis.securing.domain import delivery
from acquis.securing.domain.issuing import CLAIM
from acquis.securing.models import Delivery


@public("the secret in the link, sent to the holder's address alone, is the permission")
@never_cache
@limited("mail_link", reading=True)
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, token: str) -> HttpResponseBase:
    try:
        link = mail_links.look_up(token, purpose=CLAIM)
        if request.method == "POST":
            held = holding.claim(token)
            messages.success(request, _("The badge is in your passport, for life."))
            return enter(request, link.person, then=reverse("passport:held", args=[held.pk]))
    except (MailLinkError, PassportError) as error:
        if isinstance(error, MailLinkUsed) and request.user.is_authenticated:
            return redirect("passport:passport")
        problem = {"message": str(error), "login": reverse("account_login")}
        return render(request, "assessing/link_problem.html", problem, status=410)
    parcel = delivery.look_into(link.target)
    context = {
        "summary": summarise(parcel.document),
        "person": link.person,
        "image_url": reverse("passport:claim_image", args=[token]),
        "other": request.user.is_authenticated and request.user != link.person,
    }
    return render(request, "passport/claim.html", context)


@public("the secret in the link, sent to the holder's address alone, is the permission")
@never_cache
@limited("mail_link", reading=True)
@require_GET
def claim_image(_request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = mail_links.look_up(token, purpose=CLAIM)
    except MailLinkError as error:
        raise Http404 from error
    return HttpResponse(delivery.look_into(link.target).image_png, content_type="image/png")


@signed_in("receives only what was issued to the person herself")
@require_POST
def receive(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """The second way to claim: signed in, from the passport's own page."""
    try:
        found = delivery.delivery_to(current_person(request), delivery_id)
        held = holding.receive(current_person(request), found.pk)
    except Delivery.DoesNotExist as error:
        raise Http404 from error
    except PassportError as error:
        messages.error(request, str(error))
        return redirect("passport:passport")
    messages.success(request, _("The badge is in your passport, for life."))
    return redirect("passport:held", held.pk)


@signed_in("lists what the person holds")
@require_GET
def passport(request: HttpRequest) -> HttpResponse:
    found = list_page(
        request,
        queries.passport_of(current_person(request)),
        search=queries.search,
        orders=[
            Order("name", _("Name"), ("name",)),
            Order("issuer", _("Issuer"), ("issuer_name", "name")),
            Order("until", _("Valid until"), ("valid_until",)),
        ],
        size=24,
        few=8,
    )
    context = {
        "list": found,
        "waiting": delivery.waiting_for(current_person(request)),
    }
    return render(request, "passport/passport.html", context)


@permitted("passport.view_held", queries.held)
@require_GET
def held(request: HttpRequest, held: HeldCredential) -> HttpResponse:
    page_url = settings.BASE_URL + reverse("passport:shared", args=[held.share.token])
    context = {
        "held": held,
        "summary": summarise(bytes(held.document)),
        "report": examine_document(bytes(held.document), kept_did_document=held.did_document),
        "page_url": page_url,
        "linkedin_add": linkedin.add_to_profile_url(
            held, page_url, organization_id=linkedin.organization_id_of(held)
        ),
        "linkedin_post": linkedin.post_url(page_url),
    }
    return render(request, "passport/held.html", context)


@permitted("passport.view_held", queries.held)
@require_GET
def download_json(_request: HttpRequest, held: HeldCredential) -> HttpResponse:
    return _download(bytes(held.document), "application/vc+ld+json", held, "json")


@permitted("passport.view_held", queries.held)
@require_GET
def download_png(_request: HttpRequest, held: HeldCredential) -> HttpResponse:
    return _download(holding.baked_png(held), "image/png", held, "png")


@permitted("passport.view_held", queries.held)
@require_GET
def image(_request: HttpRequest, held: HeldCredential) -> HttpResponse:
    response = HttpResponse(bytes(held.image_png), content_type="image/png")
    response["Cache-Control"] = "private, max-age=86400"
    return response


@permitted("passport.share_held", queries.held)
@require_POST
def share(request: HttpRequest, held: HeldCredential) -> HttpResponse:
    active = request.POST.get("active") == "yes"
    holding.set_shared(held, active=active)
    messages.success(
        request,
        _("The public page is open.") if active else _("The public page is closed to everybody."),
    )
    return redirect("passport:held", held.pk)


def _download(data: bytes, media_type: str, held: HeldCredential, ending: str) -> HttpResponse:
    name = slugify(held.name)[:60] or "badge"
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response
