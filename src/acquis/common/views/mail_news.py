"""What the mail service tells of the mail that it was given: delivered, bounced, refused."""

from anymail import urls as anymail_urls
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from acquis.common.access import public


@public("a mail service proves itself with the secret that it was given (django-anymail)")
@csrf_exempt
def news(request: HttpRequest) -> HttpResponseBase:
    """Nothing is believed without the secret: a forged bounce would hide a mail that arrived."""
    wanted = f"{settings.MAIL_SERVICE}_tracking_webhook"
    if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    for pattern in anymail_urls.urlpatterns:
        if pattern.name == wanted:
            response: HttpResponseBase = pattern.callback(request)
            return response
    raise Http404
