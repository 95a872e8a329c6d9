"""The assessor's side: one queue, one file, one judgement. And the coordinator's overview."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from acquis.assessing.domain import judging
from acquis.assessing.domain.queries import applications as queries
from acquis.assessing.enums import ApplicationStatus, EvidenceKind
from acquis.assessing.errors import AssessingError
from acquis.assessing.forms import JudgementForm
from acquis.assessing.models import Application, Evidence
from acquis.common.access import permitted, signed_in
from acquis.common.listing import Filter, Order, list_page
from acquis.common.views.files import send_file
from acquis.organizations.domain.queries.access import roles_in
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.enums import Role
from acquis.organizations.models import Organization
from acquis.people.views.current import current_person

# So many wait at a glance.
FEW = 5
# Opened in the browser's own viewer or player; everything else is downloaded.
SHOWN_INLINE = frozenset({
    "application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif",
    "video/mp4", "video/webm", "audio/mpeg", "audio/x-wav", "audio/ogg",
})  # fmt: skip


@signed_in("lists what waits for this person as an assessor; empty for anybody else")
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    found = list_page(
        request,
        queries.queue(current_person(request)),
        search=queries.search,
        orders=[
            Order("candidate", _("Candidate"), ("candidate_name",)),
            Order("achievement", _("Achievement"), ("version__search_text",)),
        ],
        few=FEW,
    )
    return render(request, "assessing/queue.html", {"list": found})


@permitted("assessing.judge_application", queries.application)
@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, application: Application) -> HttpResponse:
    form = JudgementForm(request.POST or None, application=application)
    if request.method == "POST" and form.is_valid():
        try:
            assessment = judging.judge(application, form.judgement(), by=current_person(request))
        except AssessingError as error:
            form.add_error(None, error.message)
        else:
            said = {
                "award": _("Awarded. The badge is being signed and sent."),
                "question": _("Your question has been sent to the candidate."),
                "refuse": _("Recorded. The candidate receives your reason."),
            }
            messages.success(request, said[assessment.decision])
            return redirect("assessing:queue")
    context = {
        "application": application,
        "version": application.version,
        "history": queries.history(application),
        "form": form,
        "open": application.status == ApplicationStatus.SUBMITTED,
    }
    return render(request, "assessing/judge.html", context, status=422 if form.is_bound else 200)


@permitted("assessing.view_applications", by_slug)
@require_GET
def overview(request: HttpRequest, organization: Organization) -> HttpResponse:
    statuses = [choice for choice in ApplicationStatus.choices if choice[0] != "unconfirmed"]
    found = list_page(
        request,
        queries.of_organization(organization),
        search=queries.search,
        orders=[
            Order("candidate", _("Candidate"), ("candidate_name",)),
            Order("achievement", _("Achievement"), ("version__search_text",)),
            Order("date", _("Handed in"), ("submitted_at",)),
            Order("state", _("State"), ("status",)),
        ],
        filters=[
            Filter("status", _("State"), statuses, lambda rows, status: rows.filter(status=status))
        ],
    )
    person = current_person(request)
    context = {
        "organization": organization,
        "list": found,
        "person": person,
        "judges": Role.ASSESSOR in roles_in(person, organization),
    }
    return render(request, "assessing/overview.html", context)


@permitted("assessing.view_evidence", queries.evidence, on=lambda item: item.application)
@require_GET
def evidence(request: HttpRequest, item: Evidence) -> HttpResponseBase:
    """The file itself, with headers under which nothing in it can act on this site."""
    if item.kind != EvidenceKind.FILE:
        raise Http404
    return send_file(
        request,
        item.file.open("rb"),
        media_type=item.media_type,
        name=item.name,
        inline=item.media_type in SHOWN_INLINE,
    )
