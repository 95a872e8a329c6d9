from django.apps import AppConfig


class SecuringConfig(AppConfig):
    name = "acquis.securing"
    label = "securing"
