from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from acquis.common.access import public
from acquis.people.models import Person
from acquis.web import palette


@public("leads to what the visitor may open anyway: her own pages and the public catalogue")
@never_cache
@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """The command palette's results; without the script, a page of its own."""
    person = request.user if isinstance(request.user, Person) else None
    query = request.GET.get("q", "")[:200]
    context = {"groups": palette.groups(request, person, query), "query": query.strip()}
    part = "web/_destinations.html" if request.headers.get("HX-Request") else "web/go.html"
    return render(request, part, context)
