from django.urls import path

from acquis.web.views import home, mailbox, operations, palette

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("home/", home.dashboard, name="dashboard"),
    path("go/", palette.go, name="go"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<uuid:mail_id>/", mailbox.mail, name="mail"),
    path("health/live", operations.live, name="live"),
    path("health/ready", operations.ready, name="ready"),
    path("metrics", operations.metrics, name="metrics"),
]
