"""What machines ask this machine: is it alive, is it ready, how is it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from acquis.common.access import public
from acquis.web.operations import health
from acquis.web.operations import metrics as figures
from acquis.web.operations.access import monitoring


@public("says that the process answers, and nothing else")
@never_cache
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@public("a load balancer needs to know; it says which part fails, and not why")
@never_cache
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    parts = health.readiness()
    good = "failed" not in parts.values()
    status = "ok" if good else "failed"
    return JsonResponse({"status": status, "parts": parts}, status=200 if good else 503)


@monitoring
@never_cache
@require_safe
def metrics(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(figures.page(), content_type=CONTENT_TYPE_LATEST)
