"""What everybody may see: the catalogue, an achievement's page and its image."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from acquis.common.access import public
from acquis.common.listing import Filter, Order, list_page
from acquis.modelling.domain.queries import catalogue as queries
from acquis.modelling.enums import VersionStatus
from acquis.modelling.models import AchievementVersion
from acquis.organizations.domain.queries.organizations import by_slug
from acquis.organizations.models import Organization

CARDS = 24


@public("the catalogue is there to be read")
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    issuers = [(found.slug, found.profile.name) for found in queries.issuers()]
    by_issuer: Filter[AchievementVersion] = Filter(
        "issuer",
        _("Issuer"),
        issuers,
        lambda rows, slug: rows.filter(achievement__organization__slug=slug),
    )
    return _catalogue(request, queries.published(), [by_issuer])


@public("the catalogue is there to be read")
@require_GET
def organization_catalogue(request: HttpRequest, organization: str) -> HttpResponse:
    try:
        found = by_slug(organization)
    except Organization.DoesNotExist as error:
        raise Http404 from error
    return _catalogue(request, queries.published_by(found), [], few=6, organization=found)


@public("what an achievement proves and how to earn it is for everybody to read")
@require_GET
def achievement(request: HttpRequest, organization: str, achievement: str) -> HttpResponse:
    try:
        version = queries.public_version(organization=organization, achievement=achievement)
    except AchievementVersion.DoesNotExist as error:
        raise Http404 from error
    return _page(request, version)


@public("the address by which credentials name what was achieved")
@require_GET
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    found = _shown(version_id)
    newest = queries.public_version(
        organization=found.organization.slug, achievement=found.achievement.slug
    )
    if newest.pk == found.pk:
        return redirect("modelling:achievement", found.organization.slug, found.achievement.slug)
    return _page(request, found)


@public("the image is part of what is published")
@cache_control(public=True, max_age=31_536_000, immutable=True)
@require_GET
def image_svg(_request: HttpRequest, version_id: UUID) -> HttpResponse:
    return _image(_shown(version_id).image_svg.encode(), "image/svg+xml")


@public("the image is part of what is published")
@cache_control(public=True, max_age=31_536_000, immutable=True)
@require_GET
def image_png(_request: HttpRequest, version_id: UUID) -> HttpResponse:
    return _image(bytes(_shown(version_id).image_png), "image/png")


def _catalogue(
    request: HttpRequest,
    versions: QuerySet[AchievementVersion],
    filters: list[Filter[AchievementVersion]],
    *,
    few: int = 0,
    **context: Organization,
) -> HttpResponse:
    skills = [(str(skill.pk), str(skill)) for skill in queries.skills_in(versions)]
    found = list_page(
        request,
        versions,
        search=queries.search,
        few=few,
        orders=[Order("name", _("Name"), ("search_text",))],
        filters=[*filters, Filter("skill", _("Skill"), skills, queries.proving)],
        size=CARDS,
    )
    return render(request, "modelling/catalogue.html", {"list": found, **context})


def _image(data: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _shown(version_id: UUID) -> AchievementVersion:
    try:
        return queries.shown_version(version_id)
    except AchievementVersion.DoesNotExist as error:
        raise Http404 from error


def _page(request: HttpRequest, version: AchievementVersion) -> HttpResponse:
    context = {
        "version": version,
        "organization": version.organization,
        "open": version.status == VersionStatus.PUBLISHED,
    }
    return render(request, "modelling/achievement.html", context)
