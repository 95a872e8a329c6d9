"""The issuer profile: its owner's page, its colours as they will look, and its logo."""

import base64

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from acquis.common.access import permitted, public
from acquis.organizations.domain import branding, profiles
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.domain.queries.profiles import logo_of
from acquis.organizations.errors import LogoRefused
from acquis.organizations.forms import ProfileForm
from acquis.organizations.models import Logo, Organization
from acquis.people.views.current import current_person


@permitted("organizations.change_profile", by_slug)
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, organization: Organization) -> HttpResponse:
    form = (
        ProfileForm(request.POST, request.FILES)
        if request.method == "POST"
        else ProfileForm.of(organization)
    )
    if request.method == "POST" and form.is_valid():
        try:
            profiles.change_profile(organization, form.changes(), by=current_person(request))
        except LogoRefused as error:
            form.add_error("logo", error.message)
        else:
            messages.success(request, _("Profile saved. Pages show it from now on."))
            return redirect("organizations:profile", organization.slug)
    context = {
        "organization": organization,
        "form": form,
        **_preview(form["primary_colour"].value() or organization.primary_colour),
    }
    status = 422 if form.is_bound else 200
    return render(request, "organizations/profile.html", context, status=status)


@permitted("organizations.change_profile", by_slug)
@require_GET
def colours(request: HttpRequest, organization: Organization) -> HttpResponse:
    """How pages will look in the colour chosen just now, with the contrasts reached."""
    chosen = request.GET.get("primary_colour", "")
    context = {"organization": organization, **_preview(chosen)}
    return render(request, "organizations/_colours.html", context)


@public("the logo is part of what the organisation publishes")
@cache_control(public=True, max_age=31_536_000, immutable=True)
@require_GET
def logo(_request: HttpRequest, organization: str, digest: str) -> HttpResponse:
    """Served so that nothing in it can act, even opened by itself."""
    try:
        found = logo_of(organization, digest)
    except Logo.DoesNotExist as error:
        raise Http404 from error
    response = HttpResponse(bytes(found.data), content_type=found.media_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


def _preview(colour: str) -> dict[str, object]:
    picture = base64.b64encode(branding.sample(colour).encode()).decode("ascii")
    return {
        "picture": f"data:image/svg+xml;base64,{picture}",
        "contrasts": branding.contrasts(colour),
        "changed": branding.is_changed(colour),
    }
