"""The tokens with which programs use the API: listed, made and withdrawn."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from acquis.common.access import permitted
from acquis.common.listing import list_page
from acquis.organizations.domain import tokens as domain
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.forms import TokenForm
from acquis.organizations.models import ApiToken, Organization
from acquis.people.views.current import current_person

MANAGE = "organizations.manage_tokens"


@permitted(MANAGE, by_slug)
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Answers the making itself, without a redirect: the text is kept nowhere to be shown later."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    made = None
    if form.is_valid():
        made = domain.make_token(
            organization,
            name=form.cleaned_data["name"],
            lasts=form.lasts(),
            by=current_person(request),
        )
        form = TokenForm()
    context = {
        "organization": organization,
        "list": list_page(request, domain.tokens_of(organization)),
        "form": form,
        "made": made,
    }
    status = 201 if made else (422 if form.is_bound else 200)
    return render(request, "organizations/tokens.html", context, status=status)


@permitted(MANAGE, domain.token)
@require_POST
def revoke(request: HttpRequest, token: ApiToken) -> HttpResponse:
    domain.revoke_token(token, by=current_person(request))
    messages.success(request, _("“%s” opens nothing any more.") % token.name)
    return redirect("organizations:tokens", token.organization.slug)
