from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from acquis.common.access import public, signed_in
from acquis.modelling.domain.queries import catalogue
from acquis.people.views.current import current_person
from acquis.web import dashboard as dashboards


@public("says what this is, and leads to the catalogue and to verification")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("web:dashboard")
    return render(request, "web/landing.html", {"versions": list(catalogue.published()[:3])})


@signed_in("each person sees what she herself has to do and holds")
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    return render(request, "web/dashboard.html", dashboards.gather(current_person(request)))
