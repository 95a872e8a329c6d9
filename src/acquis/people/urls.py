from django.urls import path

from acquis.people.views import account, reminders

app_name = "people"
urlpatterns = [
    path("account/", account.profile, name="profile"),
    path("account/notifications/", account.notifications, name="notifications"),
    path("account/devices/<int:device_id>/end/", account.end_device, name="end_device"),
    path("reminders/<str:token>/", reminders.reminders, name="reminders"),
]
