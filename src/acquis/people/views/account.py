"""A person's own account: what allauth has no page for."""

from allauth.usersessions.forms import ManageUserSessionsForm
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from acquis.common.access import public, signed_in
from acquis.people.domain import devices, preferences
from acquis.people.errors import PeopleError
from acquis.people.forms import PreferencesForm, ProfileForm
from acquis.people.models import Person
from acquis.people.views.current import current_person


@signed_in("changes the person's own name and language")
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        translation.activate(person.language)
        messages.success(request, _("Saved."))
        return redirect("people:profile")
    status = 422 if form.is_bound else 200
    return render(request, "people/profile.html", {"form": form}, status=status)


@signed_in("changes what the person herself is written to about")
@require_http_methods(["GET", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    if request.method == "POST":
        # A box that is not ticked sends nothing: an empty form is an answer, and always valid.
        PreferencesForm(request.POST, instance=person).save()
        messages.success(request, _("Saved."))
        return redirect("people:notifications")
    return render(request, "people/notifications.html", {"form": PreferencesForm(instance=person)})


@signed_in("lists the person's own devices and signs out the others")
@require_http_methods(["GET", "POST"])
def device_list(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        ManageUserSessionsForm(request=request).save(request)
        messages.success(request, _("The other devices are signed out."))
        return redirect("usersessions_list")
    return render(
        request,
        "usersessions/usersession_list.html",
        {"sessions": devices.devices_of(current_person(request))},
    )


@signed_in("ends a session of the person's own")
@require_POST
def end_device(request: HttpRequest, device_id: int) -> HttpResponse:
    try:
        devices.end_device(
            current_person(request), device_id, here=request.session.session_key or ""
        )
    except PeopleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")


@public("anybody chooses her language")
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """A visitor's choice is kept by her browser, a signed-in person's by her account as well."""
    if isinstance(request.user, Person):
        preferences.choose_language(request.user, request.POST.get("language", ""))
    return set_language(request)
