"""/api/v1/: the operations, their description, and one answer for every address that is none."""

from django.urls import path, re_path

from acquis.web.api import operation_urls
from acquis.web.views import api

urlpatterns = [
    path("openapi.json", api.openapi, name="openapi"),
    path("docs", api.docs, name="api_docs"),
    *operation_urls(),
    re_path(r"^(?P<rest>(?s:.*))\Z", api.unknown),  # an address may hold a line break
]
