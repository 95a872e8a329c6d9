from django.apps import AppConfig


class PassportConfig(AppConfig):
    name = "acquis.passport"
    label = "passport"
