"""The site with bare refusals: their page is the same whatever was refused, is looked at by its own
tests, and takes longer to draw than all the rest of a refused request."""

from django.http import HttpRequest, HttpResponse

from acquis.web.urls import urlpatterns

__all__ = ["urlpatterns"]


def not_found(_request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(f"not found: {exception}", status=404)


def forbidden(_request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(f"forbidden: {exception}", status=403)


handler404 = "tests.tenancy.plain_urls.not_found"
handler403 = "tests.tenancy.plain_urls.forbidden"
