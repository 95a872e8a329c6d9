from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from acquis.common.access import public, signed_in
from acquis.modelling.domain.queries import catalogue
from acquis.organizations.domain.queries.access import memberships_of
from acquis.passport.domain.queries import passport_of
from acquis.people.views.current import current_person
from acquis.securing.domain.delivery import waiting_for


@public("says what this is, and leads to the catalogue and to verification")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("web:dashboard")
    return render(request, "web/landing.html", {"versions": catalogue.published()[:3]})


@signed_in("each person sees what she herself has to do and holds")
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    context = {
        "memberships": memberships_of(current_person(request)),
        "held": passport_of(current_person(request))[:4],
        "waiting": waiting_for(current_person(request)),
    }
    return render(request, "web/dashboard.html", context)
