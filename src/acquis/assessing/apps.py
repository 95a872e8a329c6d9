from django.apps import AppConfig


class AssessingConfig(AppConfig):
    name = "acquis.assessing"
    label = "assessing"
