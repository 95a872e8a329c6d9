"""What is decided about a request before anything else looks at it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponseBase]
PROBES = frozenset({"/health/live", "/health/ready", "/metrics"})
# Nothing on our pages uses any of these.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture",
        "encrypted-media", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi",
        "payment", "serial", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


def probes(get_response: GetResponse) -> GetResponse:
    """Probes call by the machine's address: they are answered as if under the site's own name."""
    host = urlsplit(settings.BASE_URL).netloc

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info in PROBES:
            request.META["HTTP_HOST"] = host
            request.META.pop("HTTP_X_FORWARDED_HOST", None)
        return get_response(request)

    return middleware


def head(get_response: GetResponse) -> GetResponse:
    """HEAD is answered by whatever answers GET, and without the body (RFC 9110, 9.3.2).

    What checks links asks so; a part of a file is for GET alone (RFC 9110, 14.2).
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            return get_response(request)
        request.method = "GET"
        request.META.pop("HTTP_RANGE", None)
        response = get_response(request)
        request.method = "HEAD"
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()
        elif isinstance(response, HttpResponse):
            response.content = b""
        return response

    return middleware


def permissions_policy(get_response: GetResponse) -> GetResponse:
    """No page of ours needs a camera or a position, and no file shown by us gets one."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware


def request_size(get_response: GetResponse) -> GetResponse:
    """Refuse what is too large before it is read, and so before it fills the disk."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("CONTENT_LENGTH") or "0"
        if given.isdigit() and int(given) <= settings.REQUEST_MAX_BYTES:
            return get_response(request)
        said = _("What you send is too large: at most %(limit)s at once.") % {
            "limit": filesizeformat(settings.REQUEST_MAX_BYTES)
        }
        response = render(request, "413.html", {"message": said}, status=413)
        response["Content-Length"] = str(len(response.content))
        response["Connection"] = "close"  # the rest of it is not read
        return response

    return middleware
