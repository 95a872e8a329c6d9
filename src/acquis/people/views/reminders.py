"""The way out of reminders, from the mail itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from acquis.common.access import public
from acquis.people.domain import reminders as domain
from acquis.people.errors import PeopleError


@public("the signed link, sent to the person alone, changes nothing but her own reminders")
@never_cache
@csrf_exempt  # a mail program posts here for its reader, without having seen a form (RFC 8058)
@require_http_methods(["GET", "POST"])
def reminders(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing: mail filters open links before people do."""
    try:
        person = domain.person_of(token)
    except PeopleError as error:
        problem = {"message": str(error), "login": reverse("account_login")}
        return render(request, "people/link_problem.html", problem, status=410)
    if request.method == "POST":
        domain.choose(person, wanted=request.POST.get("wanted") == "yes")
        return redirect("people:reminders", token)
    return render(request, "people/reminders.html", {"wanted": person.wants_reminders})
