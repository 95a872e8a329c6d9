"""The component gallery, in development only."""

from django.urls import path

from acquis.web.views import design

app_name = "design"
urlpatterns = [path("", design.gallery, name="gallery")]
