from django.conf import settings
from django.urls import include, path

from acquis.people.views.account import device_list, language

urlpatterns = [
    path("", include("acquis.web.site_urls")),
    path("", include("acquis.common.urls")),
    path("", include("acquis.people.urls")),
    path("", include("acquis.organizations.urls")),
    path("", include("acquis.modelling.urls")),
    path("", include("acquis.assessing.urls")),
    path("", include("acquis.securing.urls")),
    path("", include("acquis.passport.urls")),
    path("api/v1/", include("acquis.web.api_urls")),
    # Before allauth's own page of this name, which costs more with each device.
    path("accounts/sessions/", device_list, name="usersessions_list"),
    path("accounts/", include("allauth.urls")),
    path("language/", language, name="set_language"),
]
handler400 = "acquis.web.views.errors.bad_request"
handler403 = "acquis.web.views.errors.forbidden"
handler404 = "acquis.web.views.errors.not_found"
handler500 = "acquis.web.views.errors.failed"
handler429 = "acquis.common.limits.too_many"  # allauth's own pages ask for it here
if settings.DEBUG:
    urlpatterns.append(path("design/", include("acquis.web.design_urls")))
