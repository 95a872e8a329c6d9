"""What verifiers fetch: the issuers' DID documents."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from acquis.common.access import public
from acquis.common.domain.publications import read_published


@public("verifiers everywhere need the issuers' public keys")
@cache_control(public=True, max_age=300)
@require_GET
def did_document(request: HttpRequest, slug: str) -> HttpResponse:
    document = read_published(request.path)
    if document is None:
        raise Http404(slug)
    response = HttpResponse(document, content_type="application/did+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response
