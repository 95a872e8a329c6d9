from django.apps import AppConfig


class ModellingConfig(AppConfig):
    name = "acquis.modelling"
    label = "modelling"
