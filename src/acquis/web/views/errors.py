"""What a person sees when something does not work: what happened, and what she can do."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from acquis.common.access import public


@public("answers what could not be read")
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


@public("answers what the person may not do")
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it by name
    return render(request, "403.html", status=403)


@public("answers what is not there")
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it by name
    return render(request, "404.html", status=404)


@public("answers what failed here")
def failed(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, of the session or of the language: each may be what failed."""
    context = {"request_id": getattr(request, "request_id", "")}
    return HttpResponse(render_to_string("500.html", context), status=500)
