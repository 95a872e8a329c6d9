from django.conf import settings
from django.urls import include, path

app_patterns = [
    path("", include("acquis.web.site_urls")),
]

urlpatterns = [*app_patterns, path("accounts/", include("allauth.urls"))]
if settings.DEBUG:
    urlpatterns.append(path("design/", include("acquis.web.design_urls")))
