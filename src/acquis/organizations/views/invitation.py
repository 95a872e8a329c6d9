"""The invited person's page: what she is invited to, and the one step that accepts it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from acquis.common.access import public
from acquis.common.limits import limited
from acquis.common.tenancy import system_scope
from acquis.organizations.domain import invitations
from acquis.organizations.errors import OrganizationsError
from acquis.organizations.forms import AcceptForm
from acquis.organizations.models import Invitation
from acquis.people.errors import MailLinkError, MailLinkUsed
from acquis.people.models import MailLink, Person
from acquis.people.views.current import current_person
from acquis.people.views.entry import enter


@public("the secret in the link, sent to the invited address alone, is the permission")
@never_cache
@limited("mail_link", reading=True)
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponseBase:
    try:
        with system_scope("the secret in the link is the permission"):
            link, invitation = invitations.look_at(token)
            opens = invitations.opens_account(link)
            form = _form(request, link, opens=opens)
            if request.method == "POST" and (form is None or form.is_valid()):
                return _accept(request, token, form)
            return _show(request, link, invitation, form)
    except (MailLinkError, OrganizationsError) as error:
        if isinstance(error, MailLinkUsed) and request.user.is_authenticated:
            return redirect("web:dashboard")
        context = {"message": error.message}
        return render(request, "organizations/invitation_problem.html", context, status=410)


def _form(request: HttpRequest, link: MailLink, *, opens: bool) -> AcceptForm | None:
    """Only a new person is asked for her name; whoever is signed in has one already."""
    if not opens or _joins_as_herself(request):
        return None
    data = request.POST if request.method == "POST" else None
    return AcceptForm(data, initial={"name": link.person.name})


def _joins_as_herself(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.POST.get("as") == "me"


def _accept(request: HttpRequest, token: str, form: AcceptForm | None) -> HttpResponseBase:
    membership = invitations.accept(
        token,
        name=form.cleaned_data["name"] if form else "",
        current=current_person(request) if _joins_as_herself(request) else None,
    )
    names = {"organization": membership.organization.name}
    messages.success(request, _("Welcome to %(organization)s.") % names)
    return enter(request, membership.person, then=reverse("web:dashboard"))


def _show(
    request: HttpRequest, link: MailLink, invitation: Invitation, form: AcceptForm | None
) -> HttpResponse:
    visitor = request.user if isinstance(request.user, Person) else None
    context = {
        "invitation": invitation,
        "organization": invitation.organization,
        "form": form,
        "other": visitor if visitor is not None and visitor != link.person else None,
        "opens": invitations.opens_account(link),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "organizations/invitation.html", context, status=status)
