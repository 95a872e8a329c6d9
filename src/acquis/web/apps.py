from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "acquis.web"
    label = "web"
