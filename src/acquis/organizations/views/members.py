"""An owner's pages: who belongs to the organisation, who is invited, and who may do what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from acquis.common.access import permitted
from acquis.common.limits import limited
from acquis.common.listing import Filter, Order, list_page
from acquis.organizations.domain import invitations
from acquis.organizations.domain import members as domain
from acquis.organizations.domain.queries import members as queries
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.enums import InvitationStatus, Role
from acquis.organizations.errors import OrganizationsError
from acquis.organizations.forms import InviteForm, MemberForm
from acquis.organizations.models import Invitation, Membership, Organization
from acquis.people.views.current import current_person

MANAGE = "organizations.manage_members"


@permitted(MANAGE, by_slug)
@require_GET
def members(request: HttpRequest, organization: Organization) -> HttpResponse:
    found = list_page(
        request,
        queries.members_of(organization),
        search=queries.search,
        orders=[
            Order("name", _("Name"), ("person__name", "person__email")),
            Order("unit", _("Unit"), ("unit__name",)),
            Order("since", _("Since"), ("created_at",)),
        ],
        filters=[Filter("role", _("Role"), Role.choices, queries.with_role)],
    )
    context = {
        "organization": organization,
        "list": found,
        "invited": queries.open_invitations(organization).count(),
    }
    return render(request, "organizations/members.html", context)


@permitted(MANAGE, by_slug)
@require_GET
def open_invitations(request: HttpRequest, organization: Organization) -> HttpResponse:
    states = [
        (InvitationStatus.PENDING.value, _("still valid")),
        (InvitationStatus.EXPIRED.value, _("expired")),
    ]
    found = list_page(
        request,
        queries.open_invitations(organization),
        search=queries.search_invitations,
        orders=[
            Order("email", _("Address"), ("email",)),
            Order("sent", _("Sent"), ("sent_at",)),
            Order("until", _("Valid until"), ("expires_at",)),
        ],
        filters=[
            Filter(
                "status",
                _("State"),
                states,
                queries.in_state,
            )
        ],
    )
    context = {
        "organization": organization,
        "list": found,
        "invited": queries.open_invitations(organization).count(),
    }
    return render(request, "organizations/invitations.html", context)


@permitted(MANAGE, by_slug)
@limited("invite")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, organization: Organization) -> HttpResponse:
    form = InviteForm(request.POST or None, organization=organization)
    if request.method == "POST" and form.is_valid():
        outcome = invitations.invite(
            organization, form.cleaned_data["people"], form.offer(), by=current_person(request)
        )
        _tell(request, outcome)
        return redirect("organizations:invitations", organization.slug)
    context = {"organization": organization, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "organizations/invite.html", context, status=status)


@permitted(MANAGE, queries.membership)
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, membership: Membership) -> HttpResponse:
    form = MemberForm.of(membership, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        offer = form.offer()
        try:
            domain.change_member(
                membership,
                roles=offer.roles,
                unit=offer.unit,
                job=offer.job,
                by=current_person(request),
            )
        except OrganizationsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("organizations:members", membership.organization.slug)
    context = {"organization": membership.organization, "membership": membership, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "organizations/member.html", context, status=status)


@permitted(MANAGE, queries.membership)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, membership: Membership) -> HttpResponse:
    organization = membership.organization
    if request.method == "POST":
        try:
            domain.end_membership(membership, by=current_person(request))
        except OrganizationsError as error:
            messages.error(request, error.message)
        else:
            names = {"person": membership.person, "organization": organization.name}
            messages.success(request, _("%(person)s has left %(organization)s.") % names)
        return redirect("organizations:members", organization.slug)
    context = {"organization": organization, "membership": membership}
    return render(request, "organizations/end.html", context)


@permitted(MANAGE, queries.invitation)
@limited("invite")
@require_POST
def resend(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        invitations.resend(invitation, by=current_person(request))
    except OrganizationsError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("A new mail is on its way to %s.") % invitation.email)
    return redirect("organizations:invitations", invitation.organization.slug)


@permitted(MANAGE, queries.invitation)
@require_POST
def revoke(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        invitations.revoke(invitation, by=current_person(request))
    except OrganizationsError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The invitation of %s is withdrawn.") % invitation.email)
    return redirect("organizations:invitations", invitation.organization.slug)


def _tell(request: HttpRequest, outcome: invitations.Outcome) -> None:
    sent, known = len(outcome.sent), len(outcome.members)
    if sent:
        text = ngettext("%(count)d invitation sent.", "%(count)d invitations sent.", sent)
        messages.success(request, text % {"count": sent})
    if known:
        text = ngettext("Already a member: %s.", "Already members: %s.", known)
        messages.info(request, text % ", ".join(outcome.members))
