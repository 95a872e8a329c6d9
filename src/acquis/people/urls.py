from django.urls import path

from acquis.people.views import reminders

app_name = "people"
urlpatterns = [path("reminders/<str:token>/", reminders.reminders, name="reminders")]
