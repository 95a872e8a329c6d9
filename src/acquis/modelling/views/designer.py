"""The designer's side: the list of an organisation's achievements, and the editor."""

import base64

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from acquis.common.access import permitted
from acquis.common.listing import Filter, Order, list_page
from acquis.modelling.domain import achievements, images
from acquis.modelling.domain.queries import catalogue
from acquis.modelling.domain.queries.skills import available_levels, search_skills
from acquis.modelling.enums import VersionStatus
from acquis.modelling.errors import ModellingError, NotReadyToPublish
from acquis.modelling.forms import AchievementForm
from acquis.modelling.models import AchievementVersion
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.models import Organization
from acquis.people.views.current import current_person


@permitted("modelling.view_drafts", by_slug)
@require_GET
def listing(request: HttpRequest, organization: Organization) -> HttpResponse:
    found = list_page(
        request,
        catalogue.of_organization(organization),
        search=catalogue.search,
        orders=[
            Order("name", _("Achievement"), ("search_text",)),
            Order("state", _("State"), ("status",)),
        ],
        filters=[
            Filter(
                "status",
                _("State"),
                VersionStatus.choices,
                lambda rows, status: rows.filter(status=status),
            )
        ],
    )
    context = {"organization": organization, "list": found}
    return render(request, "modelling/achievements.html", context)


@permitted("modelling.add_achievement", by_slug)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, organization: Organization) -> HttpResponse:
    if request.method == "POST":
        form = AchievementForm(request.POST, organization=organization)
        if form.is_valid():
            version = achievements.create_draft(
                organization, form.content(), by=current_person(request)
            )
            return _after_saving(request, version)
    else:
        form = AchievementForm(
            organization=organization, initial=images.default_choices(organization)
        )
    return _editor(request, organization, form)


@permitted("modelling.change_achievement", catalogue.version)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, version: AchievementVersion) -> HttpResponse:
    if version.status != VersionStatus.DRAFT:
        return redirect(
            "modelling:achievement", version.organization.slug, version.achievement.slug
        )
    if request.method == "POST":
        form = AchievementForm(request.POST, organization=version.organization)
        if form.is_valid():
            try:
                version = achievements.change_draft(version, form.content())
            except ModellingError as error:
                form.add_error(None, error.message)
            else:
                return _after_saving(request, version)
    else:
        form = AchievementForm.of_version(version)
    return _editor(request, version.organization, form, version)


@permitted("modelling.publish_achievement", catalogue.version)
@require_POST
def publish(request: HttpRequest, version: AchievementVersion) -> HttpResponse:
    return _publish(request, version)


@permitted("modelling.publish_achievement", catalogue.version)
@require_POST
def retire(request: HttpRequest, version: AchievementVersion) -> HttpResponse:
    try:
        achievements.retire(version, by=current_person(request))
    except ModellingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("No longer in the catalogue. What was earned stays earned."))
    return redirect("modelling:achievements", version.organization.slug)


@permitted("modelling.add_achievement", by_slug)
@require_GET
def skill_search(request: HttpRequest, organization: Organization) -> HttpResponse:
    text = request.GET.get("q", "")
    context = {
        "organization": organization,
        "query": text.strip(),
        "found": search_skills(organization, text),
    }
    return render(request, "modelling/_skill_results.html", context)


@permitted("modelling.add_achievement", by_slug)
@require_GET
def skill_row(request: HttpRequest, organization: Organization) -> HttpResponse:
    """One chosen skill, with the levels to pick from, to be added to the editor's form."""
    form = AchievementForm(request.GET, organization=organization)
    context = {"rows": form.chosen, "levels": available_levels(organization)}
    return render(request, "modelling/_skill_rows.html", context)


@permitted("modelling.add_achievement", by_slug)
@require_POST
def preview(request: HttpRequest, organization: Organization) -> HttpResponse:
    """The badge image as the form's present content draws it."""
    form = AchievementForm(request.POST, organization=organization)
    form.is_valid()
    svg, alternative = images.preview(
        organization,
        name=form.cleaned_data.get("name_fr", ""),
        choices=form.design(),
        levels=[level for _skill, level in form.chosen if level is not None],
    )
    encoded = base64.b64encode(svg.encode()).decode("ascii")
    context = {"source": f"data:image/svg+xml;base64,{encoded}", "alternative": alternative}
    return render(request, "modelling/_preview.html", context)


def _after_saving(request: HttpRequest, version: AchievementVersion) -> HttpResponse:
    if "publish" in request.POST:
        return _publish(request, version)
    messages.success(request, _("Draft saved."))
    return redirect("modelling:edit", version.pk)


def _publish(request: HttpRequest, version: AchievementVersion) -> HttpResponse:
    try:
        achievements.publish(version, by=current_person(request))
    except NotReadyToPublish as error:
        for sentence in (str(error), *error.missing):
            messages.error(request, sentence)
        return redirect("modelling:edit", version.pk)
    except ModellingError as error:
        messages.error(request, str(error))
        return redirect("modelling:achievements", version.organization.slug)
    messages.success(request, _("Published. Anybody can now apply."))
    return redirect("modelling:achievement", version.organization.slug, version.achievement.slug)


def _editor(
    request: HttpRequest,
    organization: Organization,
    form: AchievementForm,
    version: AchievementVersion | None = None,
) -> HttpResponse:
    context = {
        "organization": organization,
        "form": form,
        "version": version,
        "levels": form.levels,
        "gaps": achievements.gaps(version) if version is not None else [],
    }
    return render(request, "modelling/editor.html", context, status=422 if form.is_bound else 200)
