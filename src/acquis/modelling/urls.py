from django.urls import path

from acquis.modelling.views import designer, public

app_name = "modelling"
urlpatterns = [
    path("catalog/", public.catalogue, name="catalogue"),
    path(
        "catalog/<slug:organization>/",
        public.organization_catalogue,
        name="organization_catalogue",
    ),
    path("catalog/<slug:organization>/<slug:achievement>/", public.achievement, name="achievement"),
    path("achievements/<uuid:version_id>/", public.version, name="version"),
    path("achievements/<uuid:version_id>/image.svg", public.image_svg, name="image_svg"),
    path("achievements/<uuid:version_id>/image.png", public.image_png, name="image_png"),
    path("achievements/<uuid:version_id>/edit/", designer.edit, name="edit"),
    path("achievements/<uuid:version_id>/publish/", designer.publish, name="publish"),
    path("achievements/<uuid:version_id>/retire/", designer.retire, name="retire"),
    path("o/<slug:organization>/achievements/", designer.listing, name="achievements"),
    path("o/<slug:organization>/achievements/new/", designer.create, name="create"),
    path("o/<slug:organization>/achievements/preview/", designer.preview, name="preview"),
    path("o/<slug:organization>/skills/", designer.skill_search, name="skill_search"),
    path("o/<slug:organization>/skills/row/", designer.skill_row, name="skill_row"),
]
