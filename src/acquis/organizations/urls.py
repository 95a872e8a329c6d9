from django.urls import path

from acquis.organizations.views import journal, profile

app_name = "organizations"
urlpatterns = [
    path("o/<slug:organization>/journal/", journal.journal, name="journal"),
    path("o/<slug:organization>/profile/", profile.profile, name="profile"),
    path("o/<slug:organization>/profile/colours/", profile.colours, name="colours"),
    path("issuers/<slug:organization>/logo/<str:digest>/", profile.logo, name="logo"),
]
