"""/api/v1/: the operations, their description, and one answer for every address that is none."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from acquis.web.api import operation_urls
from acquis.web.views import api


class AnythingConverter(StringConverter):
    """Whatever is left of an address: it may hold slashes and line breaks, or be nothing."""

    regex = "(?s:.*)"


register_converter(AnythingConverter, "anything")
urlpatterns = [
    path("openapi.json", api.openapi, name="openapi"),
    path("docs", api.docs, name="api_docs"),
    *operation_urls(),
    path("<anything:rest>", api.unknown),
]
