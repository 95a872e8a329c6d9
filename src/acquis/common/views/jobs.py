"""The job centre: a person's long work, live."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from acquis.common.access import permitted, signed_in
from acquis.common.domain import jobs as domain
from acquis.common.enums import JobState
from acquis.common.listing import Filter, Order, list_page
from acquis.common.models import Job


def _job(job_id: UUID) -> Job:
    return Job.objects.get(pk=job_id)


@signed_in("lists what the person herself has started")
@never_cache
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    person_id: UUID = request.user.pk  # type: ignore[assignment] # the gate lets nobody else in
    found = list_page(
        request,
        domain.requested_by(person_id),
        search=domain.search,
        orders=[
            Order("title", _("Title"), ("title",)),
            Order("started", _("Asked for"), ("created_at",)),
            Order("ended", _("Ended"), ("finished_at",)),
        ],
        filters=[
            Filter(
                "state",
                _("State"),
                JobState.choices,
                lambda rows, state: rows.filter(state=state),
            )
        ],
    )
    return render(request, "common/jobs.html", {"list": found})


@permitted("common.view_job", _job)
@never_cache
@require_GET
def job(request: HttpRequest, job: Job) -> HttpResponse:
    """The job's state: a part of a page that asks again, or a page of its own."""
    asked_by_page = request.headers.get("HX-Request") == "true"
    template = "common/_job_news.html" if asked_by_page else "common/job.html"
    return render(request, template, {"job": job})


@permitted("common.change_job", _job)
@require_POST
def cancel(request: HttpRequest, job: Job) -> HttpResponse:
    domain.cancel(job.pk)
    return _back(request)


@permitted("common.change_job", _job)
@require_POST
def retry(request: HttpRequest, job: Job) -> HttpResponse:
    domain.retry(job.pk)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page that the button was on, if it is one of ours."""
    page = request.POST.get("from", "")
    ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None) and page.startswith("/")
    return redirect(page if ours else reverse("common:jobs"))
