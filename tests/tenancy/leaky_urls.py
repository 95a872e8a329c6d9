"""The site with one page more, which forgets to ask who is looking."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from acquis.common.models import OutgoingMail
from acquis.web.urls import urlpatterns as real


def leak(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(",".join(OutgoingMail.objects.values_list("to", flat=True)))


urlpatterns = [*real, path("leak/", leak)]
