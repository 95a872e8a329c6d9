from django.urls import path

from acquis.securing.views import coordinator, public

app_name = "securing"
urlpatterns = [
    path("issuers/<slug:slug>/did.json", public.did_document, name="did_document"),
    path("o/<slug:organization>/credentials/", coordinator.issued, name="issued"),
]
