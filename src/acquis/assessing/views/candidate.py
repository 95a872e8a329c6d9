"""The candidate's side: applying, confirming, following, answering, withdrawing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from acquis.assessing.domain import applications
from acquis.assessing.domain.queries import applications as queries
from acquis.assessing.enums import ApplicationStatus
from acquis.assessing.errors import AssessingError, NotAllowedNow
from acquis.assessing.forms import AnswerForm, ApplyForm
from acquis.assessing.models import Application
from acquis.common.access import permitted, public, signed_in
from acquis.common.limits import limited
from acquis.common.listing import Filter, list_page
from acquis.modelling.domain.queries import catalogue
from acquis.modelling.models import AchievementVersion
from acquis.people.domain import mail_links
from acquis.people.errors import MailLinkError, MailLinkUsed
from acquis.people.models import Person
from acquis.people.views.current import current_person
from acquis.people.views.entry import enter


@public("whoever can show a skill may ask to be recognised, with or without an account")
@limited("apply")
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, organization: str, achievement: str) -> HttpResponse:
    try:
        version = catalogue.public_version(organization=organization, achievement=achievement)
    except AchievementVersion.DoesNotExist as error:
        raise Http404 from error
    applicant = request.user if isinstance(request.user, Person) else None
    form = ApplyForm(request.POST or None, request.FILES or None, applicant=applicant)
    if request.method == "POST" and form.is_valid():
        try:
            application = applications.apply(
                version, form.request(), language=get_language() or "fr", applicant=applicant
            )
        except AssessingError as error:
            form.add_error(None, error.message)
        else:
            if application.status == ApplicationStatus.SUBMITTED:
                messages.success(request, _("Your application has been handed in."))
                return redirect("assessing:application", application.pk)
            request.session["applied_with"] = application.email
            return redirect("assessing:apply_sent", organization, achievement)
    context = {"version": version, "organization": version.organization, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "assessing/apply.html", context, status=status)


@public("tells a candidate without an account to look into her mail")
@require_GET
def apply_sent(request: HttpRequest, organization: str, achievement: str) -> HttpResponse:
    try:
        version = catalogue.public_version(organization=organization, achievement=achievement)
    except AchievementVersion.DoesNotExist as error:
        raise Http404 from error
    context = {"version": version, "email": request.session.get("applied_with", "")}
    return render(request, "assessing/apply_sent.html", context)


@public("the secret in the link, sent to the candidate's address alone, is the permission")
@never_cache
@limited("mail_link", reading=True)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    try:
        link = mail_links.look_up(token, purpose=applications.CONFIRMATION)
        if request.method == "POST":
            application = applications.confirm(token)
            then = reverse("assessing:application", args=[application.pk])
            messages.success(request, _("Your application has been handed in."))
            return enter(request, link.person, then=then)
    except (MailLinkError, AssessingError) as error:
        if isinstance(error, MailLinkUsed) and request.user.is_authenticated:
            return redirect("assessing:applications")
        problem = {"message": error.message, "login": reverse("account_login")}
        return render(request, "assessing/link_problem.html", problem, status=410)
    application = applications.waiting_for(link)
    context = {"application": application, "version": application.version}
    return render(request, "assessing/confirm.html", context)


@signed_in("lists the person's own applications")
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    statuses = [choice for choice in ApplicationStatus.choices if choice[0] != "unconfirmed"]
    found = list_page(
        request,
        queries.of_candidate(current_person(request)),
        search=queries.search,
        filters=[
            Filter("status", _("State"), statuses, lambda rows, status: rows.filter(status=status))
        ],
        few=5,
    )
    return render(request, "assessing/applications.html", {"list": found})


@permitted("assessing.follow_application", queries.application)
@require_GET
def follow(request: HttpRequest, application: Application) -> HttpResponse:
    return _show(request, application, AnswerForm())


@permitted("assessing.follow_application", queries.application)
@require_POST
def answer(request: HttpRequest, application: Application) -> HttpResponse:
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            applications.answer(
                application,
                by=current_person(request),
                text=form.cleaned_data["text"],
                evidence=form.evidence(),
            )
        except NotAllowedNow as error:
            # The page has no form to show it in any more.
            messages.error(request, error.message)
            return redirect("assessing:application", application.pk)
        except AssessingError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your answer has been sent."))
            return redirect("assessing:application", application.pk)
    return _show(request, queries.application(application.pk), form, status=422)


@permitted("assessing.follow_application", queries.application)
@require_POST
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    try:
        applications.withdraw(application)
    except AssessingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your application is withdrawn."))
    return redirect("assessing:application", application.pk)


def _show(
    request: HttpRequest, application: Application, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "application": application,
        "version": application.version,
        "history": queries.history(application),
        "form": form,
        "may_answer": application.status == ApplicationStatus.QUESTIONED,
        "may_withdraw": application.status
        in {ApplicationStatus.SUBMITTED, ApplicationStatus.QUESTIONED},
    }
    return render(request, "assessing/application.html", context, status=status)
