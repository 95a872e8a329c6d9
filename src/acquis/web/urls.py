from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from acquis.common.access import public

urlpatterns = [
    path("", include("acquis.web.site_urls")),
    path("", include("acquis.common.urls")),
    path("", include("acquis.people.urls")),
    path("", include("acquis.organizations.urls")),
    path("", include("acquis.modelling.urls")),
    path("", include("acquis.assessing.urls")),
    path("", include("acquis.securing.urls")),
    path("", include("acquis.passport.urls")),
    path("accounts/", include("allauth.urls")),
    path("language/", public("anybody chooses her language")(set_language), name="set_language"),
]
handler400 = "acquis.web.views.errors.bad_request"
handler403 = "acquis.web.views.errors.forbidden"
handler404 = "acquis.web.views.errors.not_found"
handler500 = "acquis.web.views.errors.failed"
if settings.DEBUG:
    urlpatterns.append(path("design/", include("acquis.web.design_urls")))
