from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "acquis.people"
    label = "people"
