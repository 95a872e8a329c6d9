from django.urls import path

from acquis.securing.views import coordinator, public

app_name = "securing"
urlpatterns = [
    path("issuers/<slug:slug>/did.json", public.did_document, name="did_document"),
    path("o/<slug:organization>/credentials/", coordinator.issued, name="issued"),
    path(
        "o/<slug:organization>/credentials/export/", coordinator.start_export, name="start_export"
    ),
    path(
        "o/<slug:organization>/credentials/export/<uuid:job_id>.zip",
        coordinator.export,
        name="export",
    ),
    path("deliveries/<uuid:delivery_id>/again/", coordinator.offer_again, name="offer_again"),
]
